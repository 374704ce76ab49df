import type { Answer } from '../server/answer.ts';
import { checkQuery } from '../server/query.ts';
import type { ReceivedRequest } from '../server/received-request.ts';
import { Refusal } from '../server/refusal.ts';
import { findRoute, plain } from '../server/routing.ts';
import type { Route } from '../server/routing.ts';
import {
  backupsQuery,
  changeSchedule,
  dropSchedule,
  listBackups,
  listSchedules,
  postSchedule,
  readSchedule,
  schedulesQuery,
} from './endpoints.ts';
import type { Call } from './endpoints.ts';
import type { ServerSettings } from './settings.ts';
import type { CloudState } from './state.ts';

/** `/backups/{service_id}` is left out: its document contradicts itself and nobody calls it. */
const routes: readonly Route<(call: Call) => Answer>[] = [
  {
    path: /^\/skybackup\/v1\/backups$/,
    methods: { GET: { query: backupsQuery, answer: listBackups } },
  },
  {
    path: /^\/skybackup\/v1\/backups\/schedules$/,
    methods: {
      GET: { query: schedulesQuery, answer: listSchedules },
      POST: plain(postSchedule),
    },
  },
  {
    path: /^\/skybackup\/v1\/backups\/schedules\/([^/]+)$/,
    methods: {
      GET: plain(readSchedule),
      PATCH: plain(changeSchedule),
      DELETE: plain(dropSchedule),
    },
  },
];

export interface Api {
  readonly apiKey: string;
  readonly state: CloudState;
  readonly settings: ServerSettings;
}

export function answer(api: Api, request: ReceivedRequest): Answer {
  checkKey(api, request);
  return dispatch(api, request);
}

function checkKey(api: Api, request: ReceivedRequest): void {
  if (request.record.headers['x-api-key'] !== api.apiKey)
    throw new Refusal(401, 'X-API-Key is missing or not valid');
}

function dispatch({ state, settings }: Api, request: ReceivedRequest): Answer {
  const { endpoint, ids } = findRoute(routes, request.record);
  const id = decodeId(ids[0] ?? '');
  const query = checkQuery(request.parameters, endpoint.query);
  return endpoint.answer({ state, settings, request, id, query });
}

function decodeId(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Refusal(404, `schedule ${segment} was not found`);
  }
}
