import { jsonAnswer } from '../server/answer.ts';
import type { Answer } from '../server/answer.ts';
import { checkQuery, integerWithin } from '../server/query.ts';
import type { QueryRules } from '../server/query.ts';
import type { ReceivedRequest } from '../server/received-request.ts';
import { Refusal } from '../server/refusal.ts';
import { findRoute, plain } from '../server/routing.ts';
import type { Route } from '../server/routing.ts';
import type { Call } from './call.ts';
import { changeIssue, createComment, createIssue, issuesQuery, listIssues } from './issues.ts';
import { createLabel, readLabel } from './labels.ts';
import type { GitHubState } from './state.ts';
import { combineStatuses, createStatus } from './statuses.ts';

const pages: QueryRules = { per_page: integerWithin(1, 100), page: integerWithin(1) };

const routes: readonly Route<(call: Call) => Answer>[] = [
  { path: /^\/user$/, methods: { GET: plain(readUser) } },
  {
    path: /^\/repos\/[^/]+\/[^/]+\/issues$/,
    methods: { GET: { query: issuesQuery, answer: listIssues }, POST: plain(createIssue) },
  },
  { path: /^\/repos\/[^/]+\/[^/]+\/issues\/(\d+)$/, methods: { PATCH: plain(changeIssue) } },
  {
    path: /^\/repos\/[^/]+\/[^/]+\/issues\/(\d+)\/comments$/,
    methods: { POST: plain(createComment) },
  },
  { path: /^\/repos\/[^/]+\/[^/]+\/labels$/, methods: { POST: plain(createLabel) } },
  { path: /^\/repos\/[^/]+\/[^/]+\/labels\/([^/]+)$/, methods: { GET: plain(readLabel) } },
  {
    path: /^\/repos\/[^/]+\/[^/]+\/commits\/([^/]+)\/status$/,
    methods: { GET: { query: pages, answer: combineStatuses } },
  },
  { path: /^\/repos\/[^/]+\/[^/]+\/statuses\/([^/]+)$/, methods: { POST: plain(createStatus) } },
];

/** A GitHub Enterprise Server has its API below this path. */
const enterprisePath = /^\/api\/v3(?=\/)/;

export function answer(state: GitHubState, request: ReceivedRequest): Answer {
  checkHeaders(state, request);
  const path = request.record.path.replace(enterprisePath, '');
  const { endpoint, ids } = findRoute(routes, { ...request.record, path });
  checkRights(state, path, request.record.method);
  const query = checkQuery(request.parameters, endpoint.query);
  return endpoint.answer({ state, request, query, id: ids[0] ?? '' });
}

function checkHeaders({ token }: GitHubState, { record }: ReceivedRequest): void {
  const { authorization, accept = '', 'user-agent': agent = '' } = record.headers;
  if (authorization === undefined) throw new Refusal(401, 'Requires authentication');
  if (authorization !== `token ${token}`) throw new Refusal(401, 'Bad credentials');
  if (!/^application\/vnd\.github\b.*\bjson$/.test(accept)) {
    throw new Refusal(415, 'Must accept application/vnd.github+json');
  }
  if (agent === '') throw new Refusal(403, 'Request forbidden by administrative rules.');
}

/** A repository that the token cannot even see is not found. */
function checkRights({ settings }: GitHubState, path: string, method: string): void {
  if (path === '/user') return;
  if (!path.startsWith(`/repos/${settings.repository}/`)) throw new Refusal(404, 'Not Found');
  const { issues, statuses } = settings.permissions;
  const right = /\/statuses\/|\/status$/.test(path) ? statuses : issues;
  if (right === 'write' || (right === 'read' && method === 'GET')) return;
  throw new Refusal(403, 'Resource not accessible by integration');
}

function readUser({ state }: Call): Answer {
  const { account } = state.settings;
  if (account.type === 'Bot') throw new Refusal(403, 'Resource not accessible by integration');
  return jsonAnswer(account);
}
