import type { Backup } from './backup.ts';
import type { Schedule } from './schedule.ts';

/** Why a provider could not be asked, or refused to answer. */
export interface Problem {
  readonly kind: 'credential-refused' | 'unknown-service' | 'not-found' | 'refused' | 'unavailable';
  /** For people. May quote the provider, so it is untrusted text. Holds no secret and no URL. */
  readonly message: string;
  /** The same in a few words of our own, for a headline; it begins with the provider's name. */
  readonly inShort?: string;
  /** The provider's reference, for its support team. */
  readonly traceId: string | null;
}

/** The result of reading one list. */
export type Reading<Item> =
  | { readonly state: 'complete'; readonly items: readonly Item[] }
  | {
      readonly state: 'incomplete';
      readonly items: readonly Item[];
      readonly reason: string;
      /** The list was read to its end; only single rows of it were unreadable. */
      readonly onlyRowsUnreadable?: true;
    }
  | {
      readonly state: 'unavailable';
      readonly problem: Problem;
      /** The provider's `Retry-After`, if it gave one. */
      readonly retryAfterMs?: number;
    }
  | { readonly state: 'not-offered' };

/** Everything that was read from the provider about one service, at one moment. */
export interface Evidence {
  readonly backups: Reading<Backup>;
  readonly schedules: Reading<Schedule>;
}

/** The items that were read, even if the list was cut short. */
export function itemsOf<Item>(reading: Reading<Item>): readonly Item[] {
  return 'items' in reading ? reading.items : [];
}
