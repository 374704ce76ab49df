import type { AcceptedTypes, BackupType } from './backup.ts';
import type { Cron } from './cron.ts';
import { HOUR, MINUTE } from './instant.ts';

/** `auto` derives the limit from the active schedules; a limit is in milliseconds. */
export type MaxAge =
  | { readonly kind: 'auto' }
  | { readonly kind: 'off' }
  | { readonly kind: 'limit'; readonly milliseconds: number };

/** How far, in percent, the latest size may lie below the usual one; `severity` is that of more. */
export type MaxSizeDrop =
  | { readonly kind: 'off' }
  | { readonly kind: 'limit'; readonly percent: number; readonly severity: 'warn' | 'block' };

/** What the user asked of the schedule. `scheduleId` picks one where several could be meant. */
export type ScheduleWish =
  | { readonly kind: 'none' }
  | { readonly kind: 'enabled'; readonly type: BackupType; readonly scheduleId: string | null }
  | {
      readonly kind: 'cron';
      readonly cron: Cron;
      readonly type: BackupType;
      readonly scheduleId: string | null;
    };

/** What evidence is held against. */
export interface Policy {
  readonly acceptTypes: AcceptedTypes;
  readonly maxAge: MaxAge;
  readonly minSizeBytes: number | null;
  readonly maxSizeDrop: MaxSizeDrop;
  readonly inProgress: 'previous' | 'wait' | 'block';
  readonly onUnknown: 'block' | 'warn';
  readonly schedule: ScheduleWish['kind'];
}

/** The limit of `auto` where no schedule tells what was due; passing it only warns. */
export const FALLBACK_MAX_AGE = 48 * HOUR;

/** The shortest time a due backup is given to appear. */
export const SHORTEST_GRACE = HOUR;

/** An unfinished backup is not called stuck before this. */
export const SHORTEST_STUCK = 6 * HOUR;

/** A backup is not called slow before it took this much longer than usual. */
export const SHORTEST_DELAY = 10 * MINUTE;
