import { emptyAnswer, jsonAnswer } from '../answer.ts';
import type { Answer } from '../answer.ts';
import type { ReceivedRequest } from '../received-request.ts';
import { backupRows, byStartTime, hasStatus } from './backups.ts';
import { pageOf } from './paging.ts';
import type { PagingSettings } from './paging.ts';
import {
  anyText,
  atLeastThreeCharacters,
  checkQuery,
  direction,
  positiveInteger,
} from './query.ts';
import type { QueryRules } from './query.ts';
import { Refusal, badRequest } from './refusal.ts';
import { readSchedulePatch, readScheduleRequest } from './schedule-request.ts';
import {
  createSchedule,
  deleteSchedule,
  getSchedule,
  patchSchedule,
  scheduleRows,
} from './schedules.ts';
import type { CloudState } from './state.ts';

export interface Call {
  readonly state: CloudState;
  readonly settings: PagingSettings;
  readonly request: ReceivedRequest;
  /** The id in the path; '' where the path has none. */
  readonly id: string;
}

const paging: QueryRules = { page: positiveInteger, page_size: positiveInteger, order: direction };
const backupsQuery: QueryRules = { ...paging, service_id: anyText, status: anyText };
const schedulesQuery: QueryRules = { ...paging, service_id: atLeastThreeCharacters, type: anyText };
const noQuery: QueryRules = {};

export function listBackups({ state, settings, request }: Call): Answer {
  const query = checkQuery(request.parameters, backupsQuery);
  const [serviceId, status] = [query.get('service_id'), query.get('status')];
  if (serviceId !== undefined && !state.services.has(serviceId))
    throw new Refusal(404, `service_id ${serviceId} was not found`);
  const rows = backupRows(state)
    .filter((row) => serviceId === undefined || row['service_id'] === serviceId)
    .filter((row) => status === undefined || hasStatus(row, status));
  return jsonAnswer(pageOf({ name: 'backups', rows: byStartTime(rows), query, settings }));
}

/** Ordered by when they were added: the document does not say by what. */
export function listSchedules({ state, settings, request }: Call): Answer {
  const query = checkQuery(request.parameters, schedulesQuery);
  const [serviceId, type] = [query.get('service_id'), query.get('type')];
  if (serviceId === undefined) throw badRequest('service_id is required');
  const rows = scheduleRows(state, serviceId).filter(
    (row) => type === undefined || row['type'] === type,
  );
  return jsonAnswer(pageOf({ name: 'schedules', rows, query, settings }));
}

export function postSchedule({ state, request }: Call): Answer {
  checkQuery(request.parameters, noQuery);
  return jsonAnswer(createSchedule(state, readScheduleRequest(request)));
}

export function readSchedule({ state, request, id }: Call): Answer {
  checkQuery(request.parameters, noQuery);
  return jsonAnswer(getSchedule(state, id));
}

export function changeSchedule({ state, request, id }: Call): Answer {
  checkQuery(request.parameters, noQuery);
  return jsonAnswer(patchSchedule(state, id, readSchedulePatch(request)));
}

export function dropSchedule({ state, request, id }: Call): Answer {
  checkQuery(request.parameters, noQuery);
  deleteSchedule(state, id);
  return emptyAnswer();
}
