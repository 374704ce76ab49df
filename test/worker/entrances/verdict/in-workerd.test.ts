import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { SECOND } from '../../../../shared/domain/instant.ts';
import { createClock } from '../../../emulator/clock.ts';
import { startOidcIssuer } from '../../../emulator/oidc-issuer/index.ts';
import type { OidcIssuer } from '../../../emulator/oidc-issuer/index.ts';
import { buildWorker } from '../../build-worker.ts';
import { startLocalWorker } from '../../local-worker.ts';
import type { LocalWorker } from '../../local-worker.ts';
import { AUDIENCE } from './open-verifier.ts';

const WRANGLER_FILE = fileURLToPath(new URL('wrangler.jsonc', import.meta.url));
const TIMEOUT_MS = 1000;

let issuer: OidcIssuer;
let worker: LocalWorker;

beforeAll(async () => {
  // The clock of workerd cannot be moved, so the issuer follows it.
  issuer = await startOidcIssuer({ clock: createClock({ ticking: true }) });
  worker = await startLocalWorker({
    built: await buildWorker(WRANGLER_FILE),
    config: {},
    secrets: { ISSUER: issuer.url, AUDIENCE, TIMEOUT_MS: String(TIMEOUT_MS) },
  });
}, 60_000);
afterAll(async () => {
  await worker.stop();
  await issuer.close();
});

beforeEach(async () => {
  await fetch(`${worker.url}/forget`);
  issuer.settings.latencyMs = 0;
  issuer.requests.length = 0;
});

const good = () => issuer.mint(issuer.claimsOf({ aud: AUDIENCE }));
const asked = () => [issuer.counts.discovery, issuer.counts.keys];

async function verify(token: string): Promise<unknown> {
  const answer = await fetch(worker.url, { method: 'POST', body: token });
  return answer.json();
}

test('a token that the runner gives to a job is verified in workerd', async () => {
  const response = await fetch(`${issuer.requestUrl}&audience=${encodeURIComponent(AUDIENCE)}`, {
    headers: { authorization: `bearer ${issuer.requestToken}` },
  });
  const { value } = Object(await response.json());
  expect(await verify(String(value))).toMatchObject({
    ok: true,
    value: { repository: 'acme/shop', repositoryId: '123456' },
  });
});

test('forged and expired ones are refused there too', async () => {
  const claims = issuer.claimsOf({ aud: AUDIENCE });
  const tokens = [
    issuer.mint(claims, { alg: 'none' }),
    issuer.mint(claims, { alg: 'HS256' }),
    issuer.mint(claims, { alg: 'PS256', header: { alg: 'RS256' } }),
    issuer.mint(claims, { key: 'foreign' }),
    issuer.mint(issuer.claimsOf({ aud: [AUDIENCE] })),
    issuer.mint({ ...claims, exp: Math.floor(issuer.clock.now() / 1000) - 31 }),
    `${good()}A`,
  ];
  for (const token of tokens) expect(await verify(token)).toMatchObject({ ok: false });
});

test('requests that come at the same time share one reading of the keys', async () => {
  issuer.settings.latencyMs = 50;
  const answers = await Promise.all(Array.from({ length: 6 }, () => verify(good())));
  expect(answers).toEqual(Array.from({ length: 6 }, () => expect.objectContaining({ ok: true })));
  expect(asked()).toEqual([1, 1]);
});

test('a reading that ended with its request does not hold up the others for ever', async () => {
  issuer.settings.latencyMs = 50;
  expect(await (await fetch(`${worker.url}/abandon`)).text()).toBe('abandoned');
  const answers = await Promise.all([verify(good()), verify(good())]);
  expect(answers).toEqual([
    expect.objectContaining({ ok: true }),
    expect.objectContaining({ ok: true }),
  ]);
  expect(asked()[1]).toBe(1);
});

test('nobody waits for a reading whose time is long over', async () => {
  issuer.settings.latencyMs = 50;
  await fetch(`${worker.url}/abandon`);
  await fetch(`${worker.url}/advance`, { method: 'POST', body: String(TIMEOUT_MS + SECOND) });
  const begun = performance.now();
  expect(await verify(good())).toMatchObject({ ok: true });
  expect(performance.now() - begun).toBeLessThan(TIMEOUT_MS + SECOND);
});

test('while the issuer hangs, all who wait are answered', async () => {
  issuer.fail({ kind: 'hang' });
  const answers = await Promise.all([verify(good()), verify(good())]);
  const problem = 'the issuer lists no such key, or could not be asked';
  expect(answers).toEqual([
    { ok: false, problem },
    { ok: false, problem },
  ]);
  expect(asked()).toEqual([1, 0]);
});
