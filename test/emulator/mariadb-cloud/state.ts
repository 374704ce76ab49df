import type { Clock } from '../clock.ts';
import type { Row } from '../server/rows.ts';
import type { BackupPlan } from './backup-plan.ts';
import type { OneTimeBackup } from './one-time-backup.ts';

export interface ScheduleRecord {
  row: Row;
  /** The backup this schedule asked for, where it was requested over the API. */
  readonly backup?: OneTimeBackup;
}

export interface CloudState {
  readonly clock: Clock;
  readonly services: Set<string>;
  /** Rows that tests put there as they are. */
  readonly staticBackups: Row[];
  /** Kept apart from the schedules: a backup outlives the schedule that asked for it. */
  oneTimeBackups: OneTimeBackup[];
  schedules: ScheduleRecord[];
  nextScheduleId: number;
  /** Plans for the next requested backups, first come first. */
  readonly plans: Partial<BackupPlan>[];
  /** Plans by service, for backups that find no plan above. */
  readonly servicePlans: Map<string, Partial<BackupPlan>>;
}

/** The ids in the documented samples start about here. */
const firstScheduleId = 200;

export function createState(clock: Clock): CloudState {
  return {
    clock,
    services: new Set(),
    staticBackups: [],
    oneTimeBackups: [],
    schedules: [],
    nextScheduleId: firstScheduleId,
    plans: [],
    servicePlans: new Map(),
  };
}
