import { Refusal, badRequest } from '../server/refusal.ts';
import { sameWord } from '../server/rows.ts';
import type { Row } from '../server/rows.ts';
import { freeId, hasId, newSchedule } from './new-schedule.ts';
import { isHidden, isQueued, progressOf } from './one-time-backup.ts';
import type { ScheduleRequest } from './schedule-request.ts';
import type { CloudState, ScheduleRecord } from './state.ts';
import { rfc3339 } from './wire-time.ts';

/** Adds a row exactly as given; an `id` of undefined stays absent. */
export function addSchedule(state: CloudState, row: Row & { service_id: string }): Row {
  const added = { id: freeId(state), ...row };
  state.services.add(row.service_id);
  state.schedules.push({ row: added });
  return { ...added };
}

/** Takes the row away without a trace; a backup it asked for goes on all the same. */
export function removeSchedule(state: CloudState, id: string): void {
  state.schedules = state.schedules.filter((record) => !hasId(record, id));
}

/** Those of one service, or of all. */
export function scheduleRows(state: CloudState, serviceId?: string): Row[] {
  const now = state.clock.now();
  return state.schedules
    .filter(({ backup }) => !backup || !isHidden(backup, now))
    .map((record) => currentRow(state, record))
    .filter((row) => serviceId === undefined || row['service_id'] === serviceId);
}

export function createSchedule(state: CloudState, request: ScheduleRequest): Row {
  if (!state.services.has(request.serviceId))
    throw badRequest(`service_id ${request.serviceId} is not a known service`);
  const record = newSchedule(state, request);
  state.schedules.push(record);
  return currentRow(state, record);
}

export function getSchedule(state: CloudState, id: string): Row {
  return currentRow(state, find(state, id));
}

/** Suspending a one-time schedule sets the flag only: whether it stops is not documented. */
export function patchSchedule(state: CloudState, id: string, patch: Row): Row {
  const record = find(state, id);
  if ('schedule' in patch && record.row['schedule'] === 'once')
    throw badRequest("schedule: a one-time schedule can't be changed");
  const { backup_type: type = record.row['type'], ...rest } = patch;
  const now = state.clock.now();
  record.row = { ...record.row, ...rest, type, updated_at: rfc3339(now) };
  if (record.backup && isQueued(record.backup, now)) record.backup.type = String(type);
  return currentRow(state, record);
}

/** A queued backup goes with its schedule; one that has run stays listed. */
export function deleteSchedule(state: CloudState, id: string): void {
  const record = find(state, id);
  const row = currentRow(state, record);
  if (row['schedule'] === 'once' && sameWord(row['status'], 'running'))
    throw new Refusal(409, `the backup of schedule ${id} is running`);
  const now = state.clock.now();
  state.schedules = state.schedules.filter((other) => other !== record);
  state.oneTimeBackups = state.oneTimeBackups.filter(
    (backup) => backup !== record.backup || !isQueued(backup, now),
  );
}

function currentRow(state: CloudState, record: ScheduleRecord): Row {
  const progress = record.backup ? progressOf(record.backup, state.clock.now()) : {};
  return { ...record.row, ...progress };
}

function find(state: CloudState, id: string): ScheduleRecord {
  const record = state.schedules.find((candidate) => hasId(candidate, id));
  if (record === undefined) throw new Refusal(404, `schedule ${id} was not found`);
  return record;
}
