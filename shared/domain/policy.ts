import type { BackupType } from './backup.ts';
import type { Cron } from './cron.ts';
import { DAY, HOUR, MINUTE } from './instant.ts';
import type { SettingValues } from './settings.ts';

/** What was asked of the schedule. `scheduleId` picks one if several could be meant. */
export type RequestedSchedule =
  | { readonly kind: 'none' }
  | {
      /** `enabled`: some schedule runs. `suspended`: none of the type does. */
      readonly kind: 'enabled' | 'suspended';
      readonly type: BackupType;
      readonly scheduleId: string | null;
    }
  | {
      readonly kind: 'cron';
      readonly cron: Cron;
      readonly type: BackupType;
      readonly scheduleId: string | null;
    }
  /** Deletes the one that is named, never one by guess. */
  | { readonly kind: 'absent'; readonly type: BackupType; readonly scheduleId: string };

/** What evidence is judged by. Sizes are in bytes. */
export interface Policy {
  readonly acceptTypes: SettingValues['accept-types'];
  readonly maxAge: SettingValues['max-age'];
  readonly minSizeBytes: SettingValues['min-size'];
  readonly maxSizeDrop: SettingValues['max-size-drop'];
  readonly inProgress: SettingValues['in-progress'];
  readonly onUnknown: SettingValues['on-unknown'];
  readonly schedule: RequestedSchedule['kind'];
}

/** The policy from the settings. A setting that is missing here does not compile. */
export function policyOf(values: SettingValues, schedule: RequestedSchedule['kind']): Policy {
  const {
    'accept-types': acceptTypes,
    'max-age': maxAge,
    'min-size': minSizeBytes,
    'max-size-drop': maxSizeDrop,
    'in-progress': inProgress,
    'on-unknown': onUnknown,
    ...rest
  } = values;
  // A setting that is not used above does not compile.
  rest satisfies Record<string, never>;
  return { acceptTypes, maxAge, minSizeBytes, maxSizeDrop, inProgress, onUnknown, schedule };
}

/**
 * The limit of `auto` if no schedule tells what was due: an older recovery point warns. Also the
 * least limit while all schedules are suspended, which blocks.
 */
export const FALLBACK_MAX_AGE = 48 * HOUR;

/** If no schedule tells what was due, an older recovery point blocks. */
export const FALLBACK_BLOCKS_AFTER = 8 * DAY;

/** The shortest time that a due backup gets to appear. */
export const MIN_GRACE = HOUR;

/** An unfinished backup is not stuck before this. */
export const MIN_STUCK = 6 * HOUR;

/** A backup is not slow unless it took this much longer than usual. */
export const MIN_DELAY = 10 * MINUTE;
