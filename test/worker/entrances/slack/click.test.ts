import { describe, expect, onTestFinished, test } from 'vitest';
import { HOUR, MINUTE } from '../../../../shared/domain/instant.ts';
import { BUTTONS, buttonsFor } from '../../../../worker/slack/buttons.ts';
import type { SnoozeOrder } from '../../../../worker/watch/snooze.ts';
import { type SlackEmulator, startSlack } from '../../../emulator/slack/index.ts';
import { serviceResult } from '../../../shared/report/service-result-fixture.ts';
import { bySlack } from '../../run-fixture.ts';
import { CONFIG, NOW, openApp, type OpenOptions, RUN_ID } from '../../open-app.ts';
import { altered } from '../../signed-requests.ts';
import { CLICK, clickPayload, clickPost } from './click.ts';
import { readBlocks } from './reply.ts';

async function startAnnasSlack(): Promise<SlackEmulator> {
  const slack = await startSlack();
  onTestFinished(() => slack.close());
  slack.addChannel({ id: 'C1' });
  return slack;
}

/** Anna clicks. Gives all that the app did, and what she, and only she, reads then. */
async function click(
  action: string,
  value: unknown,
  options: OpenOptions & { over?: object } = {},
) {
  const { over = {}, ...rest } = options;
  const slack = await startAnnasSlack();
  const orders: (SnoozeOrder & { readonly service: string })[] = [];
  const looked: string[] = [];
  const config = Object(rest.config ?? { ...CONFIG, watch: {} });
  const open = openApp({
    look: async ({ name }) => {
      looked.push(name);
      return serviceResult({
        verdict: 'warn',
        findings: [{ code: 'no-schedule', severity: 'warn' }],
      });
    },
    snooze: async ({ name }, order) => {
      orders.push({ ...order, service: name });
      return { ...order, until: NOW + (order.forMs ?? 0) };
    },
    ...rest,
    config: { ...config, slack: { ...config.slack, apiUrl: slack.apiUrl } },
  });
  const payload = clickPayload(action, value, {
    response_url: slack.newResponseUrl('C1'),
    ...over,
  });
  const answer = await open.app.request(...clickPost(payload));
  expect([answer.status, await answer.text()]).toEqual([200, '']);
  await Promise.all(open.deferred);
  const said = slack.messages.map(readBlocks);
  expect(slack.messages.filter(({ ephemeral }) => !ephemeral)).toEqual([]);
  return { ...open, orders, looked, said };
}

test('the buttons are those that are answered, each with the service', () => {
  expect(BUTTONS.map(([action]) => action)).toEqual(['check', 'backup', 'snooze']);
  const { elements } = buttonsFor('prod');
  expect(elements).toMatchObject(BUTTONS.map(([action_id]) => ({ action_id, value: 'prod' })));
});

describe('Check again', () => {
  test('has the watch look, and answers with the status', async () => {
    const { looked, said, callers } = await click('check', 'prod');
    expect(looked).toEqual(['prod']);
    expect(said).toEqual([expect.stringContaining('⚠️ `prod`: there is no backup schedule')]);
    expect(callers).toEqual(['slack:T1:U1']);
  });

  test('that fails says so', async () => {
    const look = () => Promise.reject(new TypeError('broken'));
    const { said } = await click('check', 'prod', { look });
    expect(said).toEqual([expect.stringContaining('❔ `prod`: could not be checked')]);
  });
});

describe('Back up now', () => {
  test('places an order of whoever clicked, who is told how it ends', async () => {
    const { accepted, said, logged } = await click('backup', 'prod', {
      over: { response_url: CLICK },
    });
    expect(accepted).toEqual([
      {
        service: 'prod',
        type: 'full',
        isTypeGiven: false,
        mustBeNew: false,
        requester: bySlack({ responseUrl: CLICK, urlDiesAt: NOW + 30 * MINUTE }),
        deliveries: ['slack:398738663015.47445629121.803a0bc888'],
      },
    ]);
    expect(logged).toContainEqual({
      event: 'accepted',
      entrance: 'slack',
      service: 'prod',
      run: RUN_ID,
    });
    expect(said).toEqual([]);
  });

  test('takes the usual type of the service, and says that it is on its way', async () => {
    const { accepted, said } = await click('backup', 'shop');
    expect(accepted).toMatchObject([{ service: 'shop', type: 'dump' }]);
    expect(said).toEqual([expect.stringContaining('A `dump` backup of `shop` is on its way')]);
  });

  test('of a provider that takes none says so', async () => {
    const { accepted, said } = await click('backup', 'archive');
    expect(accepted).toEqual([]);
    expect(said).toEqual([expect.stringContaining('cannot start backups')]);
  });

  test('that cannot be stored is not answered as taken', async () => {
    const accept = () => Promise.reject(new Error('broken'));
    const open = openApp({ accept });
    const answer = await open.app.request(...clickPost(clickPayload('backup', 'prod')));
    expect(answer.status).toBe(500);
  });
});

describe('Snooze 24 h', () => {
  test('snoozes for a day, and says until when', async () => {
    const { orders, said } = await click('snooze', 'prod');
    expect(orders).toEqual([
      {
        service: 'prod',
        forMs: 24 * HOUR,
        who: 'U1',
        why: 'by a button',
        id: 'slack:398738663015.47445629121.803a0bc888',
      },
    ]);
    expect(said).toEqual([expect.stringContaining('are not told until 16 Jan 12:00 UTC')]);
  });
});

describe('a click is not trusted', () => {
  test.each(['check', 'backup', 'snooze'])(
    '%s is authorised by the rules of now, not of the day of the message',
    async (action) => {
      const config = { ...CONFIG, watch: {}, slack: { allow: [{ users: ['U2'] }] } };
      const { said, accepted, orders, looked } = await click(action, 'prod', { config });
      expect(said).toEqual([expect.stringContaining('Sorry, you are not allowed to use')]);
      expect([accepted, orders, looked]).toEqual([[], [], []]);
    },
  );

  test.each(['check', 'backup', 'snooze'])(
    '%s of a service that is not there is answered, and does nothing',
    async (action) => {
      const value = 'gone <!channel> `x`';
      const { said, accepted, orders, looked } = await click(action, value);
      expect(said).toEqual([
        expect.stringMatching(/I don't know the service `gone &lt;!channel&gt; 'x'`/),
      ]);
      expect([accepted, orders, looked]).toEqual([[], [], []]);
    },
  );

  test.each([
    ['restore', 'prod'],
    ['', 'prod'],
    ['constructor', 'prod'],
  ])('a button that is not there any more, "%s", is answered', async (action, value) => {
    const { said, accepted, orders, looked } = await click(action, value);
    expect(said).toEqual([expect.stringContaining('I do not know this button any more')]);
    expect([accepted, orders, looked]).toEqual([[], [], []]);
  });

  test('a button without a value names no service', async () => {
    for (const value of [undefined, null, '']) {
      const { said } = await click('backup', value);
      expect(said).toEqual([expect.stringContaining("I don't know the service")]);
    }
  });

  test('of many at once, those beyond the limit do nothing', async () => {
    const { said, accepted } = await click('backup', 'prod', { mayCall: async () => false });
    expect(said).toEqual([expect.stringContaining('Too many requests at once')]);
    expect(accepted).toEqual([]);
  });

  test('what is said goes to no other host than Slack', async () => {
    const stranger = await startAnnasSlack();
    const over = { response_url: stranger.newResponseUrl('C1') };
    const { said, logged } = await click('check', 'prod', { over });
    expect(said).toEqual([]);
    expect(stranger.requests).toEqual([]);
    expect(logged).toMatchObject([{ event: 'status-undeliverable' }]);
  });

  test('an app of a whole organisation may leave out the team', async () => {
    const over = { team: null, enterprise: { id: 'E1' }, user: { id: 'U1', team_id: 'T1' } };
    const { looked } = await click('check', 'prod', { over });
    expect(looked).toEqual(['prod']);
  });
});

describe('the payload', () => {
  test.each([
    ['payload', 'no JSON'],
    ['payload', ''],
    ['payload.type', clickPayload('check', 'prod', { type: 'view_submission' })],
    ['payload.user', clickPayload('check', 'prod', { user: undefined })],
    ['payload.user.id', clickPayload('check', 'prod', { user: { id: '<@U1>' } })],
    ['payload.channel', clickPayload('check', 'prod', { channel: null })],
    ['payload.team', clickPayload('check', 'prod', { team: null, user: { id: 'U1' } })],
    ['payload.trigger_id', clickPayload('check', 'prod', { trigger_id: 'a b' })],
    ['payload.response_url', clickPayload('check', 'prod', { response_url: 'none' })],
    ['payload.actions', clickPayload('check', 'prod', { actions: [] })],
    ['payload.actions.0.value', clickPayload('check', { service: 'prod' })],
  ])('without a readable %s is refused, and the field is named', async (field, payload) => {
    const { app, accepted } = openApp();
    const answer = await app.request(...clickPost(payload));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      error: { code: 'unreadable', message: `The field ${field} is not right.` },
    });
    expect(accepted).toEqual([]);
  });

  test('is read only once it is proved to be of Slack', async () => {
    const open = openApp();
    const good = clickPost(clickPayload('backup', 'prod'));
    const forged = altered(good, { headers: { 'x-slack-signature': `v0=${'0'.repeat(64)}` } });
    expect((await open.app.request(...forged)).status).toBe(401);
    const old = altered(good, { headers: { 'x-slack-request-timestamp': '1' } });
    expect((await open.app.request(...old)).status).toBe(401);
    expect(open.accepted).toEqual([]);
  });

  test('may hold a long message, and not a boundless one', async () => {
    const withText = (kib: number) =>
      clickPayload('check', 'prod', { message: { text: 'x'.repeat(kib * 1024) } });
    const { app } = openApp();
    expect((await app.request(...clickPost(withText(500)))).status).toBe(200);
    expect((await app.request(...clickPost(withText(512)))).status).toBe(413);
  });

  test('is for a POST, and for nobody without the secret', async () => {
    expect((await openApp().app.request('/slack/interact')).status).toBe(405);
    const closed = openApp({ secrets: { SKYSQL_API_KEY: 'k', BYCLOUD_TOKEN: 't' } });
    const answer = await closed.app.request(...clickPost(clickPayload('check', 'prod')));
    expect(answer.status).toBe(404);
  });
});
