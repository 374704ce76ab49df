import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callWith } from './call-emulator.ts';
import { type GitHubAppEmulator, startGitHubApp } from './github-app/index.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const minute = 60_000;

let github: GitHubAppEmulator;

beforeEach(async () => {
  github = await startGitHubApp({
    appIds: ['42', 'Iv1'],
    privateKey: pem,
    webhookSecret: 'secret',
  });
  const repositories = [
    { id: 1, fullName: 'acme/shop' },
    { id: 2, fullName: 'acme/other' },
  ];
  github.install({ id: 7, repositories, permissions: { deployments: 'write', actions: 'read' } });
});
afterEach(() => github.close());

interface Claims {
  readonly iss?: string;
  readonly iat?: number;
  readonly exp?: number;
}

function sign({ iss = '42', iat = -60, exp = 540 }: Claims = {}, key = privateKey) {
  const now = Math.floor(github.clock.now() / 1000);
  const claims = { iss, iat: now + iat, exp: now + exp };
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(key);
}

function call(token: string, path: string, body?: unknown) {
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
  };
  return callWith(headers)(github, path, body === undefined ? {} : { method: 'POST', body });
}

const tokens = '/app/installations/7/access_tokens';

async function createToken(body: unknown = {}): Promise<string> {
  const { status, json } = await call(await sign(), tokens, body);
  expect(status).toBe(201);
  return String((json as { token: unknown }).token);
}

function deploy(environment = 'production') {
  return github.deploy({ repository: 'acme/shop', environment, runId: '5' });
}

const review = '/repos/acme/shop/actions/runs/5/deployment_protection_rule';
const approval = { environment_name: 'production', state: 'approved', comment: 'good' };

describe('the token of an App', () => {
  test.each<[string, Claims, number]>([
    ['with its app id', {}, 201],
    ['with its client id', { iss: 'Iv1' }, 201],
    ['of another App', { iss: '43' }, 404],
    ['that is issued this moment', { iat: 0 }, 201],
    ['that is issued a second ahead', { iat: 1 }, 401],
    ['that lives for ten minutes from now', { exp: 600 }, 201],
    ['that lives for longer', { exp: 601 }, 401],
    ['that has just expired', { exp: 0 }, 401],
  ])('%s: %j gets %i', async (_, claims, status) => {
    expect((await call(await sign(claims), tokens, {})).status).toBe(status);
  });

  test('that another key signed is refused, and so is what is none', async () => {
    expect((await call(await sign({}, other), tokens, {})).status).toBe(401);
    expect((await call('x.y.z', tokens, {})).status).toBe(401);
  });
});

describe('the token of an installation', () => {
  test('is long, and dies after an hour', async () => {
    deploy();
    const token = await createToken();
    expect(token.length).toBeGreaterThan(100);
    github.clock.advance(60 * minute - 1);
    expect((await call(token, review, { ...approval, state: 'x' })).status).toBe(422);
    github.clock.advance(1);
    expect((await call(token, review, approval)).status).toBe(401);
  });

  test('reaches only its repositories, with its rights', async () => {
    deploy();
    const elsewhere = await createToken({ repository_ids: [2] });
    expect((await call(elsewhere, review, approval)).status).toBe(404);
    const reading = await createToken({ permissions: { deployments: 'read' } });
    expect((await call(reading, review, approval)).status).toBe(403);
    expect((await call(await sign(), tokens, { repository_ids: [3] })).status).toBe(422);
    const tooMuch = { permissions: { contents: 'write' } };
    expect((await call(await sign(), tokens, tooMuch)).status).toBe(422);
    const unknown = '/app/installations/8/access_tokens';
    expect((await call(await sign(), unknown, {})).status).toBe(404);
  });
});

describe('a decision', () => {
  test('is taken once; a second one is refused, whatever it says', async () => {
    const deployment = deploy();
    const token = await createToken();
    expect(await call(token, review, approval)).toMatchObject({ status: 204, text: '' });
    expect((await call(token, review, { ...approval, state: 'rejected' })).status).toBe(422);
    expect(deployment).toMatchObject({ state: 'approved', late: [{ state: 'rejected' }] });
  });

  test.each([
    [{ ...approval, environment_name: 'staging' }, 404],
    [{ ...approval, state: 'maybe' }, 422],
    [{ ...approval, comment: 'x'.repeat(1025) }, 422],
    [{ ...approval, note: 'x' }, 422],
    [{ state: 'approved' }, 422],
  ])('%j gets %i', async (body, status) => {
    deploy();
    expect((await call(await createToken(), review, body)).status).toBe(status);
  });

  test('comes too late where an administrator has let it through', async () => {
    const { id } = deploy();
    github.bypass(id);
    expect((await call(await createToken(), review, approval)).status).toBe(422);
  });
});

test('ten reports are taken for a deployment, and none after its decision', async () => {
  const deployment = deploy();
  const token = await createToken();
  const report = { environment_name: 'production', comment: 'held' };
  for (let count = 1; count <= 10; count += 1) {
    expect((await call(token, review, report)).status).toBe(204);
  }
  expect((await call(token, review, report)).status).toBe(422);
  await call(token, review, approval);
  expect((await call(token, review, report)).status).toBe(422);
  expect(deployment.reports).toHaveLength(10);
});

describe('deliveries', () => {
  test('are listed newest first, in pages, and sent again with the same guid', async () => {
    deploy('one');
    deploy('two');
    const [first] = github.waitingEvents();
    github.settle(first?.deliveryId ?? 0, 502);
    const jwt = await sign();
    const page = await call(jwt, '/app/hook/deliveries?per_page=1');
    expect(page.headers.get('link')).toMatch(
      /\/app\/hook\/deliveries\?per_page=1&cursor=1>; rel="next"/,
    );
    const { json } = await call(jwt, '/app/hook/deliveries?per_page=1&cursor=1');
    expect(json).toMatchObject([{ status_code: 502, redelivery: false }]);
    const attempts = `/app/hook/deliveries/${first?.deliveryId}/attempts`;
    expect((await call(jwt, attempts, {})).status).toBe(202);
    const again = github.waitingEvents().at(-1);
    expect(again?.headers['x-github-delivery']).toBe(first?.headers['x-github-delivery']);
    expect(again?.body).toBe(first?.body);
  });

  test('older than three days are not sent again', async () => {
    deploy();
    const [first] = github.waitingEvents();
    const attempts = `/app/hook/deliveries/${first?.deliveryId}/attempts`;
    github.clock.advance(3 * 24 * 60 * minute + 1);
    expect((await call(await sign(), attempts, {})).status).toBe(404);
  });
});

test.each([
  [403, 'x-ratelimit-reset'],
  [429, 'retry-after'],
] as const)('a limit is said with %i and %s', async (status, header) => {
  github.setLimit({ until: github.clock.now() + minute, status, header });
  const limited = await call(await sign(), tokens, {});
  expect(limited.status).toBe(status);
  expect(limited.headers.get(header)).not.toBeNull();
  github.clock.advance(minute);
  expect((await call(await sign(), tokens, {})).status).toBe(201);
});
