import { describe, expect, test } from 'vitest';
import { webhookRequester } from '../../../../worker/entrances/webhook/requester.ts';
import { CONFIG, CRM, freshRun, NOW, openApp, RUN_ID, SERVICES } from '../../open-app.ts';
import { webhookPost } from '../../signed-requests.ts';

describe('an order', () => {
  test.each<[object, object]>([
    [
      { service: 'prod' },
      { service: 'prod', type: 'full', isTypeGiven: false, requester: webhookRequester(null) },
    ],
    [{ service: 'shop' }, { service: 'shop', type: 'dump' }],
    [
      { service: 'shop', type: 'full' },
      { service: 'shop', type: 'full', isTypeGiven: true },
    ],
    [
      { service: 'prod', reason: 'before the migration' },
      { requester: webhookRequester('before the migration') },
    ],
    [{ service: 'prod', reason: 'x'.repeat(500) }, { service: 'prod' }],
  ])('%j asks its coordinator', async (order, request) => {
    const { app, accepted, callers } = openApp();
    const answer = await app.request(...webhookPost(order, { id: 'msg_7' }));
    expect(answer.status).toBe(202);
    expect(accepted).toMatchObject([{ ...request, deliveries: ['webhook:msg_7'] }]);
    expect(callers).toEqual([]);
  });

  test('is answered with the run', async () => {
    const { app, logged } = openApp();
    const answer = await app.request(...webhookPost({ service: 'prod', reason: 'migration' }));
    expect(await answer.json()).toEqual({
      id: RUN_ID,
      service: 'prod',
      type: 'full',
      state: 'accepted',
      joined: false,
      requestedBy: [{ via: 'webhook', reason: 'migration' }],
      acceptedAt: new Date(NOW).toISOString().replace('.000', ''),
    });
    expect(logged).toEqual([
      { event: 'accepted', entrance: 'webhook', service: 'prod', run: RUN_ID },
    ]);
  });

  test.each<[string, unknown]>([
    ['is not JSON', 'service=prod'],
    ['is empty', ''],
    ['is null', null],
    ['is a list', [{ service: 'prod' }]],
    ['names no service', { type: 'full' }],
    ['names a service by a number', { service: 7 }],
    ['names a type that there is not', { service: 'prod', type: 'Full' }],
    ['has a type of null', { service: 'prod', type: null }],
    ['has a key that nobody knows', { service: 'prod', typ: 'full' }],
    ['has a reason that is too long', { service: 'prod', reason: 'x'.repeat(501) }],
    ['has a reason that is no text', { service: 'prod', reason: {} }],
  ])('that %s cannot be read', async (_, order) => {
    const { app, accepted } = openApp();
    const answer = await app.request(...webhookPost(order));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      error: { code: 'unreadable', message: expect.stringMatching(/^The body /) },
    });
    expect(accepted).toEqual([]);
  });
});

describe('a service that', () => {
  const answerTo = async (service: string, config: unknown = CONFIG) => {
    const { app, accepted } = openApp({ config });
    const answer = await app.request(...webhookPost({ service }));
    expect(accepted).toEqual([]);
    return { status: answer.status, body: await answer.json() };
  };

  test.each(['staging', '__proto__', 'constructor', 'Prod', ''])(
    'is not there is not found: "%s"',
    async (service) => {
      expect(await answerTo(service)).toMatchObject({
        status: 404,
        body: { error: { code: 'not-found' } },
      });
    },
  );

  test('webhooks may not request is forbidden, and what allows it is named', async () => {
    const { status, body } = await answerTo('shop', { ...CONFIG, webhook: { services: ['prod'] } });
    expect(status).toBe(403);
    expect(body).toEqual({
      error: {
        code: 'forbidden',
        message:
          'Webhooks may not request shop: webhook.services in the configuration does not list it.',
      },
    });
  });

  test('is forbidden too where the configuration says nothing of webhooks', async () => {
    expect(await answerTo('prod', { services: SERVICES })).toMatchObject({ status: 403 });
  });

  test('can only be looked at is more than can be done', async () => {
    expect(await answerTo('archive')).toEqual({
      status: 422,
      body: {
        error: {
          code: 'unsupported',
          message: "ByCloud's API cannot start backups, so none can be requested for archive.",
        },
      },
    });
  });
});

describe('a service with one type of backup', () => {
  const config = { services: { crm: CRM }, webhook: { services: ['crm'] } };

  test.each([{}, { type: 'snapshot' }])('is asked for that one: %j', async (over) => {
    const { app, accepted } = openApp({ config });
    const answer = await app.request(...webhookPost({ service: 'crm', ...over }));
    expect(answer.status).toBe(202);
    expect(accepted).toMatchObject([{ service: 'crm', type: 'snapshot' }]);
  });

  test('cannot be asked for another', async () => {
    const { app, accepted } = openApp({ config });
    const answer = await app.request(...webhookPost({ service: 'crm', type: 'dump' }));
    expect(answer.status).toBe(422);
    expect(await answer.json()).toEqual({
      error: {
        code: 'unsupported',
        message: 'Every backup of crm is a snapshot; Skyvia has no other type.',
      },
    });
    expect(accepted).toEqual([]);
  });
});

test('an order that is signed is thrown away by no limit of calls', async () => {
  const { app, accepted } = openApp({ mayCall: async () => false });
  expect((await app.request(...webhookPost({ service: 'prod' }))).status).toBe(202);
  expect(accepted).toHaveLength(1);
});

test('the same webhook-id for a backup of another type is refused with 422', async () => {
  const accept = async () => ({ kind: 'delivery-used', run: freshRun({ type: 'full' }) }) as const;
  const { app } = openApp({ accept });
  const answer = await app.request(...webhookPost({ service: 'prod', type: 'dump' }));
  expect(answer.status).toBe(422);
  expect(await answer.json()).toEqual({
    error: {
      code: 'id-used',
      message:
        'This webhook-id was already used for a full backup of prod. Send a new id to request another type.',
    },
  });
});
