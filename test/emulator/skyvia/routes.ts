import type { Answer } from '../server/answer.ts';
import { checkQuery, isInteger, largestInt32 } from '../server/query.ts';
import type { ReceivedRequest } from '../server/received-request.ts';
import { Refusal, badRequest } from '../server/refusal.ts';
import { findRoute, plain } from '../server/routing.ts';
import type { Route } from '../server/routing.ts';
import { listBackups, listWorkspaces, readBackup } from './backups.ts';
import type { Answering } from './call.ts';
import { pagingQuery } from './paging.ts';
import { postSnapshot, readActive } from './runs.ts';
import { readSchedule, switchTo } from './schedule.ts';
import type { SkyviaSettings } from './settings.ts';
import { listSnapshots, readSnapshot, snapshotsQuery } from './snapshots.ts';
import type { SkyviaState } from './state.ts';

/** `active` comes before the id that would otherwise take it. */
const routes: readonly Route<Answering>[] = [
  { path: below(''), methods: { GET: plain(listWorkspaces) } },
  { path: below('/#/backups'), methods: { GET: { query: pagingQuery, answer: listBackups } } },
  { path: below('/#/backups/#'), methods: { GET: plain(readBackup) } },
  {
    path: below('/#/backups/#/snapshots'),
    methods: {
      GET: { query: snapshotsQuery, answer: listSnapshots },
      POST: plain(postSnapshot),
    },
  },
  { path: below('/#/backups/#/snapshots/active'), methods: { GET: plain(readActive) } },
  { path: below('/#/backups/#/snapshots/#'), methods: { GET: plain(readSnapshot) } },
  { path: below('/#/backups/#/schedule'), methods: { GET: plain(readSchedule) } },
  { path: below('/#/backups/#/schedule/enable'), methods: { POST: plain(switchTo('active')) } },
  { path: below('/#/backups/#/schedule/disable'), methods: { POST: plain(switchTo('inactive')) } },
];

/** Everything stands below the workspaces; `#` stands for an id. */
function below(path: string): RegExp {
  return new RegExp(`^/v1/workspaces${path.replaceAll('#', '([^/]+)')}$`);
}

export interface Api {
  readonly apiKey: string;
  readonly state: SkyviaState;
  readonly settings: SkyviaSettings;
}

export function answer(api: Api, request: ReceivedRequest): Answer {
  checkKey(api, request);
  return dispatch(api, request);
}

/** The raw token without a scheme; 403, as on the live service, before the path is looked at. */
function checkKey(api: Api, request: ReceivedRequest): void {
  if (request.record.headers['authorization'] !== api.apiKey)
    throw new Refusal(403, 'The access token is missing or not valid');
}

function dispatch({ state, settings }: Api, request: ReceivedRequest): Answer {
  const { endpoint, ids: segments } = findRoute(routes, request.record);
  const ids = segments.map(integerId);
  const query = checkQuery(request.parameters, endpoint.query);
  if (request.bodyText !== '') throw badRequest('a body is not expected');
  return endpoint.answer({ state, settings, ids, query });
}

function integerId(segment: string): number {
  if (!isInteger(segment) || Math.abs(Number(segment)) > largestInt32)
    throw badRequest(`${segment} in the path must be a 32-bit integer`);
  return Number(segment);
}
