import { isAccepted, medianDuration } from '../backup.ts';
import { lastDueBefore, nextDueAfter } from '../cron.ts';
import type { AgeLimit, Finding, Severity } from '../finding.ts';
import { CLOCK_TOLERANCE, type Instant } from '../instant.ts';
import { FALLBACK_MAX_AGE, MIN_GRACE } from '../policy.ts';
import type { UsableBackup } from '../recovery-point.ts';
import { isActive, type Schedule } from '../schedule.ts';
import type { Rule, RuleContext } from './rule-context.ts';

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

/**
 * The last due run of each active schedule must be there. If no schedule tells what was due,
 * because none is known or none was due yet, a fixed limit warns.
 */
function judgeByDueRuns(latest: UsableBackup, context: RuleContext): readonly Finding[] {
  const demands = context.recurring.flatMap((schedule) => demandOf(schedule, context) ?? []);
  const missed = demands
    .filter(({ notBefore }) => latest.recoveryPoint < notBefore)
    .toSorted((a, b) => b.notBefore - a.notBefore)[0];
  if (missed) return [tooOld(latest, context, { severity: 'block', limit: missed.limit })];
  if (demands.length > 0 || context.now - latest.recoveryPoint <= FALLBACK_MAX_AGE) return [];
  const limit: AgeLimit = { kind: 'fallback', limitMs: FALLBACK_MAX_AGE };
  return [tooOld(latest, context, { severity: 'warn', limit })];
}

/**
 * The last due time whose grace is over. A schedule created after it owes nothing. One changed
 * after it may have been due at another time, so it is held to a limit instead.
 */
function demandOf(schedule: Schedule, context: RuleContext): Demand | null {
  const { accepted, policy, now } = context;
  const { id: scheduleId, type, cron, createdAt, updatedAt } = schedule;
  if (!isActive(schedule) || !cron || !isAccepted(type, policy.acceptTypes)) return null;
  const graceMs = Math.max(MIN_GRACE, 2 * (medianDuration(accepted, type) ?? 0));
  const dueAt = lastDueBefore(cron, now - graceMs);
  if (dueAt === null || (createdAt ?? 0) > dueAt) return null;
  if ((updatedAt ?? 0) <= dueAt) {
    const limit = { kind: 'due', scheduleId, cron: cron.text, dueAt, graceMs } as const;
    return { notBefore: dueAt - CLOCK_TOLERANCE, limit };
  }
  const period = (nextDueAfter(cron, dueAt) ?? dueAt) - dueAt;
  const limitMs = Math.max(FALLBACK_MAX_AGE, 2 * period);
  const changedAt = updatedAt ?? now;
  return { notBefore: now - limitMs, limit: { kind: 'changed', scheduleId, changedAt, limitMs } };
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
