import type { Answer } from '../server/answer.ts';
import { anyText, checkQuery, integerWithin } from '../server/query.ts';
import type { ReceivedRequest } from '../server/received-request.ts';
import { Refusal } from '../server/refusal.ts';
import { findRoute, plain } from '../server/routing.ts';
import type { Route } from '../server/routing.ts';
import { checkAppJwt } from './app-jwt.ts';
import type { Call } from './call.ts';
import { listDeliveries, redeliver } from './deliveries.ts';
import { review } from './reviews.ts';
import type { GitHubAppState } from './state.ts';
import { createToken } from './tokens.ts';

const pages = { per_page: integerWithin(1, 100), cursor: anyText };

const routes: readonly Route<(call: Call) => Answer>[] = [
  {
    path: /^\/app\/installations\/(\d+)\/access_tokens$/,
    methods: { POST: plain(createToken) },
  },
  { path: /^\/app\/hook\/deliveries$/, methods: { GET: { query: pages, answer: listDeliveries } } },
  { path: /^\/app\/hook\/deliveries\/(\d+)\/attempts$/, methods: { POST: plain(redeliver) } },
  {
    path: /^\/repos\/([^/]+\/[^/]+)\/actions\/runs\/(\d+)\/deployment_protection_rule$/,
    methods: { POST: plain(review) },
  },
];

/** A GitHub Enterprise Server has its API below this path. */
const enterprisePath = /^\/api\/v3(?=\/)/;

export function answer(state: GitHubAppState, request: ReceivedRequest): Answer {
  checkHeaders(request);
  checkLimit(state);
  const path = request.record.path.replace(enterprisePath, '');
  const { endpoint, ids } = findRoute(routes, { ...request.record, path });
  if (path.startsWith('/app/')) checkAppJwt(state, request);
  const query = checkQuery(request.parameters, endpoint.query);
  return endpoint.answer({ state, request, query, ids });
}

function checkHeaders({ record }: ReceivedRequest): void {
  const { authorization, accept, 'user-agent': agent = '' } = record.headers;
  if (agent === '') throw new Refusal(403, 'Request forbidden by administrative rules.');
  if (authorization === undefined) throw new Refusal(401, 'Requires authentication');
  if (accept !== 'application/vnd.github+json') throw new Refusal(415, 'Must accept JSON');
  if (record.headers['x-github-api-version'] !== '2022-11-28') {
    throw new Refusal(400, 'The API version is not known');
  }
}

/** Whoever goes on meanwhile is limited for longer, which a test sees by the requests. */
function checkLimit({ limit, clock }: GitHubAppState): void {
  if (limit === null || limit.until <= clock.now()) return;
  const headers: Record<string, string> =
    limit.header === 'retry-after'
      ? { 'retry-after': String(Math.ceil((limit.until - clock.now()) / 1000)) }
      : {
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': String(Math.ceil(limit.until / 1000)),
        };
  throw new Refusal(limit.status, 'API rate limit exceeded', headers);
}
