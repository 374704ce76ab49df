import { jsonAnswer } from '../server/answer.ts';
import type { Answer } from '../server/answer.ts';
import { anyText, checkQuery, oneOf } from '../server/query.ts';
import type { Query, QueryRules } from '../server/query.ts';
import type { ReceivedRequest } from '../server/received-request.ts';
import { badRequest, Refusal } from '../server/refusal.ts';
import { findRoute, plain } from '../server/routing.ts';
import type { Route } from '../server/routing.ts';
import type { TokenClaims } from './claims.ts';
import { jwkOf } from './keys.ts';
import type { KeyRing } from './keys.ts';
import { mintToken } from './mint.ts';

/** For the target of a fault. */
export const DISCOVERY = /^\/\.well-known\/openid-configuration$/;
export const KEY_LIST = /^\/\.well-known\/jwks$/;
export const TOKEN_REQUEST = /^\/request$/;

/** Read at each request, so a test may change any of them at any time. */
export interface OidcSettings {
  /** Replaces claims of the tokens that the runner's endpoint gives. */
  job: TokenClaims;
  /** Replaces or adds entries of the discovery document. */
  discovery: Readonly<Record<string, unknown>>;
  /** Adds keys to the list, before the issuer's own. */
  extraKeys: readonly TokenClaims[];
  /** Real milliseconds between a request and its answer. */
  latencyMs: number;
}

/** What the routes need of the issuer. */
export interface Issuing {
  readonly url: string;
  readonly settings: OidcSettings;
  /** What a job has to show to get a token. */
  readonly requestToken: string;
  readonly ring: KeyRing;
  readonly claimsOf: (over: TokenClaims) => TokenClaims;
}

interface Call {
  readonly issuing: Issuing;
  readonly request: ReceivedRequest;
  readonly query: Query;
}

const tokenQuery: QueryRules = { 'api-version': oneOf('2.0'), audience: anyText };

const routes: readonly Route<(call: Call) => Answer>[] = [
  { path: DISCOVERY, methods: { GET: plain(discover) } },
  { path: KEY_LIST, methods: { GET: plain(listKeys) } },
  { path: TOKEN_REQUEST, methods: { GET: { query: tokenQuery, answer: issueToken } } },
];

export function answer(issuing: Issuing, request: ReceivedRequest): Answer {
  const { endpoint } = findRoute(routes, request.record);
  const query = checkQuery(request.parameters, endpoint.query);
  return endpoint.answer({ issuing, request, query });
}

function discover({ issuing: { url, settings } }: Call): Answer {
  return jsonAnswer({
    issuer: url,
    jwks_uri: `${url}/.well-known/jwks`,
    subject_types_supported: ['public', 'pairwise'],
    response_types_supported: ['id_token'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid'],
    ...settings.discovery,
  });
}

function listKeys({ issuing: { ring, settings } }: Call): Answer {
  return jsonAnswer({ keys: [...settings.extraKeys, ...ring.listed().map(jwkOf)] });
}

/** The runner's endpoint: only a job with `id-token: write` knows its token. */
function issueToken({ issuing, request, query }: Call): Answer {
  const { ring, settings, requestToken, claimsOf } = issuing;
  const [scheme = '', token] = (request.record.headers['authorization'] ?? '').split(' ');
  if (scheme.toLowerCase() !== 'bearer' || token !== requestToken) {
    throw new Refusal(401, 'The request token is missing or wrong.');
  }
  if (!query.has('api-version')) throw badRequest('api-version is missing');
  const audience = query.get('audience');
  const claims = claimsOf({
    ...(audience === undefined ? {} : { aud: audience }),
    ...settings.job,
  });
  return jsonAnswer({ value: mintToken(claims, ring) });
}
