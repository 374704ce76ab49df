import type { Backup } from './backup.ts';
import type { Schedule } from './schedule.ts';

/** Why a provider could not be asked, or would not answer. */
export interface Problem {
  readonly kind: 'credential-refused' | 'unknown-service' | 'not-found' | 'refused' | 'unavailable';
  /** For people; may quote the provider, so it is untrusted text. Holds no secret and no URL. */
  readonly message: string;
  /** The provider's own reference, for its support. */
  readonly traceId: string | null;
}

/** What came of reading one list. */
export type Reading<Item> =
  | { readonly state: 'complete'; readonly items: readonly Item[] }
  | {
      readonly state: 'incomplete';
      readonly items: readonly Item[];
      readonly reason: string;
      /** The list was read to its end, and only single rows of it could not be read. */
      readonly onlyRowsUnreadable?: true;
    }
  | {
      readonly state: 'unavailable';
      readonly problem: Problem;
      /** How long the provider asks to be left alone, where it says so. */
      readonly retryAfterMs?: number;
    }
  | { readonly state: 'not-offered' };

/** All that was read from the provider about one service, at one moment. */
export interface Evidence {
  readonly backups: Reading<Backup>;
  readonly schedules: Reading<Schedule>;
}

/** The items that were read, however far that went. */
export function itemsOf<Item>(reading: Reading<Item>): readonly Item[] {
  return 'items' in reading ? reading.items : [];
}
