import { env } from 'cloudflare:workers';
import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import {
  FOR_EVER,
  addBackup,
  alarmOf,
  cron,
  deliverAll,
  deploy,
  deploymentOf,
  makeAllGood,
  moveTo,
  pass,
  post,
  ringUntil,
  shop,
  stage,
  START,
  useProtectionStage,
} from './protection.workers.ts';

useProtectionStage();

const REVIEW = 'deployment_protection_rule$';

async function expectOneDecision(id: number, state = 'approved'): Promise<void> {
  const deployment = await deploymentOf(id);
  expect(deployment).toMatchObject({ state, reviews: [{ state }] });
  expect(deployment.reviews).toHaveLength(1);
}

/** Rings the object's alarm, breaks everything off while a request is held, and goes on. */
async function crashAt(pathEnd: string, moment: 'before' | 'after'): Promise<void> {
  await stage('holdGithub', pathEnd, moment);
  const work = runDurableObjectAlarm(shop()).then(
    () => 'done',
    () => 'broken off',
  );
  await stage('untilHeld');
  await abortAllDurableObjects();
  await stage('release');
  expect(await work).toBe('broken off');
}

describe('a crash leads to exactly one decision', () => {
  test('between the event and the first alarm', async () => {
    await makeAllGood();
    const id = await deploy();
    await abortAllDurableObjects();
    await pass(MINUTE);
    await expectOneDecision(id);
  });

  test.each([
    ['access_tokens', 'before'],
    ['access_tokens', 'after'],
    ['deployment_protection_rule', 'before'],
    ['deployment_protection_rule', 'after'],
  ] as const)('at the request for %s, %s it takes effect', async (pathEnd, moment) => {
    await makeAllGood();
    const id = await deploy();
    await crashAt(pathEnd, moment);
    await pass(5 * MINUTE);
    await expectOneDecision(id);
    expect(await alarmOf(shop())).toBeGreaterThan(START + 20 * DAY);
  });

  test('while a report is on its way, which then is not said twice', async () => {
    await makeAllGood();
    await addBackup('archive', START - HOUR, { status: 'Failed' });
    const id = await deploy('staging');
    await crashAt('deployment_protection_rule', 'after');
    await pass(4 * MINUTE);
    expect((await deploymentOf(id)).reports).toHaveLength(1);
  });

  test('and what was decided stays, whatever the backups are by then', async () => {
    await makeAllGood();
    const id = await deploy();
    await crashAt('deployment_protection_rule', 'before');
    await addBackup('prod', START - HOUR, { status: 'Failed' });
    await pass(5 * MINUTE);
    await expectOneDecision(id);
  });
});

describe('an answer that is lost', () => {
  test('is given again, and what GitHub says to the second is recorded', async () => {
    await makeAllGood();
    await stage('failGithub', { kind: 'lost-answer' }, { path: REVIEW });
    const id = await deploy();
    await pass(MINUTE);
    await expectOneDecision(id);
    const { late } = await deploymentOf(id);
    // One refusal alone could be of a replica.
    expect(late).toHaveLength(3);
    expect(await alarmOf(shop())).toBeGreaterThan(START + 20 * DAY);
  });

  test.each([204, 404, 409])('also where GitHub answers a second one with %i', async (status) => {
    await makeAllGood();
    await stage('answerLateWith', status);
    await stage('failGithub', { kind: 'after-effect-status', status: 502 }, { path: REVIEW });
    const id = await deploy();
    await pass(10 * MINUTE);
    await expectOneDecision(id);
    expect(await alarmOf(shop())).toBeGreaterThan(START + 20 * DAY);
  });
});

describe('an approval that GitHub could not be given', () => {
  const failAt = (path: string, status: number) =>
    stage('failGithub', { kind: 'status', status }, { path, times: FOR_EVER });

  test.each([
    ['access_tokens$', 404],
    ['access_tokens$', 503],
    [REVIEW, 403],
    [REVIEW, 404],
  ])('for %s answered with %i, is judged again before it is given', async (path, status) => {
    await makeAllGood();
    await failAt(path, status);
    const id = await deploy();
    await pass(MINUTE);
    await addBackup('prod', Date.now() - 10 * MINUTE - SECOND, { status: 'Failed' });
    await pass(HOUR);
    await stage('mendGithub');
    await pass(HOUR + MINUTE);
    await expectOneDecision(id, 'rejected');
  });

  test('is given up after a day, however often it was judged', async () => {
    await makeAllGood();
    await failAt(REVIEW, 404);
    await deploy();
    await pass(36 * HOUR);
    const { asked } = await stage('look');
    expect(asked.filter((each) => each.endsWith('protection_rule'))).toHaveLength(36);
    expect(await alarmOf(shop())).toBeGreaterThan(START + 20 * DAY);
  });
});

describe('GitHub out of order', () => {
  test('for hours: the decision of then is given when it is back', async () => {
    await makeAllGood();
    await stage('failGithub', { kind: 'status', status: 503 }, { times: FOR_EVER });
    const id = await deploy();
    await pass(3 * HOUR);
    await stage('mendGithub');
    await pass(HOUR + MINUTE);
    await expectOneDecision(id);
  });

  test.each([
    [403, 'x-ratelimit-reset'],
    [403, 'retry-after'],
    [429, 'retry-after'],
  ] as const)('limits with %i and %s: nothing is sent until then', async (status, header) => {
    await makeAllGood();
    await stage('limitGithub', { until: START + 20 * MINUTE, status, header });
    const one = await deploy();
    await pass(MINUTE);
    const two = await deploy();
    await pass(18 * MINUTE);
    const { asked } = await stage('look');
    expect(asked.filter((each) => each.startsWith('POST'))).toHaveLength(1);
    await pass(2 * MINUTE);
    await expectOneDecision(one);
    await expectOneDecision(two);
  });

  test.each(['x-ratelimit-reset', 'retry-after'] as const)(
    'limits for days by %s: it is asked again after an hour',
    async (header) => {
      await makeAllGood();
      await stage('limitGithub', { until: START + 40 * DAY, status: 403, header });
      const id = await deploy();
      await pass(MINUTE);
      await stage('limitGithub', null);
      await pass(HOUR);
      await expectOneDecision(id);
    },
  );

  test('revokes the token: another one is asked for, once', async () => {
    await makeAllGood();
    await deploy();
    await pass(MINUTE);
    await stage('revokeTokens');
    const id = await deploy();
    await pass(SECOND);
    await expectOneDecision(id);
    expect((await stage('look')).tokenRequests).toHaveLength(2);
  });

  test('a token is renewed before its hour is over', async () => {
    await makeAllGood();
    await deploy();
    await pass(55 * MINUTE - SECOND);
    await deploy();
    await pass(0);
    expect((await stage('look')).tokenRequests).toHaveLength(1);
    await pass(SECOND);
    await deploy();
    await pass(0);
    expect((await stage('look')).tokenRequests).toHaveLength(2);
  });
});

test('an administrator who lets it through meanwhile ends it', async () => {
  await makeAllGood();
  await stage('failGithub', { kind: 'status', status: 503 }, { times: 2 });
  const id = await deploy();
  await pass(SECOND);
  await stage('bypass', id);
  await pass(HOUR);
  expect(await deploymentOf(id)).toMatchObject({ state: 'bypassed', reviews: [] });
  expect((await deploymentOf(id)).late).toHaveLength(3);
  expect(await alarmOf(shop())).toBeGreaterThan(START + 20 * DAY);
});

describe('the provider out of order', () => {
  test('is what onUnknown says: by default it blocks', async () => {
    await makeAllGood();
    await stage('breakCloud', { kind: 'status', status: 503 });
    const id = await deploy();
    await pass(MINUTE);
    const { state, reviews } = await deploymentOf(id);
    expect(state).toBe('rejected');
    expect(reviews[0]?.comment).toContain('`evidence-unavailable`');
  });

  test('is waited out where the entry holds', async () => {
    await makeAllGood();
    await stage('breakCloud', { kind: 'html' });
    const id = await deploy('staging');
    await pass(10 * MINUTE);
    await stage('mendCloud');
    await pass(6 * MINUTE);
    await expectOneDecision(id);
  });
});

test('backups that do not become good within holdFor: rejected, with how long it was held', async () => {
  await makeAllGood();
  await addBackup('prod', START - HOUR, { status: 'Failed' });
  const id = await deploy('staging');
  await pass(2 * HOUR - SECOND);
  expect(await deploymentOf(id)).toMatchObject({ state: 'waiting' });
  await pass(SECOND);
  const { state, reports, reviews } = await deploymentOf(id);
  expect(state).toBe('rejected');
  expect(reviews[0]?.comment).toContain('It was held for 2h');
  expect(reports.map(({ at }) => (at - START) / MINUTE).map(Math.round)).toEqual([
    0, 6, 19, 43, 83,
  ]);
});

describe('an event that comes again', () => {
  test('with the same or another guid causes nothing', async () => {
    await makeAllGood();
    const runId = '990';
    const id = await stage('deploy', { repository: 'acme/shop', environment: 'production', runId });
    const [event] = await stage('waitingEvents');
    if (!event) throw new Error('no event');
    for (const guid of ['a', 'a', 'b']) {
      const headers = { ...event.headers, 'x-github-delivery': guid };
      expect((await post({ ...event, headers })).status).toBe(202);
      await pass(MINUTE);
    }
    await expectOneDecision(id);
    expect((await deploymentOf(id)).late).toEqual([]);
  });

  test('as somebody replays it, with another guid, causes nothing', async () => {
    await makeAllGood();
    await stage('deploy', { repository: 'acme/shop', environment: 'production', runId: '989' });
    const [event] = await stage('waitingEvents');
    if (!event) throw new Error('no event');
    for (const guid of ['c', 'd']) {
      await post({ ...event, headers: { ...event.headers, 'x-github-delivery': guid } });
      await pass(HOUR);
    }
    const { asked } = await stage('look');
    expect(asked.filter((each) => each.endsWith('protection_rule'))).toHaveLength(1);
  });

  test('that never arrived is asked for once an hour, each once', async () => {
    await makeAllGood();
    const runId = '991';
    const id = await stage('deploy', { repository: 'acme/shop', environment: 'production', runId });
    const [lost] = await stage('waitingEvents');
    await stage('settle', lost?.deliveryId ?? 0, 502);
    await pass(16 * MINUTE);
    await expectOneDecision(id);
    await pass(3 * HOUR);
    const { asked } = await stage('look');
    expect(asked.filter((each) => each.endsWith('/attempts'))).toHaveLength(1);
  });

  test.each([20, 60])('is not asked for while GitHub limits, for %i minutes', async (minutes) => {
    await makeAllGood();
    const runId = '995';
    const id = await stage('deploy', { repository: 'acme/shop', environment: 'production', runId });
    const [lost] = await stage('waitingEvents');
    await stage('settle', lost?.deliveryId ?? 0, 502);
    await moveTo(START + 2 * MINUTE);
    const until = Date.now() + minutes * MINUTE;
    await stage('limitGithub', { until, status: 403, header: 'retry-after' });
    await cron();
    await stage('limitGithub', null);
    const asked = (await stage('look')).asked.length;
    await moveTo(until - SECOND);
    await cron();
    expect((await stage('look')).asked).toHaveLength(asked);
    await moveTo(until);
    await cron();
    await pass(15 * MINUTE);
    await expectOneDecision(id);
  });

  test('and fails again is not asked for a second time', async () => {
    await makeAllGood();
    await stage('deploy', { repository: 'acme/shop', environment: 'production', runId: '992' });
    for (let hour = 0; hour < 6; hour += 1) {
      for (const { deliveryId } of await stage('waitingEvents')) {
        await stage('settle', deliveryId, 500);
      }
      await moveTo(Date.now() + HOUR);
      await cron();
    }
    const { asked } = await stage('look');
    expect(asked.filter((each) => each.endsWith('/attempts'))).toHaveLength(1);
  });

  test('is not asked for twice, also where a crash made the Worker forget that it asked', async () => {
    await makeAllGood();
    await stage('deploy', { repository: 'acme/shop', environment: 'production', runId: '994' });
    for (let hour = 0; hour < 3; hour += 1) {
      for (const { deliveryId } of await stage('waitingEvents')) {
        await stage('settle', deliveryId, 500);
      }
      await moveTo(Date.now() + HOUR);
      await cron();
      await runInDurableObject(env.DEPLOYMENTS.getByName('round'), (_, { storage }) =>
        storage.delete('search'),
      );
    }
    const { asked } = await stage('look');
    expect(asked.filter((each) => each.endsWith('/attempts'))).toHaveLength(1);
  });

  test('is asked for up to three days later, over several pages', async () => {
    await makeAllGood();
    const runId = '993';
    const id = await stage('deploy', { repository: 'acme/shop', environment: 'production', runId });
    const [lost] = await stage('waitingEvents');
    await stage('settle', lost?.deliveryId ?? 0, 0);
    for (let other = 0; other < 150; other += 1) {
      await stage('deploy', { repository: 'acme/shop', environment: 'qa', runId: `8${other}` });
    }
    for (const { deliveryId } of await stage('waitingEvents'))
      await stage('settle', deliveryId, 202);
    await moveTo(START + 3 * DAY - MINUTE);
    await cron();
    await deliverAll();
    await ringUntil(Date.now() + MINUTE);
    expect(await deploymentOf(id)).toMatchObject({ state: 'rejected' });
  });
});

test('an alarm that was lost is set again by the cron', async () => {
  await makeAllGood();
  const id = await deploy();
  await runInDurableObject(shop(), (_, { storage }) => storage.deleteAlarm());
  await pass(16 * MINUTE);
  await expectOneDecision(id);
});
