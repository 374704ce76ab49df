import { isAccepted } from '../backup.ts';
import { nextDueAfter } from '../cron.ts';
import type { AgeLimit, Finding, Severity } from '../finding.ts';
import { CLOCK_TOLERANCE, type Instant } from '../instant.ts';
import { FALLBACK_BLOCKS_AFTER, FALLBACK_MAX_AGE } from '../policy.ts';
import type { UsableBackup } from '../recovery-point.ts';
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
  const severity = ageMs > FALLBACK_BLOCKS_AFTER ? 'block' : 'warn';
  const limitMs = severity === 'block' ? FALLBACK_BLOCKS_AFTER : FALLBACK_MAX_AGE;
  return [tooOld(latest, context, { severity, limit: { kind: 'fallback', limitMs } })];
}

/** `null` if a schedule of an accepted type is active, or none says how often it ran. */
function limitWhileSuspended(context: RuleContext): SuspendedLimit | null {
  const { recurring, policy, now } = context;
  const accepted = recurring.filter(({ type }) => isAccepted(type, policy.acceptTypes));
  if (accepted.some(({ suspended }) => !suspended)) return null;
  const periods = accepted.flatMap(({ cron }) => {
    const next = cron && nextDueAfter(cron, now);
    return cron && next !== null ? [periodAfter(cron, next)] : [];
  });
  if (periods.length === 0) return null;
  const periodMs = Math.min(...periods);
  return { kind: 'suspended', periodMs, limitMs: Math.max(FALLBACK_MAX_AGE, 2 * periodMs) };
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
