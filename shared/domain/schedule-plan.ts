import type { BackupType } from './backup.ts';
import { type Cron, isSameCron } from './cron.ts';
import type { FindingOf } from './finding.ts';
import type { RequestedSchedule } from './policy.ts';
import { isActive, isRecurring, type Schedule, textNotUnderstood } from './schedule.ts';

type Requested = Exclude<RequestedSchedule, { kind: 'none' }>;
type RequestedCron = Extract<RequestedSchedule, { kind: 'cron' }>;

/** A change of one schedule: another cron, an end of its suspension, or both. */
export interface ScheduleChange {
  readonly kind: 'change';
  readonly schedule: Schedule;
  readonly cron?: Cron;
  readonly suspended?: false;
}

/** What must be done to bring about the requested schedule. */
export type SchedulePlan =
  | { readonly kind: 'unchanged'; readonly schedule: Schedule }
  | ScheduleChange
  | { readonly kind: 'create'; readonly type: BackupType; readonly cron: Cron }
  | {
      readonly kind: 'refuse';
      readonly finding: FindingOf<'schedule-ambiguous'> | FindingOf<'schedule-missing'>;
    };

/** Decides from the list alone. A one-time request is never a candidate. */
export function planSchedule(listed: readonly Schedule[], requested: Requested): SchedulePlan {
  const recurring = listed.filter(isRecurring);
  if (requested.scheduleId !== null) return planNamed(recurring, requested, requested.scheduleId);
  return requested.kind === 'enabled'
    ? planEnabled(recurring, requested)
    : planCron(listed, requested);
}

function planNamed(recurring: readonly Schedule[], requested: Requested, id: string): SchedulePlan {
  const named = recurring.find((schedule) => schedule.id === id);
  if (!named) return missing(requested, recurring);
  if (requested.kind === 'cron') {
    return named.type === requested.type
      ? bringInLine(named, requested)
      : missing(requested, recurring);
  }
  return isActive(named) ? unchanged(named) : resume(named);
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

function planCron(listed: readonly Schedule[], requested: RequestedCron): SchedulePlan {
  const candidates = listed.filter((each) => isRecurring(each) && each.type === requested.type);
  const same = candidates.filter(({ cron }) => cron && isSameCron(cron, requested.cron));
  const active = same.find(isActive);
  if (active) return unchanged(active);
  const narrowed = same.length > 0 ? same : candidates;
  const [only, ...others] = narrowed;
  if (only) {
    const isClear = others.length === 0 && textNotUnderstood(only) === null;
    return isClear ? bringInLine(only, requested) : ambiguous(requested, narrowed);
  }
  const untold = listed.filter((schedule) => mayBeMeant(schedule, requested));
  if (untold.length > 0) return ambiguous(requested, untold);
  return { kind: 'create', type: requested.type, cron: requested.cron };
}

/** A schedule whose type or kind is unknown may be the requested one. */
function mayBeMeant({ kind, type }: Schedule, requested: RequestedCron): boolean {
  if (kind === 'one-time') return false;
  return type === null || (kind === 'unrecognised' && type === requested.type);
}

/**
 * An active schedule whose cron is hidden may be as requested, so leave it. One that shows times
 * which are not understood comes here only where it was named.
 */
function bringInLine(schedule: Schedule, { cron }: RequestedCron): SchedulePlan {
  const isSame = schedule.cron !== null && isSameCron(schedule.cron, cron);
  const isHidden = schedule.cron === null && textNotUnderstood(schedule) === null;
  if (isSame || (isHidden && !schedule.suspended)) {
    return schedule.suspended ? resume(schedule) : unchanged(schedule);
  }
  return { kind: 'change', schedule, cron, ...(schedule.suspended ? { suspended: false } : {}) };
}

function resume(schedule: Schedule): SchedulePlan {
  return { kind: 'change', schedule, suspended: false };
}

function unchanged(schedule: Schedule): SchedulePlan {
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

function missing({ type, scheduleId }: Requested, recurring: readonly Schedule[]): SchedulePlan {
  const scheduleIds = recurring.map(({ id }) => id);
  return {
    kind: 'refuse',
    finding: { code: 'schedule-missing', severity: 'block', scheduleId, type, scheduleIds },
  };
}
