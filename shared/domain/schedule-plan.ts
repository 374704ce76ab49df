import { frequencyOf, isAsOften } from './cron-frequency.ts';
import type { FindingOf } from './finding.ts';
import type { RequestedSchedule } from './policy.ts';
import { isActive, isRecurring, type Schedule, textNotUnderstood } from './schedule.ts';
import { isAt, isKnownType, mayBeMeant } from './schedule-match.ts';
import type { ScheduleChange, ScheduleWrite } from './schedule-write.ts';

type Requested = Exclude<RequestedSchedule, { kind: 'none' }>;
type RequestedCron = Extract<RequestedSchedule, { kind: 'cron' }>;
type Kept = FindingOf<'schedule-kept'>;

/** What must be done to bring about the requested schedule. */
export type SchedulePlan =
  /** `schedule`: the one that is meant; `null` if there is none, as was asked for. */
  | { readonly kind: 'unchanged'; readonly schedule: Schedule | null }
  | { readonly kind: 'kept'; readonly schedule: Schedule; readonly finding: Kept }
  /** `kept`: its times are left, because it runs more often than was asked for. */
  | { readonly kind: 'write'; readonly writes: readonly ScheduleWrite[]; readonly kept?: Kept }
  | {
      readonly kind: 'refuse';
      readonly finding: FindingOf<'schedule-ambiguous'> | FindingOf<'schedule-missing'>;
    };

/** Decides from the list alone. A one-time request is never a candidate. */
export function planSchedule(listed: readonly Schedule[], requested: Requested): SchedulePlan {
  const { scheduleId } = requested;
  if (scheduleId !== null) return planNamed(listed, requested, scheduleId);
  if (requested.kind === 'cron') return planCron(listed, requested);
  const recurring = listed.filter(isRecurring);
  return requested.kind === 'enabled'
    ? planEnabled(recurring, requested)
    : planSuspended(recurring, requested);
}

/** The id is the consent to change that one, also to run it less often. */
function planNamed(listed: readonly Schedule[], requested: Requested, id: string): SchedulePlan {
  const named = listed.find((schedule) => schedule.id === id) ?? null;
  if (requested.kind === 'absent') return planAbsent(listed, requested, named);
  if (named === null || named.kind === 'one-time') return missing(requested, listed);
  if (requested.kind !== 'cron') {
    const suspended = requested.kind === 'suspended';
    return named.suspended === suspended
      ? unchanged(named)
      : write({ kind: 'change', schedule: named, suspended });
  }
  const isType = named.type === requested.type || !isKnownType(named.type);
  return isType ? bringInLine(named, requested) : missing(requested, listed);
}

/** Only what is known to recur is deleted: a one-time request is a backup that somebody awaits. */
function planAbsent(
  listed: readonly Schedule[],
  requested: Requested,
  named: Schedule | null,
): SchedulePlan {
  if (named === null) return unchanged(null);
  return isRecurring(named)
    ? write({ kind: 'delete', schedule: named })
    : missing(requested, listed);
}

/**
 * Any active schedule will do. Of several suspended ones, the one of the requested type is meant.
 */
function planEnabled(recurring: readonly Schedule[], requested: Requested): SchedulePlan {
  const active = recurring.find(isActive);
  if (active) return unchanged(active);
  const ofType = recurring.filter(({ type }) => type === requested.type);
  const candidates = ofType.length > 0 ? ofType : recurring;
  const [only, ...others] = candidates;
  if (!only) return missing(requested, recurring);
  return others.length > 0 ? ambiguous(requested, candidates) : resume(only);
}

/** All of the type. One that runs and may be of the type has to be named. */
function planSuspended(recurring: readonly Schedule[], requested: Requested): SchedulePlan {
  const ofType = recurring.filter(({ type }) => type === requested.type);
  const untold = recurring.filter((schedule) => {
    const { type } = schedule;
    return isActive(schedule) && (type === null || (ofType.length === 0 && !isKnownType(type)));
  });
  if (untold.length > 0) return ambiguous(requested, untold);
  const active = ofType.filter(isActive);
  return active.length > 0 ? write(...active.map(suspend)) : unchanged(ofType[0] ?? null);
}

function planCron(listed: readonly Schedule[], requested: RequestedCron): SchedulePlan {
  const candidates = listed.filter((each) => isRecurring(each) && each.type === requested.type);
  const same = candidates.filter((schedule) => isAt(schedule, requested.cron));
  const active = same.find(isActive);
  if (active) return unchanged(active);
  const narrowed = same.length > 0 ? same : candidates;
  const [only, ...others] = narrowed;
  if (only) {
    const isClear = others.length === 0 && textNotUnderstood(only) === null;
    return isClear ? bringInLineOrKeep(only, requested) : ambiguous(requested, narrowed);
  }
  const untold = listed.filter((schedule) => mayBeMeant(schedule, requested, listed));
  if (untold.length > 0) return ambiguous(requested, untold);
  return write({ kind: 'create', type: requested.type, cron: requested.cron });
}

/**
 * Nobody is to find out by an incident that a schedule was made rarer: it is changed without consent
 * only to one that has as many runs and no longer pause. Where each is better in one of the two,
 * what was asked for is not met either, which warns.
 */
function bringInLineOrKeep(schedule: Schedule, requested: RequestedCron): SchedulePlan {
  const { id, cron } = schedule;
  if (cron === null) return bringInLine(schedule, requested);
  const [there, asked] = [frequencyOf(cron), frequencyOf(requested.cron)];
  if (isAsOften(asked, there)) return bringInLine(schedule, requested);
  const finding = {
    code: 'schedule-kept',
    severity: isAsOften(there, asked) ? 'info' : 'warn',
    scheduleId: id,
    cron: cron.text,
    ...there,
    askedCron: requested.cron.text,
    askedRunsPerYear: asked.runsPerYear,
    askedLongestPauseMs: asked.longestPauseMs,
  } as const;
  if (!schedule.suspended) return { kind: 'kept', schedule, finding };
  return { kind: 'write', writes: [resumption(schedule)], kept: finding };
}

/**
 * An active schedule whose cron is hidden may be as requested, so leave it. One that shows times
 * which are not understood comes here only where it was named.
 */
function bringInLine(schedule: Schedule, { cron }: RequestedCron): SchedulePlan {
  const isSame = isAt(schedule, cron);
  const isHidden = schedule.cron === null && textNotUnderstood(schedule) === null;
  if (isSame || (isHidden && !schedule.suspended)) {
    return schedule.suspended ? resume(schedule) : unchanged(schedule);
  }
  const resumed = schedule.suspended ? { suspended: false } : {};
  return write({ kind: 'change', schedule, cron, ...resumed });
}

function suspend(schedule: Schedule): ScheduleChange {
  return { kind: 'change', schedule, suspended: true };
}

function resumption(schedule: Schedule): ScheduleChange {
  return { kind: 'change', schedule, suspended: false };
}

function resume(schedule: Schedule): SchedulePlan {
  return write(resumption(schedule));
}

function write(...writes: readonly ScheduleWrite[]): SchedulePlan {
  return { kind: 'write', writes };
}

function unchanged(schedule: Schedule | null): SchedulePlan {
  return { kind: 'unchanged', schedule };
}

function ambiguous({ type }: Requested, candidates: readonly Schedule[]): SchedulePlan {
  const scheduleIds = candidates.map(({ id }) => id);
  const [cronText] = candidates.flatMap((each) => textNotUnderstood(each) ?? []);
  const shown = cronText === undefined ? {} : { cronText };
  return {
    kind: 'refuse',
    finding: { code: 'schedule-ambiguous', severity: 'block', type, scheduleIds, ...shown },
  };
}

function missing({ type, scheduleId }: Requested, listed: readonly Schedule[]): SchedulePlan {
  const scheduleIds = listed.filter(isRecurring).map(({ id }) => id);
  return {
    kind: 'refuse',
    finding: { code: 'schedule-missing', severity: 'block', scheduleId, type, scheduleIds },
  };
}
