import type { BackupType } from './backup.ts';
import { type Cron, isSameCron } from './cron.ts';
import { type Schedule, textNotUnderstood } from './schedule.ts';

export interface ScheduleCreation {
  readonly kind: 'create';
  readonly type: BackupType;
  readonly cron: Cron;
}

/** A change of one schedule: another cron, a suspension or its end, or both. */
export interface ScheduleChange {
  readonly kind: 'change';
  readonly schedule: Schedule;
  readonly cron?: Cron;
  readonly suspended?: boolean;
}

export interface ScheduleDeletion {
  readonly kind: 'delete';
  readonly schedule: Schedule;
}

/** One write of one schedule. */
export type ScheduleWrite = ScheduleCreation | ScheduleChange | ScheduleDeletion;

/** What a list shows of a write. `differs`: what it shows instead; `null` if nothing. */
export type ReadBack =
  | { readonly state: 'done'; readonly schedule: Schedule | null }
  | { readonly state: 'differs'; readonly shown: Schedule | null };

/** Holds a write against the lists before and after it. Answers to writes are not evidence. */
export function readBack(
  write: ScheduleWrite,
  before: readonly Schedule[],
  after: readonly Schedule[],
): ReadBack {
  if (write.kind === 'create') return readCreation(write, before, after);
  const current = after.find(({ id }) => id === write.schedule.id) ?? null;
  const isDone =
    write.kind === 'delete' ? current === null : current !== null && isChanged(current, write);
  return isDone ? { state: 'done', schedule: current } : { state: 'differs', shown: current };
}

/** A one-time request that is listed meanwhile is somebody else's. */
function readCreation(
  order: ScheduleCreation,
  before: readonly Schedule[],
  after: readonly Schedule[],
): ReadBack {
  const known = new Set(before.map(({ id }) => id));
  const fresh = after.filter(({ id, kind }) => kind !== 'one-time' && !known.has(id));
  const created = fresh.find((schedule) => isAsOrdered(schedule, order));
  return created
    ? { state: 'done', schedule: created }
    : { state: 'differs', shown: fresh.at(-1) ?? null };
}

function isAsOrdered(schedule: Schedule, order: ScheduleCreation): boolean {
  const { kind, type, cron, suspended } = schedule;
  // Some servers show only that a schedule recurs.
  const isOnTime = cron === null ? isHidden(schedule) : isSameCron(cron, order.cron);
  return kind === 'recurring' && type === order.type && !suspended && isOnTime;
}

/** A text that is shown and not understood is not what was asked for. */
function isHidden(schedule: Schedule): boolean {
  return schedule.cron === null && textNotUnderstood(schedule) === null;
}

/** Whatever was not to be changed has to be as it was. */
function isChanged(current: Schedule, { schedule, cron, suspended }: ScheduleChange): boolean {
  const isState = current.suspended === (suspended ?? schedule.suspended);
  const isType = schedule.type === null || current.type === schedule.type;
  return isState && isType && isTime(current, { before: schedule, asked: cron });
}

function isTime(
  current: Schedule,
  { before, asked }: { readonly before: Schedule; readonly asked: Cron | undefined },
): boolean {
  if (current.cron === null) {
    if (asked === undefined) return textNotUnderstood(current) === textNotUnderstood(before);
    // A server that did not show the times before need not show them now.
    return isHidden(current) && isHidden(before);
  }
  const expected = asked ?? before.cron;
  return expected === null || isSameCron(current.cron, expected);
}

/** The schedule as a write is to leave it; `null` if it deletes it. One that is new has no id. */
export function simulateWrite(write: ScheduleWrite): Schedule | null {
  if (write.kind === 'delete') return null;
  if (write.kind === 'change') {
    const { schedule, cron = schedule.cron, suspended = schedule.suspended } = write;
    return { ...schedule, cron, suspended };
  }
  const { type, cron } = write;
  const unknown = { createdAt: null, updatedAt: null, trouble: null };
  return { id: '', type, kind: 'recurring', cron, suspended: false, ...unknown };
}
