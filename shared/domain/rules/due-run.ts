import {
  type Backup,
  HISTORY,
  isAccepted,
  isUnfinished,
  median,
  medianDuration,
  newestFirst,
} from '../backup.ts';
import { type Cron, lastDueBefore, nextDueAfter } from '../cron.ts';
import type { DueOutcome } from '../finding.ts';
import { CLOCK_TOLERANCE, type Instant } from '../instant.ts';
import { MIN_GRACE } from '../policy.ts';
import { isDependentType } from '../restore-chain.ts';
import { isActive, type Schedule } from '../schedule.ts';
import type { RuleContext } from './rule-context.ts';

/** The last run of an active schedule that was due and whose grace is over. */
export interface DueRun {
  readonly schedule: Schedule;
  readonly cron: Cron;
  readonly dueAt: Instant;
  readonly graceMs: number;
  /** From this due time to the next, in milliseconds. */
  readonly periodMs: number;
}

/**
 * The last due run of a schedule of an accepted type whose times are known. `null` if none was due
 * since the schedule was created.
 */
export function lastDueRun(schedule: Schedule, context: RuleContext): DueRun | null {
  const { accepted, policy, now } = context;
  const { type, cron, createdAt } = schedule;
  if (!isActive(schedule) || !cron || !isAccepted(type, policy.acceptTypes)) return null;
  const graceMs = Math.max(MIN_GRACE, 2 * (medianDuration(accepted, type) ?? 0));
  const dueAt = lastDueBefore(cron, now - graceMs);
  if (dueAt === null) return null;
  const run = { schedule, cron, dueAt, graceMs, periodMs: periodAfter(cron, dueAt) };
  return isYounger(run, createdAt ?? 0, context) ? null : run;
}

/**
 * Whether the schedule was created after the run was due. A date ahead of now is none, and runs that
 * fitted the cron before it show that there was a schedule already.
 */
function isYounger(run: DueRun, createdAt: Instant, context: RuleContext): boolean {
  if (createdAt <= run.dueAt || createdAt > context.now + CLOCK_TOLERANCE) return false;
  const before = ownBackups(run, context).filter(({ startedAt }) => startedAt < createdAt);
  return run.schedule.changedNow === true || !fitsCron(run, before);
}

/** From one due time to the next, in milliseconds. */
export function periodAfter(cron: Cron, dueAt: Instant): number {
  return (nextDueAfter(cron, dueAt) ?? dueAt) - dueAt;
}

/**
 * By the backups of its type that began since it was due. A full backup is more than the incremental
 * one that some providers leave out for it.
 */
export function outcomeOf(run: DueRun, context: RuleContext): DueOutcome {
  const { schedule, dueAt } = run;
  const isSince = ({ startedAt }: Backup) => (startedAt ?? 0) >= dueAt - CLOCK_TOLERANCE;
  const since = ownBackups(run, context).filter(isSince);
  const fulls = context.accepted.filter((backup) => backup.type === 'full' && isSince(backup));
  const counting = isDependentType(schedule) ? [...since, ...fulls] : since;
  if (counting.some((backup) => isGood(backup, context))) return 'kept';
  if (since.some(isUnfinished)) return 'running';
  if (since.some(({ status }) => status === 'succeeded')) return 'unusable';
  const [newest] = since;
  if (!newest) return 'missing';
  return newest.status === 'unrecognised' ? 'unrecognised' : 'failed';
}

/** Whether it succeeded, can be restored, and is not too small. */
function isGood(backup: Backup, { chains, policy }: RuleContext): boolean {
  const { status, sizeBytes } = backup;
  const isWhole = sizeBytes === null || sizeBytes >= Math.max(1, policy.minSizeBytes ?? 1);
  return status === 'succeeded' && isWhole && chains.faultOf(backup) === null;
}

/** Whether the schedule's own last good backup began within this time. */
export function isKeptWithin(limitMs: number, run: DueRun, context: RuleContext): boolean {
  return ownBackups(run, context).some(
    (backup) => backup.startedAt >= context.now - limitMs && isGood(backup, context),
  );
}

/**
 * How old the recovery point may be although the run is missing, because the schedule was changed
 * since it was due; `null` if that is no excuse. `updated_at` moves for other reasons too, so past
 * backups that already fit the cron leave none, unless this very step changed the schedule.
 */
export function limitAfterChange(run: DueRun, context: RuleContext): number | null {
  const { updatedAt, changedNow } = run.schedule;
  if ((updatedAt ?? 0) <= run.dueAt) return null;
  const own = ownBackups(run, context);
  if (!changedNow && fitsCron(run, own)) return null;
  return 2 * Math.max(run.periodMs, observedPeriod(own));
}

type Started = Backup & { readonly startedAt: Instant };

/** The backups of the schedule's type with a known start, newest first. */
function ownBackups({ schedule: { type } }: DueRun, { accepted }: RuleContext): readonly Started[] {
  const hasStarted = (backup: Backup): backup is Started => backup.startedAt !== null;
  return newestFirst(accepted.filter((backup) => backup.type === type)).filter(hasStarted);
}

const MIN_FITTING = 3;

/** Whether the last backups began at due times in a row, with none left out. */
function fitsCron(run: DueRun, own: readonly Started[]): boolean {
  const dues = own.slice(0, MIN_FITTING).map((backup) => dueTimeOf(backup, run));
  if (dues.length < MIN_FITTING) return false;
  return dues.every((dueAt, index) => {
    const newer = dues[index - 1];
    if (dueAt === null) return false;
    return !newer || newer === dueAt || nextDueAfter(run.cron, dueAt) === newer;
  });
}

/** The due time that a backup belongs to: it began within the grace and a quarter of the period. */
function dueTimeOf({ startedAt }: Started, { cron, graceMs }: DueRun): Instant | null {
  const dueAt = lastDueBefore(cron, startedAt + CLOCK_TOLERANCE + 1);
  if (dueAt === null) return null;
  const maxDelay = Math.min(graceMs, periodAfter(cron, dueAt) / 4);
  return startedAt - dueAt <= maxDelay ? dueAt : null;
}

/** The median time from one start to the next, in milliseconds; 0 if there are too few. */
function observedPeriod(own: readonly Started[]): number {
  const gaps = own.slice(0, HISTORY).flatMap(({ startedAt }, index) => {
    const older = own[index + 1];
    return older ? [startedAt - older.startedAt] : [];
  });
  return median(gaps) ?? 0;
}
