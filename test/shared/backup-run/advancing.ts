import { advance, nextStep } from '../../../shared/backup-run/advance.ts';
import { CALM } from '../../../shared/backup-run/pace.ts';
import { type BackupRun, newRun } from '../../../shared/backup-run/run.ts';
import { HOUR, type Instant } from '../../../shared/domain/instant.ts';
import { hurry } from '../http/retry-delays.ts';
import {
  type Cloud,
  type CloudOptions,
  SERVICE,
  startCloud,
} from '../provider/mariadb-cloud/cloud.ts';
import { backupRow, hoursAgo } from '../provider/mariadb-cloud/rows.ts';

/** A run as it was made durable, and how many creating requests had arrived by then. */
export interface Saved {
  readonly run: BackupRun;
  readonly posts: number;
}

export interface Advancing extends Cloud {
  /** A run that is accepted now, before anything was done for it. */
  readonly accepted: BackupRun;
  /** In order. */
  readonly saves: Saved[];
  /** Takes the steps that are due, as an alarm does. */
  step(run: BackupRun): Promise<BackupRun>;
  /** Moves time to the next step, takes it, and tells how long that took. */
  goOn(run: BackupRun): Promise<{ run: BackupRun; waitedMs: number }>;
  /** Moves time from step to step until the run has ended. */
  finish(run: BackupRun): Promise<BackupRun>;
  /** How many one-time backups the provider was made to take. */
  countBackups(): number;
  /** Runs on each save, after it; what it throws is the crash. */
  onSave(happening: (run: BackupRun) => void): void;
}

/** A service with an old backup, its real provider, and a clock that moves only when slept on. */
export async function startAdvancing(
  timeoutMs = HOUR,
  options: CloudOptions = {},
): Promise<Advancing> {
  const cloud = await startCloud(options);
  const { emulator, provider, clock, count } = cloud;
  emulator.addBackup(backupRow('old', { start_time: hoursAgo(24) }));
  const saves: Saved[] = [];
  let happening: (run: BackupRun) => void = () => {};
  const save = (run: BackupRun) => {
    saves.push({ run, posts: count('POST') });
    happening(run);
  };
  const machine = { provider, timeoutMs, pace: CALM, save, now: () => clock.now() };
  const step = (run: BackupRun) => hurry(advance(run, machine));
  const goOn = async (run: BackupRun) => {
    const waitedMs = waitUntil(nextStep(run, machine).at, clock.now());
    await clock.sleep(waitedMs);
    return { run: await step(run), waitedMs };
  };
  return {
    ...cloud,
    accepted: newRun({ target: SERVICE, type: 'full', now: clock.now() }),
    saves,
    step,
    goOn,
    finish: async (run) => {
      let current = await step(run);
      while (current.finishedAt === null) ({ run: current } = await goOn(current));
      return current;
    },
    countBackups: () =>
      emulator.schedules(SERVICE).filter(({ schedule }) => schedule === 'once').length,
    onSave: (next) => {
      happening = next;
    },
  };
}

function waitUntil(at: Instant, now: Instant): number {
  if (at <= now) throw new RangeError('a step that was due has not been taken');
  return Math.ceil(at - now);
}
