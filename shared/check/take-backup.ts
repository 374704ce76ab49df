import { driveRun } from '../backup-run/drive.ts';
import { BRISK } from '../backup-run/pace.ts';
import { type BackupRun, followRun, newRun } from '../backup-run/run.ts';
import { type Backup, isUnfinished, newestFirst } from '../domain/backup.ts';
import { snapshotBefore } from '../domain/backup-request.ts';
import { formatDuration } from '../domain/duration.ts';
import { type Evidence, itemsOf, type Reading } from '../domain/evidence.ts';
import { judge } from '../domain/verdict.ts';
import { quotePlain } from '../report/text.ts';
import type { CheckContext, Taken } from './options.ts';
import { notRequested, notTaken, readEnd } from './taken.ts';
import { whyNotTaken } from './why-not-taken.ts';

/** Takes a one-time backup if the options ask for one, and waits for its end. */
export async function takeBackup(evidence: Evidence, context: CheckContext): Promise<Taken> {
  const { backup, backupType: type } = context.options;
  if (backup === 'never') return { result: null, findings: [], requested: false };
  const why = whyNotTaken(evidence, context);
  if (why === 'dry-run') context.log(`a one-time ${type} backup would be requested`);
  if (why !== null) return notTaken(why, context);
  const running = backup === 'if-needed' ? findRunning(evidence, context) : null;
  const obstacle = running ? null : findObstacle(evidence, context);
  if (obstacle !== null) return notRequested(obstacle, context);
  return readEnd(await drive(startRun(evidence, running, context), context), context);
}

/**
 * A running backup of the type will do, so that a re-run does not start a second one. A stuck one is
 * not waited for.
 */
function findRunning(evidence: Evidence, context: CheckContext): Backup | null {
  const { options, clock, log } = context;
  const { backupType: type, policy } = options;
  const listed = itemsOf(evidence.backups);
  const running = newestFirst(listed).find((each) => isUnfinished(each) && each.type === type);
  const { findings } = judge(evidence, policy, clock.now());
  if (!running || findings.some(({ code }) => code === 'backup-stuck')) return null;
  log(`a ${type} backup is already under way; waiting for it`);
  return running;
}

/** Without the whole list an old backup could be mistaken for the new one, so none is requested. */
function findObstacle(evidence: Evidence, { clock, deadline }: CheckContext): string | null {
  if (clock.now() >= deadline) return 'the timeout was reached';
  const isWhole = isReadToItsEnd(evidence.backups) && isReadToItsEnd(evidence.schedules);
  return isWhole ? null : 'the existing backups and schedules could not be read';
}

function isReadToItsEnd(reading: Reading<unknown>): boolean {
  if (reading.state === 'incomplete') return reading.onlyRowsUnreadable === true;
  return reading.state !== 'unavailable';
}

function startRun(
  evidence: Evidence,
  running: Backup | null,
  { service, options, provider, clock }: CheckContext,
): BackupRun {
  const now = clock.now();
  const providerNow = now + (provider.clockOffsetMs() ?? 0);
  const others = itemsOf(evidence.backups).filter((backup) => backup !== running);
  const before = snapshotBefore(others, itemsOf(evidence.schedules), providerNow);
  const run = newRun({ target: service, type: options.backupType, now, before });
  return running ? followRun(run, running) : run;
}

function drive(start: BackupRun, context: CheckContext): Promise<BackupRun> {
  const { provider, clock, deadline, log } = context;
  let last = start;
  const save = (run: BackupRun) => {
    for (const line of describeStep(last, run, clock.now())) log(line);
    last = run;
    context.doneSoFar.run = run;
  };
  const timeoutMs = deadline - start.acceptedAt;
  return driveRun(start, { provider, clock, timeoutMs, pace: BRISK, save });
}

/** A log line for each change of the run. */
function describeStep(before: BackupRun, after: BackupRun, now: number): readonly string[] {
  if (after.progress.found && !before.progress.found) {
    return [`one-time ${after.type} backup requested`];
  }
  const hasLooked = after.progress.lastTriedAt !== before.progress.lastTriedAt;
  if (!hasLooked && after.state === before.state) return [];
  const elapsed = formatDuration(now - (after.startedAt ?? after.acceptedAt));
  return [`after ${elapsed}: ${describeState(after)}`];
}

function describeState({ state, message }: BackupRun): string {
  if (state === 'succeeded') return state;
  const words = state === 'running' || message === null ? 'waiting' : state;
  return message === null ? state : `${words} (${quotePlain(message)})`;
}
