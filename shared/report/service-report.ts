import type { Capabilities } from '../domain/capability.ts';
import type { Backup } from '../domain/backup.ts';
import type { Finding } from '../domain/finding.ts';
import type { Instant } from '../domain/instant.ts';
import type { UsableBackup } from '../domain/recovery-point.ts';
import type { Schedule } from '../domain/schedule.ts';
import type { Verdict } from '../domain/verdict.ts';

export type ScheduleChangeWord = 'created' | 'updated' | 'resumed' | 'unchanged';

/** What came of making sure of a schedule. In a dry run, what would come of it. */
export interface EnsuredSchedule {
  readonly schedule: Schedule;
  readonly change: ScheduleChangeWord;
}

/** What came of asking for a one-time backup. The first three asked for nothing:
 * `undecided` because the backups could not be read. */
export interface RequestReport {
  readonly type: string;
  readonly state: 'not-needed' | 'undecided' | 'dry-run' | 'succeeded' | 'failed' | 'timed-out';
  readonly backupId: string | null;
}

/** All that is said about one service, by whatever medium. */
export interface ServiceReport {
  readonly service: string;
  /** When it was judged. */
  readonly judgedAt: Instant;
  readonly verdict: Verdict;
  /** Without a judgement the verdict speaks only of what was asked for and not done. */
  readonly judged: boolean;
  /** Severest first. */
  readonly findings: readonly Finding[];
  /** What the provider's API lets this project do, so that it can be a remedy. */
  readonly capabilities: Capabilities;
  readonly latestFinished: Backup | null;
  readonly latestUsable: UsableBackup | null;
  readonly schedules: readonly Schedule[];
  readonly ensured: EnsuredSchedule | null;
  readonly request: RequestReport | null;
  /** The last backups, oldest first, for a picture. */
  readonly history: readonly Backup[];
}
