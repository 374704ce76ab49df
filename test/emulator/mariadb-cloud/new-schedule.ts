import type { Row } from '../server/rows.ts';
import { defaultPlan } from './backup-plan.ts';
import { newBackupId, serviceName } from './one-time-backup.ts';
import type { OneTimeBackup } from './one-time-backup.ts';
import type { ScheduleRequest } from './schedule-request.ts';
import type { CloudState, ScheduleRecord } from './state.ts';
import { rfc3339 } from './wire-time.ts';

/** The schedule a request asks for; with `once`, its backup is under way from here on. */
export function newSchedule(state: CloudState, request: ScheduleRequest): ScheduleRecord {
  const row = newRow(state, request);
  return request.schedule === 'once' ? { row, backup: requestBackup(state, request) } : { row };
}

function requestBackup(state: CloudState, request: ScheduleRequest): OneTimeBackup {
  const plan = state.plans.shift() ?? state.servicePlans.get(request.serviceId);
  const backup: OneTimeBackup = {
    id: newBackupId(request.serviceId),
    serviceId: request.serviceId,
    type: request.backupType,
    requestedAt: state.clock.now(),
    plan: { ...defaultPlan, ...plan },
  };
  state.oneTimeBackups.push(backup);
  return backup;
}

/** `scheduled_at` is the time of the request: the emulator never runs cron schedules. */
function newRow(state: CloudState, request: ScheduleRequest): Row {
  const now = rfc3339(state.clock.now());
  return {
    id: freeId(state),
    service_id: request.serviceId,
    service_name: serviceName(request.serviceId),
    schedule: request.schedule,
    type: request.backupType,
    status: 'Scheduled',
    message: 'Backup is scheduled.',
    suspended: false,
    created_at: now,
    updated_at: now,
    scheduled_at: now,
  };
}

/** A generated id never equals one that a test gave a row. */
export function freeId(state: CloudState): number {
  while (state.schedules.some((record) => hasId(record, String(state.nextScheduleId))))
    state.nextScheduleId += 1;
  return state.nextScheduleId++;
}

export function hasId(record: ScheduleRecord, id: string): boolean {
  return String(record.row['id']) === id;
}
