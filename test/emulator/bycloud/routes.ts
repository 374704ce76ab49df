import type { Answer } from '../server/answer.ts';
import { checkQuery } from '../server/query.ts';
import type { ReceivedRequest } from '../server/received-request.ts';
import { findRoute, plain } from '../server/routing.ts';
import type { Route } from '../server/routing.ts';
import type { Budget } from './budget.ts';
import { checkCredential } from './credentials.ts';
import type { Credentials } from './credentials.ts';
import {
  backupsQuery,
  instancesQuery,
  listBackups,
  listInstances,
  readBackup,
  uuid,
} from './lists.ts';
import type { Call } from './lists.ts';
import type { ListSettings } from './settings.ts';
import type { BycloudState } from './state.ts';

const routes: readonly Route<(call: Call) => Answer>[] = [
  {
    path: /^\/v1\/database-backups$/,
    methods: { GET: { query: backupsQuery, answer: listBackups } },
  },
  {
    path: /^\/v1\/database-backups\/([^/]+)$/,
    methods: { GET: plain(readBackup) },
  },
  {
    path: /^\/v1\/database-instances$/,
    methods: { GET: { query: instancesQuery, answer: listInstances } },
  },
];

export interface Api {
  readonly credentials: Credentials;
  readonly budget: Budget;
  readonly state: BycloudState;
  readonly settings: ListSettings;
}

/** A stranger has no budget to use up, so the credential comes first. */
export function answer(api: Api, request: ReceivedRequest): Answer {
  checkCredential(api.credentials, request.record);
  api.budget.spend();
  return dispatch(api, request);
}

function dispatch({ state, settings }: Api, { record, parameters }: ReceivedRequest): Answer {
  const { endpoint, ids } = findRoute(routes, record);
  const [id = ''] = ids;
  if (ids.length > 0) uuid(id, 'the id in the path');
  const query = checkQuery(parameters, endpoint.query);
  const origin = `http://${record.headers['host']}`;
  return endpoint.answer({ state, settings, id, query, origin });
}
