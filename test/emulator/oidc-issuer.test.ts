import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callWith } from './call-emulator.ts';
import { KEY_LIST, startOidcIssuer, TOKEN_REQUEST } from './oidc-issuer/index.ts';
import type { OidcIssuer } from './oidc-issuer/index.ts';

const call = callWith({});
const AUDIENCE = 'https://backup-gate.example.workers.dev';

let issuer: OidcIssuer;

beforeEach(async () => {
  issuer = await startOidcIssuer();
});
afterEach(() => issuer.close());

/** As the toolkit asks: the audience is added to a URL that has a query already. */
function request(audience: string | null = AUDIENCE, token = issuer.requestToken) {
  const path = issuer.requestUrl.slice(issuer.url.length);
  const rest = audience === null ? '' : `&audience=${encodeURIComponent(audience)}`;
  return call(issuer, `${path}${rest}`, { headers: { authorization: `bearer ${token}` } });
}

const tokenIn = (json: unknown): string => String(Object(json).value);

test('a token of the runner is one that a library verifies by the discovered keys', async () => {
  const { json: discovery } = await call(issuer, '/.well-known/openid-configuration');
  expect(discovery).toMatchObject({ issuer: issuer.url });
  const keys = createRemoteJWKSet(new URL(Object(discovery).jwks_uri));
  const { payload, protectedHeader } = await jwtVerify(tokenIn((await request()).json), keys, {
    issuer: issuer.url,
    audience: AUDIENCE,
    currentDate: new Date(issuer.clock.now()),
  });
  expect(protectedHeader).toEqual({ typ: 'JWT', alg: 'RS256', kid: 'key-1' });
  const iat = issuer.clock.now() / 1000;
  expect(payload).toMatchObject({
    sub: 'repo:acme@7890/shop@123456:ref:refs/heads/main',
    repository_id: '123456',
    run_id: '9876543210',
    iat,
    nbf: iat - 600,
    exp: iat + 300,
  });
  expect(payload).not.toHaveProperty('environment');
  expect(issuer.counts).toEqual({ discovery: 1, keys: 1, tokens: 1 });
});

describe('the claims of a job', () => {
  test.each([
    [{ environment: 'production:eu' }, 'repo:acme@7890/shop@123456:environment:production%3Aeu'],
    [{ event_name: 'pull_request' }, 'repo:acme@7890/shop@123456:pull_request'],
    [{ repository: 'o/r', ref: 'refs/tags/v1' }, 'repo:o@7890/r@123456:ref:refs/tags/v1'],
  ])('%j have a subject that fits them', (over, sub) => {
    expect(issuer.claimsOf(over)).toMatchObject({ ...over, sub });
  });

  test('are those of the moment, each with its own id', () => {
    const first = issuer.claimsOf();
    issuer.clock.advance(60_000);
    const second = issuer.claimsOf();
    expect(Number(second['iat']) - Number(first['iat'])).toBe(60);
    expect(second['jti']).not.toBe(first['jti']);
  });

  test('can be set for the runner, whose audience is by default the owner', async () => {
    issuer.settings.job = { environment: 'production' };
    expect(decodeJwt(tokenIn((await request(null)).json))).toMatchObject({
      environment: 'production',
      aud: 'https://github.com/acme',
    });
  });
});

describe("the runner's endpoint", () => {
  test('gives a token only to whoever has the token of the request', async () => {
    expect((await request(AUDIENCE, 'another')).status).toBe(401);
    expect((await call(issuer, '/request?api-version=2.0')).status).toBe(401);
  });

  test('takes only what the real one takes', async () => {
    const headers = { authorization: `Bearer ${issuer.requestToken}` };
    expect((await call(issuer, '/request', { headers })).status).toBe(400);
    expect((await request('')).status).toBe(400);
    const post = { method: 'POST', body: {}, headers };
    expect((await call(issuer, '/request?api-version=2.0', post)).status).toBe(405);
  });

  test('fails on demand', async () => {
    const when = { path: TOKEN_REQUEST };
    issuer.fail({ kind: 'status', status: 500, when });
    issuer.fail({ kind: 'html', when });
    issuer.fail({ kind: 'json', body: { value: '' }, when });
    const answers = [await request(), await request(), await request(), await request()];
    expect(answers.map(({ status }) => status)).toEqual([500, 200, 200, 200]);
    expect(answers[2]?.json).toEqual({ value: '' });
    expect(tokenIn(answers[3]?.json)).toMatch(/^ey/);
  });
});

test('rotated keys stay in the list, unless they are to go', async () => {
  const listed = async () => {
    const { json } = await call(issuer, '/.well-known/jwks');
    return Object(json).keys.map(({ kid }: { readonly kid: string }) => kid);
  };
  issuer.rotate();
  expect(await listed()).toEqual(['key-1', 'key-2']);
  issuer.rotate({ keep: false });
  expect(await listed()).toEqual(['key-3']);
  issuer.fail({ kind: 'json', body: { keys: [] }, when: { path: KEY_LIST } });
  expect(await listed()).toEqual([]);
});
