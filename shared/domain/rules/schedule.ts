import { isAccepted, medianDuration } from '../backup.ts';
import type { Finding, Severity } from '../finding.ts';
import { CLOCK_TOLERANCE } from '../instant.ts';
import type { Policy } from '../policy.ts';
import { isActive, type Schedule, textNotUnderstood } from '../schedule.ts';
import { type DueRun, isKeptWithin, lastDueRun, limitAfterChange, outcomeOf } from './due-run.ts';
import { stuckAfter } from './progress.ts';
import type { Rule, RuleContext } from './rule-context.ts';

/** Raised only if the list was read and is empty, and no schedule was asked for. */
export const noSchedule: Rule = ({ evidence, recurring, policy }) => {
  const known = evidence.schedules.state === 'complete' && evidence.backups.state !== 'unavailable';
  const isAskedFor = policy.schedule === 'enabled' || policy.schedule === 'cron';
  if (!known || recurring.length > 0 || isAskedFor) return [];
  return [{ code: 'no-schedule', severity: policy.schedule === 'absent' ? 'info' : 'warn' }];
};

const SUSPENDED: Readonly<Record<Policy['schedule'], Severity>> = {
  none: 'warn',
  cron: 'warn',
  enabled: 'block',
  suspended: 'info',
  absent: 'warn',
};

/**
 * Looks only at schedules of accepted types: an active one of another type takes no backup that
 * counts. With `schedule: enabled`, one that is still suspended here could not be resumed.
 */
export const scheduleSuspended: Rule = (context) => {
  const accepted = acceptedSchedules(context);
  const known = context.evidence.schedules.state === 'complete';
  if (!known || accepted.length === 0 || accepted.some(isActive)) return [];
  const severity = SUSPENDED[context.policy.schedule];
  return [{ code: 'schedule-suspended', severity, scheduleIds: accepted.map(({ id }) => id) }];
};

/** Hidden times, and times that are shown but not understood, are told apart. */
export const scheduleUnverifiable: Rule = (context) => {
  const unknown = acceptedSchedules(context).filter((each) => isActive(each) && each.cron === null);
  const hidden = unknown.filter((schedule) => textNotUnderstood(schedule) === null);
  const shown = unknown.filter((schedule) => !hidden.includes(schedule));
  const cronTexts = shown.flatMap((schedule) => textNotUnderstood(schedule) ?? []);
  return [
    ...(shown.length > 0 ? [unverifiable(shown, { cronTexts })] : []),
    ...(hidden.length > 0 ? [unverifiable(hidden, {})] : []),
  ];
};

function unverifiable(
  schedules: readonly Schedule[],
  shown: { readonly cronTexts?: readonly string[] },
): Finding {
  const scheduleIds = schedules.map(({ id }) => id);
  return { code: 'schedule-unverifiable', severity: 'info', scheduleIds, ...shown };
}

export const scheduleUnhealthy: Rule = (context) =>
  acceptedSchedules(context)
    .filter(isActive)
    .flatMap(({ id: scheduleId, trouble }) =>
      trouble === null
        ? []
        : [{ code: 'schedule-unhealthy', severity: 'warn', scheduleId, trouble } as const],
    );

/**
 * A schedule whose own last due run did not succeed, although backups of another type cover the
 * data. If nothing covers it, `recovery-point-too-old` says so.
 */
export const scheduleNotKept: Rule = (context) =>
  context.recurring.flatMap((schedule) => {
    const run = lastDueRun(schedule, context);
    return run ? notKept(run, context) : [];
  });

function notKept(run: DueRun, context: RuleContext): readonly Finding[] {
  const { schedule, cron, dueAt, graceMs } = run;
  const outcome = outcomeOf(run, context);
  const { latestUsable } = context;
  const isCovered =
    latestUsable?.type !== schedule.type &&
    (latestUsable?.recoveryPoint ?? 0) >= dueAt - CLOCK_TOLERANCE;
  if (outcome === 'kept' || !isCovered) return [];
  const limitMs = limitAfterChange(run, context);
  if (limitMs !== null && isKeptWithin(limitMs, run, context)) return [];
  if (outcome === 'running' && !isHanging(run, context)) return [];
  if (outcome === 'missing' && !isReadBackTo(dueAt, context)) return [];
  const { id: scheduleId, type } = schedule;
  const measured = { scheduleId, type, cron: cron.text, dueAt, graceMs, outcome } as const;
  return [{ code: 'schedule-not-kept', severity: 'warn', ...measured }];
}

function isHanging({ schedule: { type }, dueAt }: DueRun, { accepted, now }: RuleContext): boolean {
  return now - dueAt > stuckAfter(medianDuration(accepted, type));
}

/** The rest of a long list may be unread, and the run be there. */
function isReadBackTo(dueAt: number, { evidence, listed }: RuleContext): boolean {
  const isWhole = evidence.backups.state === 'complete';
  return isWhole && listed.some(({ startedAt }) => startedAt !== null && startedAt < dueAt);
}

function acceptedSchedules({ recurring, policy }: RuleContext): readonly Schedule[] {
  return recurring.filter(({ type }) => isAccepted(type, policy.acceptTypes));
}
