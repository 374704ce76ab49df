import { isAccepted, medianDuration } from '../backup.ts';
import { lastDueBefore } from '../cron.ts';
import type { AgeLimit, Finding, Severity } from '../finding.ts';
import { CLOCK_TOLERANCE } from '../instant.ts';
import { FALLBACK_MAX_AGE, SHORTEST_GRACE } from '../policy.ts';
import type { UsableBackup } from '../recovery-point.ts';
import { isActive, type Schedule } from '../schedule.ts';
import type { Rule, Situation } from './situation.ts';

type Due = Extract<AgeLimit, { kind: 'due' }>;

export const recoveryPointTooOld: Rule = (situation) => {
  const { latestUsable: latest, policy, now } = situation;
  if (!latest || policy.maxAge.kind === 'off') return [];
  if (policy.maxAge.kind === 'auto') return judgeByDueRuns(latest, situation);
  const limit: AgeLimit = { kind: 'max-age', limitMs: policy.maxAge.milliseconds };
  return now - latest.recoveryPoint > limit.limitMs
    ? [tooOld(latest, situation, { severity: 'block', limit })]
    : [];
};

/**
 * The last run that was due on each active schedule must be there. Where no schedule tells what
 * was due, because none is known or none has been due yet, a fixed limit warns.
 */
function judgeByDueRuns(latest: UsableBackup, situation: Situation): readonly Finding[] {
  const due = situation.recurring.flatMap((schedule) => lastOwedRun(schedule, situation) ?? []);
  const missed = due
    .filter(({ dueAt }) => latest.recoveryPoint < dueAt - CLOCK_TOLERANCE)
    .toSorted((a, b) => b.dueAt - a.dueAt)[0];
  if (missed) return [tooOld(latest, situation, { severity: 'block', limit: missed })];
  if (due.length > 0 || situation.now - latest.recoveryPoint <= FALLBACK_MAX_AGE) return [];
  const limit: AgeLimit = { kind: 'fallback', limitMs: FALLBACK_MAX_AGE };
  return [tooOld(latest, situation, { severity: 'warn', limit })];
}

/** The last due time that has had its grace, if the schedule stood then as it stands now. */
function lastOwedRun(schedule: Schedule, situation: Situation): Due | null {
  const { accepted, policy, now } = situation;
  if (!isActive(schedule) || !schedule.cron) return null;
  if (!isAccepted(schedule.type, policy.acceptTypes)) return null;
  const usual = medianDuration(accepted, schedule.type) ?? 0;
  const graceMs = Math.max(SHORTEST_GRACE, 2 * usual);
  const dueAt = lastDueBefore(schedule.cron, now - graceMs);
  if (dueAt === null || standsSince(schedule) > dueAt) return null;
  const { id: scheduleId, cron } = schedule;
  return { kind: 'due', scheduleId, cron: cron.text, dueAt, graceMs };
}

/**
 * Since when the schedule is what it is. A changed or resumed one owes nothing from before the
 * change; one that cannot be dated is taken to have always been there.
 */
function standsSince({ createdAt, updatedAt }: Schedule): number {
  return Math.max(createdAt ?? 0, updatedAt ?? 0);
}

function tooOld(
  latest: UsableBackup,
  { now }: Situation,
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
