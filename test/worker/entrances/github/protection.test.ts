import { describe, expect, test } from 'vitest';
import { PKCS1 } from '../../github/app-keys.ts';
import { CONFIG, openApp, SECRETS } from '../../open-app.ts';
import { githubPost } from '../../signed-requests.ts';

const CALLBACK =
  'https://api.github.com/repos/acme/shop/actions/runs/77/deployment_protection_rule';

/** What GitHub sends, as far as it is read, and something beyond. */
function payload(over: Readonly<Record<string, unknown>> = {}) {
  return {
    action: 'requested',
    environment: 'production',
    event: 'push',
    deployment_callback_url: CALLBACK,
    deployment: { id: 5, sha: 'f'.repeat(40), environment: 'production' },
    pull_requests: Array.from({ length: 20 }, () => ({ body: 'x'.repeat(20_000) })),
    repository: { id: 1001, full_name: 'acme/shop', private: false },
    installation: { id: 9, node_id: 'x' },
    sender: { login: 'octocat' },
    ...over,
  };
}

const APP = { GITHUB_APP_ID: '123456', GITHUB_APP_PRIVATE_KEY: PKCS1 };

function open(options: Parameters<typeof openApp>[0] = {}) {
  return openApp({ secrets: { ...SECRETS, ...APP }, ...options });
}

const post = (over?: Readonly<Record<string, unknown>>) =>
  githubPost('deployment_protection_rule', payload(over));

test('a deployment that waits is stored, and then answered', async () => {
  const { app, deployments, accepted } = open();
  const answer = await app.request(...post());
  expect(answer.status).toBe(202);
  expect(await answer.json()).toEqual({
    deployment: { repository: 'acme/shop', environment: 'production', run: '77' },
  });
  expect(deployments).toEqual([
    {
      repository: 'acme/shop',
      repositoryId: 1001,
      installationId: 9,
      environment: 'production',
      runId: '77',
      deploymentId: '5',
      sha: 'f'.repeat(40),
      sender: 'octocat',
      delivery: '72d3162e-cc78-11e3-81ab-4c9367dc0958',
      bodyHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  ]);
  // It starts no backup.
  expect(accepted).toEqual([]);
});

test('one that cannot be stored is not acknowledged', async () => {
  const acceptDeployment = () => Promise.reject(new Error('the object is gone'));
  expect((await open({ acceptDeployment }).app.request(...post())).status).toBe(500);
});

test.each([
  [{ deployment: { id: 5, sha: '<!channel>' } }],
  [{ deployment: { id: 5 }, sender: null }],
])('what it does not say of its commit and its sender is left out: %j', async (over) => {
  const { app, deployments } = open();
  expect((await app.request(...post(over))).status).toBe(202);
  expect(deployments).toMatchObject([{ deploymentId: '5', sha: null }]);
});

test('one without an id of the deployment is known by its body', async () => {
  const { app, deployments } = open();
  expect((await app.request(...post({ deployment: undefined }))).status).toBe(202);
  expect(deployments).toMatchObject([{ deploymentId: null }]);
});

describe('an event is ignored, and the log says why,', () => {
  test.each([
    ['where nothing waits', { action: 'closed' }, 'only a deployment that waits is answered'],
    [
      'without an environment',
      { environment: undefined },
      'the event has no environment, so it cannot be answered',
    ],
    [
      'without an address',
      { deployment_callback_url: null },
      'the event has no deployment_callback_url, so it cannot be answered',
    ],
    [
      'of a webhook that is not of an App',
      { installation: undefined },
      'the event has no installation, so it cannot be answered',
    ],
  ])('%s', async (_, over, ignored) => {
    const { app, deployments, logged } = open();
    const answer = await app.request(...post(over));
    expect([answer.status, await answer.json()]).toEqual([200, { ignored }]);
    expect(deployments).toEqual([]);
    expect(logged).toMatchObject([{ event: 'deployment-ignored', reason: ignored }]);
  });

  test('where there is no App to answer with', async () => {
    const { app, deployments, logged } = open({ secrets: SECRETS });
    const answer = await app.request(...post());
    expect(await answer.json()).toEqual({
      ignored: 'GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY are not set, so it cannot be answered',
    });
    expect([deployments, logged.length]).toEqual([[], 1]);
  });
});

describe('an address that is not the one it has to be is refused, and never called:', () => {
  test.each([
    'https://evil.example/repos/acme/shop/actions/runs/77/deployment_protection_rule',
    'https://api.github.com.evil.example/repos/acme/shop/actions/runs/77/deployment_protection_rule',
    'https://api.github.com/repos/acme/other/actions/runs/77/deployment_protection_rule',
    'https://api.github.com/repos/acme/shop/actions/runs/077/deployment_protection_rule',
    'https://api.github.com/repos/acme/shop/actions/runs/7/../77/deployment_protection_rule',
    'https://api.github.com/repos/acme/shop/actions/runs/77/deployment_protection_rule?x=1',
    'http://api.github.com/repos/acme/shop/actions/runs/77/deployment_protection_rule',
    'https://api.github.com/repos/acme/shop/actions/runs/77',
  ])('%s', async (url) => {
    const { app, deployments, logged } = open();
    const answer = await app.request(...post({ deployment_callback_url: url }));
    expect(answer.status).toBe(422);
    expect(deployments).toEqual([]);
    expect(logged).toMatchObject([{ event: 'deployment-refused' }]);
    expect(JSON.stringify([logged, await answer.json()])).not.toContain('evil');
  });

  test('on GitHub Enterprise Server it is below github.apiUrl', async () => {
    const apiUrl = 'https://github.acme.example/api/v3';
    const github = { apiUrl };
    const given = { config: { ...CONFIG, github } };
    const url = `${apiUrl}/repos/acme/shop/actions/runs/77/deployment_protection_rule`;
    const good = open(given);
    expect((await good.app.request(...post({ deployment_callback_url: url }))).status).toBe(202);
    const bad = open(given);
    expect((await bad.app.request(...post())).status).toBe(422);
  });
});

test.each([
  ['a repository of dots', { repository: { id: 1, full_name: 'acme/..' } }],
  ['a repository that is none', { repository: { id: 1, full_name: 'acme' } }],
  ['a repository without an id', { repository: { full_name: 'acme/shop' } }],
])('%s is unreadable', async (_, over) => {
  const { app, deployments } = open();
  expect((await app.request(...post(over))).status).toBe(400);
  expect(deployments).toEqual([]);
});

test('without a right signature nothing is read', async () => {
  const { app, deployments } = open();
  const forged = githubPost('deployment_protection_rule', payload(), { secret: 'another-secret' });
  expect((await app.request(...forged)).status).toBe(401);
  expect(deployments).toEqual([]);
});

test.each([
  '{',
  {},
  null,
  [],
  { action: 'requested' },
  { action: 'requested', repository: { id: 1001, full_name: '../x' } },
])('a body that is not such an event cannot be read: %j', async (body) => {
  const { app, deployments } = open();
  const answer = await app.request(...githubPost('deployment_protection_rule', body));
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { code: 'unreadable' } });
  expect(deployments).toEqual([]);
});
