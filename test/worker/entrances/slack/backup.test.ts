import { describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../../shared/domain/instant.ts';
import type { Acceptance, Run } from '../../../../worker/orders/run.ts';
import { bySlack, run } from '../../run-fixture.ts';
import { CRM, freshRun, NOW, openApp, RUN_ID } from '../../open-app.ts';
import { slackForm, slackPost } from '../../signed-requests.ts';
import { typed } from './reply.ts';

describe('a service by its name', () => {
  test('is asked of its coordinator, with all that the outcome needs to be told', async () => {
    const open = openApp();
    await typed(open, 'prod');
    expect(open.accepted).toEqual([
      {
        service: 'prod',
        type: 'full',
        isTypeGiven: false,
        mustBeNew: false,
        // Slack keeps the URL for 30 minutes.
        requester: bySlack({ urlDiesAt: NOW + 30 * MINUTE }),
        deliveries: ['slack:398738663015.47445629121.803a0bc887'],
      },
    ]);
    expect(open.callers).toEqual(['slack:T1:U1']);
    expect(open.logged).toEqual([
      { event: 'accepted', entrance: 'slack', service: 'prod', run: RUN_ID },
    ]);
  });

  test.each([
    ['prod', 'prod', 'full'],
    ['shop', 'shop', 'dump'],
    ['prod incremental', 'prod', 'incremental'],
    ['shop full', 'shop', 'full'],
    ['  prod \t snapshot ', 'prod', 'snapshot'],
    ['Prod FULL', 'prod', 'full'],
    ['prod\u200b', 'prod', 'full'],
    ['\ufeffpr\u2060od\u00ad', 'prod', 'full'],
    ['prod\u00a0snapshot', 'prod', 'snapshot'],
    ['\u00a0prod\u202f', 'prod', 'full'],
    ['`prod`', 'prod', 'full'],
    ['*prod snapshot*', 'prod', 'snapshot'],
    ['_prod_ ~dump~', 'prod', 'dump'],
    ['“Prod”', 'prod', 'full'],
    ['prod\n', 'prod', 'full'],
    ['prod\r\n', 'prod', 'full'],
  ])('"%s" asks for %s, %s', async (text, service, type) => {
    const open = openApp();
    await typed(open, text);
    expect(open.accepted).toMatchObject([{ service, type, mustBeNew: false }]);
  });

  test.each([
    ['prod now', 'full', false],
    ['prod dump now', 'dump', true],
    ['Prod `NOW`', 'full', false],
  ])(
    '"%s" asks for a new one, also where there is one of late',
    async (text, type, isTypeGiven) => {
      const open = openApp();
      await typed(open, text);
      expect(open.accepted).toMatchObject([
        { service: 'prod', type, isTypeGiven, mustBeNew: true },
      ]);
    },
  );
});

describe('a service with one type of backup', () => {
  const config = { services: { crm: CRM }, slack: { allow: [{}] } };

  test.each(['crm', 'crm snapshot'])('is asked for that one: "%s"', async (text) => {
    const open = openApp({ config });
    await typed(open, text);
    expect(open.accepted).toMatchObject([{ service: 'crm', type: 'snapshot' }]);
  });

  test('says so to whoever asks for another', async () => {
    const open = openApp({ config });
    expect(await typed(open, 'crm dump')).toBe(
      'Every backup of `crm` is a `snapshot`; Skyvia has no other type.',
    );
    expect(open.accepted).toEqual([]);
  });
});

describe('the answer', () => {
  const answerTo = ({ run: one, joined = false }: { run: Run; joined?: boolean }) => {
    const accept = async () => ({ kind: 'accepted', run: one, joined }) as const;
    return typed(openApp({ accept }), 'prod');
  };

  test('says that the backup is on its way, and where its end is told', async () => {
    const text = await answerTo({ run: freshRun() });
    expect(text).toContain('A `full` backup of `prod` is on its way');
    expect(text).toContain('The result will be posted in this channel');
    expect(text).toContain(`Run \`${RUN_ID}\``);
  });

  test.each([
    ['direct messages', { channel_id: 'D024BE91L', channel_name: 'directmessage' }],
    ['a private channel', { channel_id: 'C024BE91L', channel_name: 'privategroup' }],
    ['an old private channel', { channel_id: 'G024BE91L', channel_name: 'secrets' }],
    ['a group', { channel_id: 'C024BE91L', channel_name: 'mpdm-anna--ben-1' }],
  ])('promises nothing in %s, where the app may not be', async (_, form) => {
    const text = await typed(openApp(), 'prod', form);
    expect(text).toContain('is on its way');
    expect(text).toContain("You'll be told when it finishes");
    expect(text).not.toContain('in this channel');
  });

  test.each(['accepted', 'requesting', 'running'] as const)(
    'to one who joins a run that is %s says since when it is under way',
    async (state) => {
      const text = await answerTo({
        run: freshRun({ state, acceptedAt: NOW - 5 * MINUTE }),
        joined: true,
      });
      expect(text).toContain('already under way, requested 5m ago');
    },
  );

  test('to one who asks soon after a success names that backup', async () => {
    const text = await answerTo({
      run: run({ finishedAt: NOW - 90 * SECOND }),
      joined: true,
    });
    expect(text).toContain(
      'A `full` backup of `prod` succeeded 1m 30s ago and counts for this request (recovery point 15 Jan 11:56 UTC). `/backup prod now` takes a new one.',
    );
  });

  test.each([
    ['failed', 'failed: `disk full`'],
    ['timed-out', 'did not finish in time: `disk full`'],
  ] as const)("to a retry of a run that %s is that run's end", async (state, words) => {
    expect(await answerTo({ run: run({ state, message: 'disk full' }) })).toContain(words);
  });

  test('waits until the run is on durable storage', async () => {
    const { promise, resolve } = Promise.withResolvers<Acceptance>();
    const { app } = openApp({ accept: () => promise });
    let answered = false;
    const answer = Promise.resolve(app.request(...slackPost(slackForm('prod')))).then((one) => {
      answered = true;
      return one;
    });
    // Any number of turns of the event loop without the storage's word.
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    expect(answered).toBe(false);
    resolve({ kind: 'accepted', run: freshRun(), joined: false });
    expect((await answer).status).toBe(200);
  });

  test('is none where the run could not be stored', async () => {
    const accept = () => Promise.reject(new Error(`storage is gone, key ${RUN_ID}`));
    const { app } = openApp({ accept });
    expect((await app.request(...slackPost(slackForm('prod')))).status).toBe(500);
  });
});
