import { jsonAnswer } from '../answer.ts';
import type { Answer } from '../answer.ts';
import type { ReceivedRequest } from '../received-request.ts';
import {
  changeSchedule,
  dropSchedule,
  listBackups,
  listSchedules,
  postSchedule,
  readSchedule,
} from './endpoints.ts';
import type { Call } from './endpoints.ts';
import type { PagingSettings } from './paging.ts';
import { Refusal, errorBody } from './refusal.ts';
import type { CloudState } from './state.ts';

interface Route {
  /** The first group, where there is one, is the id. */
  readonly path: RegExp;
  readonly methods: ReadonlyMap<string, (call: Call) => Answer>;
}

/** `/backups/{service_id}` is left out: its document contradicts itself and nobody calls it. */
const routes: readonly Route[] = [
  { path: /^\/skybackup\/v1\/backups$/, methods: new Map([['GET', listBackups]]) },
  {
    path: /^\/skybackup\/v1\/backups\/schedules$/,
    methods: new Map([
      ['GET', listSchedules],
      ['POST', postSchedule],
    ]),
  },
  {
    path: /^\/skybackup\/v1\/backups\/schedules\/([^/]+)$/,
    methods: new Map([
      ['GET', readSchedule],
      ['PATCH', changeSchedule],
      ['DELETE', dropSchedule],
    ]),
  },
];

export interface Api {
  readonly apiKey: string;
  readonly state: CloudState;
  readonly settings: PagingSettings;
}

export function answerRequest(api: Api, request: ReceivedRequest): Answer {
  try {
    checkKey(api, request);
    return dispatch(api, request);
  } catch (error) {
    if (error instanceof Refusal) return refusalAnswer(api, request, error);
    throw error;
  }
}

function checkKey(api: Api, request: ReceivedRequest): void {
  if (request.record.headers['x-api-key'] !== api.apiKey)
    throw new Refusal(401, 'X-API-Key is missing or not valid');
}

function dispatch(api: Api, request: ReceivedRequest): Answer {
  const { path, method } = request.record;
  for (const route of routes) {
    const match = route.path.exec(path);
    if (match === null) continue;
    const endpoint = route.methods.get(method);
    if (endpoint === undefined) throw wrongMethod(route, method);
    return endpoint({ ...api, request, id: decodeId(match[1] ?? '') });
  }
  throw new Refusal(404, `${path} was not found`);
}

function wrongMethod(route: Route, method: string): Refusal {
  const allow = [...route.methods.keys()].join(', ');
  return new Refusal(405, `${method} is not allowed here`, { allow });
}

function decodeId(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Refusal(404, `schedule ${segment} was not found`);
  }
}

function refusalAnswer(api: Api, request: ReceivedRequest, refusal: Refusal): Answer {
  const { status, message, headers } = refusal;
  const now = api.state.clock.now();
  const body = errorBody({ status, message, path: request.record.path, now });
  return jsonAnswer(body, { status, headers });
}
