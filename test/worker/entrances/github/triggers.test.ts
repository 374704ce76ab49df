import { describe, expect, test } from 'vitest';
import { githubRequester } from '../../../../worker/entrances/github/requester.ts';
import type { Acceptance, RunRequest } from '../../../../worker/orders/run.ts';
import { CONFIG, freshRun, NOW, openApp, RUN_ID } from '../../open-app.ts';
import { githubPost } from '../../signed-requests.ts';
import { deployment, push, release } from './payloads.ts';

function openWith(
  triggers: readonly object[],
  accept?: (request: RunRequest) => Promise<Acceptance>,
) {
  const config = { ...CONFIG, github: { triggers } };
  return openApp({ config, ...(accept && { accept }) });
}

const SHOP = { repository: 'acme/shop', service: 'prod' };
const onDeployment = { event: 'deployment', ...SHOP };
const onRelease = { event: 'release', ...SHOP };
const onPush = { event: 'push', ...SHOP };

describe('a trigger', () => {
  test.each<[string, object, [string, object], boolean]>([
    ['a deployment, any environment', onDeployment, ['deployment', deployment('test')], true],
    [
      'a deployment to its environment',
      { ...onDeployment, environment: 'production' },
      ['deployment', deployment()],
      true,
    ],
    [
      'a deployment to another',
      { ...onDeployment, environment: 'production' },
      ['deployment', deployment('production-eu')],
      false,
    ],
    [
      'a deployment to its environment in another case',
      { ...onDeployment, environment: 'production' },
      ['deployment', deployment('Production')],
      true,
    ],
    [
      'a push to its branch in another case, which is another branch',
      { ...onPush, branch: 'main' },
      ['push', push('refs/heads/Main')],
      false,
    ],
    [
      'a deployment that is not created',
      onDeployment,
      ['deployment', deployment('production', 'deleted')],
      false,
    ],
    ['a release that is published', onRelease, ['release', release()], true],
    ['a release that is only created', onRelease, ['release', release('created')], false],
    ['a release that is edited', onRelease, ['release', release('edited')], false],
    ['a push to any branch', onPush, ['push', push('refs/heads/feature/x')], true],
    ['a push to its branch', { ...onPush, branch: 'main' }, ['push', push()], true],
    [
      'a push to a branch below it',
      { ...onPush, branch: 'main' },
      ['push', push('refs/heads/main/x')],
      false,
    ],
    ['a push of a tag', onPush, ['push', push('refs/tags/main')], false],
    ['a push that deletes the branch', onPush, ['push', push('refs/heads/main', true)], false],
    ['another event', onPush, ['release', release()], false],
    ['an event that starts nothing', onPush, ['workflow_run', { action: 'completed' }], false],
    ['another repository', { ...onPush, repository: 'acme/shop2' }, ['push', push()], false],
    [
      'its repository in another case',
      { ...onPush, repository: 'Acme/Shop' },
      ['push', push()],
      true,
    ],
  ])('%s: %j', async (_, trigger, [event, payload], matches) => {
    const { app, accepted } = openWith([trigger]);
    const answer = await app.request(...githubPost(event, payload));
    expect(answer.status).toBe(matches ? 202 : 200);
    expect(accepted).toHaveLength(matches ? 1 : 0);
    if (!matches) expect(await answer.json()).toEqual({ ignored: expect.stringMatching(/\S/) });
  });

  test.each([
    [onPush, 'full'],
    [{ ...onPush, service: 'shop' }, 'dump'],
    [{ ...onPush, service: 'shop', type: 'incremental' }, 'incremental'],
  ])('%j asks for the type %s', async (trigger, type) => {
    const { app, accepted } = openWith([trigger]);
    await app.request(...githubPost('push', push()));
    expect(accepted).toMatchObject([{ service: trigger.service, type }]);
  });
});

describe('a delivery that matches', () => {
  test('is known by its id and by its body, because the id is not signed', async () => {
    const { app, accepted, callers } = openApp();
    await app.request(...githubPost('deployment', deployment()));
    const other = { 'x-github-delivery': 'another-id' };
    await app.request(...githubPost('deployment', deployment(), { headers: other }));
    const [first, second] = accepted;
    expect(first).toEqual({
      service: 'prod',
      type: 'full',
      isTypeGiven: false,
      mustBeNew: false,
      requester: githubRequester({ event: 'deployment', repository: 'acme/shop' }),
      deliveries: [
        'github:72d3162e-cc78-11e3-81ab-4c9367dc0958',
        expect.stringMatching(/^github-body:[0-9a-f]{64}$/),
      ],
    });
    expect(second?.deliveries).toEqual(['github:another-id', first?.deliveries[1]]);
    expect(callers).toEqual([]);
  });

  test('does not insist on a type, which the trigger may have had changed when it comes again', async () => {
    const { app, accepted } = openWith([{ ...onPush, type: 'dump' }]);
    await app.request(...githubPost('push', push()));
    expect(accepted).toMatchObject([{ type: 'dump', isTypeGiven: false }]);
  });

  test('with another body is another delivery', async () => {
    const { app, accepted } = openWith([onPush]);
    await app.request(...githubPost('push', push()));
    await app.request(...githubPost('push', push('refs/heads/next')));
    expect(accepted[0]?.deliveries[1]).not.toBe(accepted[1]?.deliveries[1]);
  });

  test('is answered with the run', async () => {
    const answer = await openApp().app.request(...githubPost('release', release()));
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({
      id: RUN_ID,
      service: 'prod',
      type: 'full',
      state: 'accepted',
      joined: false,
      requestedBy: [{ via: 'github', event: 'release', repository: 'acme/shop' }],
      acceptedAt: new Date(NOW).toISOString().replace('.000', ''),
    });
  });

  test('for several services asks for a backup of each', async () => {
    const accept = async ({ service }: RunRequest): Promise<Acceptance> => ({
      kind: 'accepted',
      run: freshRun({ service }),
      joined: service === 'shop',
    });
    const { app } = openWith([onPush, { ...onPush, service: 'shop' }], accept);
    const answer = await app.request(...githubPost('push', push()));
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({
      service: 'prod',
      joined: false,
      also: [{ service: 'shop', joined: true }],
    });
  });

  test('is thrown away by no limit of calls: GitHub would not send it again', async () => {
    const open = openApp({ mayCall: async () => false });
    expect((await open.app.request(...githubPost('push', push()))).status).toBe(202);
    expect(open.accepted).toHaveLength(1);
  });
});

describe('a delivery that', () => {
  test('is a ping is answered', async () => {
    const { app, accepted } = openApp();
    const answer = await app.request(...githubPost('ping', { zen: 'Design for failure.' }));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ ignored: 'a ping: the webhook works' });
    expect(accepted).toEqual([]);
  });

  test.each<[string, string, unknown]>([
    ['is not JSON', 'push', 'ref=refs/heads/main'],
    ['is of another event than its header says', 'deployment', push()],
    [
      'is the status of a deployment under the name of a deployment',
      'deployment',
      { ...deployment(), deployment_status: { state: 'success' } },
    ],
    [
      'is a published package under the name of a release',
      'release',
      { action: 'published', package: {}, repository: { full_name: 'acme/shop' } },
    ],
    ['names no repository', 'release', { action: 'published', release: { tag_name: 'v1' } }],
    ['is a list', 'push', [push()]],
    ['is null', 'push', null],
  ])('%s cannot be read', async (_, event, payload) => {
    const { app, accepted } = openApp();
    const answer = await app.request(...githubPost(event, payload));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'unreadable' } });
    expect(accepted).toEqual([]);
  });
});
