import type { Clock } from '../clock.ts';
import type { Row } from '../server/rows.ts';
import type { Run } from './run.ts';
import type { RunPlan } from './run-plan.ts';

export type ScheduleState = 'active' | 'inactive' | 'none';

/** A backup's definition with everything that hangs on it. */
export interface BackupRecord {
  readonly workspace: number;
  readonly backup: number;
  readonly name: string;
  /** Epoch milliseconds, UTC. */
  readonly createdAt: number;
  schedule: ScheduleState;
  /** Rows that tests put there as they are. */
  readonly staticSnapshots: Row[];
  readonly runs: Run[];
}

export interface SkyviaState {
  readonly clock: Clock;
  readonly backups: BackupRecord[];
  /** Plans for the next runs, first come first. */
  readonly plans: Partial<RunPlan>[];
  nextSnapshotId: number;
  nextRunId: number;
}

/** Far apart, so that one taken for the other finds nothing. */
const firstSnapshotId = 1001;
const firstRunId = 500_001;

export function createState(clock: Clock): SkyviaState {
  return {
    clock,
    backups: [],
    plans: [],
    nextSnapshotId: firstSnapshotId,
    nextRunId: firstRunId,
  };
}
