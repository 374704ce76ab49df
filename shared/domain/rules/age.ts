import { isAccepted } from '../backup.ts';
import { nextDueAfter } from '../cron.ts';
import type { AgeLimit, Finding, Severity } from '../finding.ts';
import { CLOCK_TOLERANCE, type Instant } from '../instant.ts';
import { FALLBACK_BLOCKS_AFTER, FALLBACK_MAX_AGE } from '../policy.ts';
import type { UsableBackup } from '../recovery-point.ts';
import { isActive, type Schedule } from '../schedule.ts';
import { type DueRun, lastDueRun, limitAfterChange, outcomeOf, periodAfter } from './due-run.ts';
import type { Rule, RuleContext } from './rule-context.ts';

type SuspendedLimit = Extract<AgeLimit, { kind: 'suspended' }>;

/** What a schedule demands of the latest recovery point, and the limit behind it. */
interface Demand {
  readonly notBefore: Instant;
  readonly limit: AgeLimit;
}

export const recoveryPointTooOld: Rule = (context) => {
  const { latestUsable: latest, policy, now } = context;
  if (!latest || policy.maxAge.kind === 'off') return [];
  if (policy.maxAge.kind === 'auto') return judgeByDueRuns(latest, context);
  const limit: AgeLimit = { kind: 'max-age', limitMs: policy.maxAge.milliseconds };
  return now - latest.recoveryPoint > limit.limitMs
    ? [tooOld(latest, context, { severity: 'block', limit })]
    : [];
};

/** The last due run of each active schedule must be there. */
function judgeByDueRuns(latest: UsableBackup, context: RuleContext): readonly Finding[] {
  const runs = context.recurring.flatMap((schedule) => lastDueRun(schedule, context) ?? []);
  const demands = runs.map((run) => demandOf(run, context));
  const missed = demands
    .filter(({ notBefore }) => latest.recoveryPoint < notBefore)
    .toSorted((a, b) => b.notBefore - a.notBefore)[0];
  if (missed) return [tooOld(latest, context, { severity: 'block', limit: missed.limit })];
  return demands.length > 0 ? [] : judgeWithoutDueRuns(latest, context);
}

/** A run that may have been due at another time, because of a change, is held to a limit. */
function demandOf(run: DueRun, context: RuleContext): Demand {
  const { cron, dueAt, graceMs } = run;
  const { id: scheduleId, updatedAt } = run.schedule;
  const limitMs = limitAfterChange(run, context);
  if (limitMs === null) {
    const outcome = outcomeOf(run, context);
    const limit = { kind: 'due', scheduleId, cron: cron.text, dueAt, graceMs, outcome } as const;
    return { notBefore: dueAt - CLOCK_TOLERANCE, limit };
  }
  const { now } = context;
  const limit = { kind: 'changed', scheduleId, changedAt: updatedAt ?? now, limitMs } as const;
  return { notBefore: now - limitMs, limit };
}

/**
 * No schedule tells what was due. Suspended ones still say how often backups were promised;
 * otherwise a fixed limit warns, and a longer one blocks.
 */
function judgeWithoutDueRuns(latest: UsableBackup, context: RuleContext): readonly Finding[] {
  const ageMs = context.now - latest.recoveryPoint;
  const suspended = limitWhileSuspended(context);
  if (suspended) {
    const isOver = ageMs > suspended.limitMs;
    return isOver ? [tooOld(latest, context, { severity: 'block', limit: suspended })] : [];
  }
  if (ageMs <= FALLBACK_MAX_AGE) return [];
  // A schedule that owes nothing yet still tells how rare its runs are.
  const young = context.recurring.filter(
    (each) => isActive(each) && isAccepted(each.type, context.policy.acceptTypes),
  );
  const promisedMs = 2 * (shortestPeriod(young, context.now) ?? 0);
  const blocksAfter = Math.max(FALLBACK_BLOCKS_AFTER, promisedMs);
  const severity = ageMs > blocksAfter ? 'block' : 'warn';
  const limitMs = severity === 'block' ? blocksAfter : FALLBACK_MAX_AGE;
  return [tooOld(latest, context, { severity, limit: { kind: 'fallback', limitMs } })];
}

/** `null` if a schedule of an accepted type is active, or none says how often it ran. */
function limitWhileSuspended(context: RuleContext): SuspendedLimit | null {
  const { recurring, policy, now } = context;
  const accepted = recurring.filter(({ type }) => isAccepted(type, policy.acceptTypes));
  if (accepted.some(({ suspended }) => !suspended)) return null;
  const periodMs = shortestPeriod(accepted, now);
  if (periodMs === null) return null;
  return { kind: 'suspended', periodMs, limitMs: Math.max(FALLBACK_MAX_AGE, 2 * periodMs) };
}

/** `null` if no times are known. */
function shortestPeriod(schedules: readonly Schedule[], now: Instant): number | null {
  return schedules.reduce<number | null>((shortest, { cron }) => {
    const next = cron && nextDueAfter(cron, now);
    if (!cron || next === null) return shortest;
    return Math.min(shortest ?? Number.POSITIVE_INFINITY, periodAfter(cron, next));
  }, null);
}

function tooOld(
  latest: UsableBackup,
  { now }: RuleContext,
  { severity, limit }: { severity: Severity; limit: AgeLimit },
): Finding {
  return {
    code: 'recovery-point-too-old',
    severity,
    backupId: latest.id,
    recoveryPointAt: latest.recoveryPoint,
    ageMs: now - latest.recoveryPoint,
    limit,
  };
}
