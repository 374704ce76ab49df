import type { Clock } from '../clock.ts';
import { advance, nextStep } from './advance.ts';
import type { RunOptions } from './options.ts';
import { type BackupRun, isEnded } from './run.ts';

export interface DriveOptions extends Omit<RunOptions<BackupRun>, 'now'> {
  readonly clock: Clock;
}

/** Runs a backup to its end, sleeping between steps. `save` keeps the record, if anything does. */
export async function driveRun(start: BackupRun, options: DriveOptions): Promise<BackupRun> {
  const { clock } = options;
  const withNow = { ...options, now: () => clock.now() };
  for (let run = start; ;) {
    run = await advance(run, withNow);
    if (isEnded(run)) return run;
    await clock.sleep(nextStep(run, withNow).at - clock.now());
  }
}
