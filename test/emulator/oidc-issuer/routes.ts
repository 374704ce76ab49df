import { jsonAnswer } from '../server/answer.ts';
import type { Answer } from '../server/answer.ts';
import { anyText, checkQuery, oneOf } from '../server/query.ts';
import type { Query, QueryRules } from '../server/query.ts';
import type { ReceivedRequest } from '../server/received-request.ts';
import { badRequest, Refusal } from '../server/refusal.ts';
import { findRoute, plain } from '../server/routing.ts';
import type { Route } from '../server/routing.ts';
import type { TokenClaims } from './claims.ts';

/** For the target of a fault. */
export const DISCOVERY = /^\/\.well-known\/openid-configuration$/;
export const KEY_LIST = /^\/\.well-known\/jwks$/;
export const TOKEN_REQUEST = /^\/request$/;

/** What the routes need of the issuer. */
export interface Issuing {
  readonly issuer: () => string;
  /** What the runner has to show to get a token. */
  readonly requestToken: string;
  readonly listKeys: () => readonly TokenClaims[];
  readonly discovery: () => Readonly<Record<string, unknown>>;
  readonly issue: (audience: string | undefined) => string;
}

interface Call {
  readonly issuing: Issuing;
  readonly request: ReceivedRequest;
  readonly query: Query;
}

const tokenQuery: QueryRules = { 'api-version': oneOf('2.0'), audience: anyText };

const routes: readonly Route<(call: Call) => Answer>[] = [
  { path: DISCOVERY, methods: { GET: plain(({ issuing }) => discover(issuing)) } },
  {
    path: KEY_LIST,
    methods: { GET: plain(({ issuing }) => jsonAnswer({ keys: issuing.listKeys() })) },
  },
  { path: TOKEN_REQUEST, methods: { GET: { query: tokenQuery, answer: issueToken } } },
];

export function answer(issuing: Issuing, request: ReceivedRequest): Answer {
  const { endpoint } = findRoute(routes, request.record);
  const query = checkQuery(request.parameters, endpoint.query);
  return endpoint.answer({ issuing, request, query });
}

function discover({ issuer, discovery }: Issuing): Answer {
  return jsonAnswer({
    issuer: issuer(),
    jwks_uri: `${issuer()}/.well-known/jwks`,
    subject_types_supported: ['public', 'pairwise'],
    response_types_supported: ['id_token'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid'],
    ...discovery(),
  });
}

/** The runner's endpoint: only a job with `id-token: write` knows its token. */
function issueToken({ issuing, request, query }: Call): Answer {
  const [scheme = '', token] = (request.record.headers['authorization'] ?? '').split(' ');
  if (scheme.toLowerCase() !== 'bearer' || token !== issuing.requestToken) {
    throw new Refusal(401, 'The request token is missing or wrong.');
  }
  if (!query.has('api-version')) throw badRequest('api-version is missing');
  return jsonAnswer({ value: issuing.issue(query.get('audience')) });
}
