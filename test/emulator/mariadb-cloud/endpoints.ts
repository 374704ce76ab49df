import { emptyAnswer, jsonAnswer } from '../server/answer.ts';
import type { Answer } from '../server/answer.ts';
import { anyText, integerFrom, oneOf } from '../server/query.ts';
import type { Check, Query, QueryRules } from '../server/query.ts';
import type { ReceivedRequest } from '../server/received-request.ts';
import { Refusal, badRequest } from '../server/refusal.ts';
import { byTime, sameWord } from '../server/rows.ts';
import { backupRows } from './backups.ts';
import { pageOf } from './paging.ts';
import { readSchedulePatch, readScheduleRequest } from './schedule-request.ts';
import {
  createSchedule,
  deleteSchedule,
  getSchedule,
  patchSchedule,
  scheduleRows,
} from './schedules.ts';
import type { ServerSettings } from './settings.ts';
import type { CloudState } from './state.ts';

/** A request whose key, path and query have passed their checks; its body has not. */
export interface Call {
  readonly state: CloudState;
  readonly settings: ServerSettings;
  readonly request: ReceivedRequest;
  /** The id in the path; '' where the path has none. */
  readonly id: string;
  readonly query: Query;
}

const atLeastThreeCharacters: Check = (value, name) => {
  if (value.length < 3) throw badRequest(`${name} must have at least 3 characters`);
};

const pagingQuery: QueryRules = {
  page: integerFrom(1),
  page_size: integerFrom(1),
  order: oneOf('asc', 'desc'),
};
export const backupsQuery: QueryRules = { ...pagingQuery, service_id: anyText, status: anyText };
export const schedulesQuery: QueryRules = {
  ...pagingQuery,
  service_id: atLeastThreeCharacters,
  type: anyText,
};

export function listBackups({ state, settings, query }: Call): Answer {
  const [serviceId, status] = [query.get('service_id'), query.get('status')];
  if (serviceId !== undefined && !state.services.has(serviceId))
    throw new Refusal(404, `service_id ${serviceId} was not found`);
  const rows = backupRows(state)
    .filter((row) => serviceId === undefined || row['service_id'] === serviceId)
    .filter((row) => status === undefined || sameWord(row['status'], status));
  return jsonAnswer(pageOf({ name: 'backups', rows: byTime(rows, 'start_time'), query, settings }));
}

/** Ordered by when they were added: the document does not say by what. */
export function listSchedules({ state, settings, query }: Call): Answer {
  const [serviceId, type] = [query.get('service_id'), query.get('type')];
  if (serviceId === undefined && settings.schedulesNeedService)
    throw badRequest('service_id is required');
  const rows = scheduleRows(state, serviceId)
    .filter((row) => type === undefined || row['type'] === type)
    .map((row) => Object.assign({}, row, settings.listedScheduleAs));
  return jsonAnswer(pageOf({ name: 'schedules', rows, query, settings }));
}

export function postSchedule({ state, request }: Call): Answer {
  return jsonAnswer(createSchedule(state, readScheduleRequest(request)));
}

export function readSchedule({ state, id }: Call): Answer {
  return jsonAnswer(getSchedule(state, id));
}

export function changeSchedule({ state, request, id }: Call): Answer {
  return jsonAnswer(patchSchedule(state, id, readSchedulePatch(request)));
}

export function dropSchedule({ state, id }: Call): Answer {
  deleteSchedule(state, id);
  return emptyAnswer();
}
