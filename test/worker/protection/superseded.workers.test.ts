import { runDurableObjectAlarm } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import {
  FOR_EVER,
  addBackup,
  deliverAll,
  deploy,
  deploymentOf,
  makeAllGood,
  moveTo,
  pages,
  pass,
  ringUntil,
  send,
  shop,
  stage,
  START,
  useProtectionStage,
} from './protection.workers.ts';
import { buttonOf, click, type } from './slack.workers.ts';
import { STATUS_TOKEN } from './stage-protocol.ts';

useProtectionStage();

beforeEach(makeAllGood);

const REVIEW = 'deployment_protection_rule$';
const SUPERSEDED = 'superseded by a newer deployment of the same run and environment';

const failNow = () => addBackup('prod', Date.now() - 10 * MINUTE - SECOND, { status: 'Failed' });
/** What is known of the backups is known for a quarter of an hour at most. */
const untilSeen = () => pass(16 * MINUTE);

async function readPage(): Promise<string> {
  return (await send(`/status/${STATUS_TOKEN}`, {})).text();
}

/** Both wait at the same address: the run is run again after somebody canceled or bypassed it. */
async function deployAgain(before: number, environment: string, runId: string): Promise<number> {
  await stage('bypass', before);
  return deploy(environment, { runId });
}

describe('what is owed to a deployment does not decide a newer one of its run and environment', () => {
  test.each([
    ['an outage', { kind: 'status', status: 503 }],
    ['answers that are lost on their way', { kind: 'refused-connection' }],
  ] as const)('an approval, after %s', async (_, fault) => {
    await stage('failGithub', fault, { path: REVIEW, times: FOR_EVER });
    const one = await deploy('staging', { runId: '1' });
    await pass(MINUTE);
    await failNow();
    await untilSeen();
    const two = await deployAgain(one, 'staging', '1');
    await stage('mendGithub');
    await pass(HOUR);
    expect(await deploymentOf(two)).toMatchObject({ state: 'waiting' });
    expect((await deploymentOf(one)).late).toEqual([]);
  });

  test('a rejection', async () => {
    await failNow();
    const until = START + 50 * MINUTE;
    await stage('limitGithub', { until, status: 403, header: 'retry-after' });
    const one = await deploy('production', { runId: '2' });
    await pass(MINUTE);
    await addBackup('prod', Date.now() - 10 * MINUTE);
    await untilSeen();
    const two = await deployAgain(one, 'production', '2');
    await pass(2 * HOUR);
    expect(await deploymentOf(two)).toMatchObject({ state: 'approved' });
  });

  test('while GitHub limits', async () => {
    const until = START + 50 * MINUTE;
    await stage('limitGithub', { until, status: 403, header: 'retry-after' });
    const one = await deploy('production', { runId: '3' });
    await pass(MINUTE);
    await failNow();
    await untilSeen();
    const two = await deployAgain(one, 'production', '3');
    await pass(2 * HOUR);
    expect(await deploymentOf(two)).toMatchObject({ state: 'rejected' });
  });

  test('while the token for it is on its way', async () => {
    const one = await deploy('production', { runId: '4' });
    await stage('holdGithub', 'access_tokens', 'after');
    const work = runDurableObjectAlarm(shop());
    await stage('untilHeld');
    await failNow();
    const two = await deployAgain(one, 'production', '4');
    await stage('release');
    await work;
    const { asked } = await stage('look');
    expect(asked.filter((each) => each.endsWith('protection_rule'))).toEqual([]);
    expect(await deploymentOf(two)).toMatchObject({ state: 'waiting' });
    await pass(MINUTE);
    expect((await deploymentOf(two)).reviews).toHaveLength(1);
  });

  test('also where the environment is spelled in another way', async () => {
    await stage('failGithub', { kind: 'status', status: 503 }, { path: REVIEW, times: FOR_EVER });
    const one = await deploy('production', { runId: '5' });
    await pass(MINUTE);
    await deployAgain(one, 'Production', '5');
    await pass(MINUTE);
    expect(await readPage()).toContain(SUPERSEDED);
  });
});

test('the page says so, and that an answer may have been taken', async () => {
  await stage('failGithub', { kind: 'lost-answer' }, { path: REVIEW });
  const one = await deploy('production', { runId: '10' });
  await ringUntil(Date.now() + SECOND);
  expect(await deploymentOf(one)).toMatchObject({ state: 'approved' });
  await deploy('production', { runId: '10' });
  await pass(MINUTE);
  expect(await readPage()).toContain(`${SUPERSEDED}; its answer, approved, may have been taken`);
});

test('an answer that was on its way when the newer one came is not repeated', async () => {
  const one = await deploy('production', { runId: '11' });
  await stage('failGithub', { kind: 'status', status: 500 }, { path: REVIEW });
  await stage('holdGithub', 'deployment_protection_rule', 'after');
  const work = runDurableObjectAlarm(shop());
  await stage('untilHeld');
  await failNow();
  await stage('bypass', one);
  const two = await deploy('production', { runId: '11' });
  await stage('release');
  await work;
  await untilSeen();
  const { asked } = await stage('look');
  expect(asked.filter((each) => each.endsWith('protection_rule'))).toHaveLength(2);
  expect((await deploymentOf(two)).reviews).toHaveLength(1);
});

describe('what two people agreed to', () => {
  const allow = async (runId: string) => {
    const url = `${pages()}/acme/shop/actions/runs/${runId}`;
    const asked = await type('U1', `allow prod ${url} the provider is down`);
    await click('U2', buttonOf(asked));
  };

  test('lets the newer one through where GitHub has taken nothing, and only that', async () => {
    await failNow();
    const one = await deploy('staging', { runId: '20' });
    await pass(MINUTE);
    await stage('failGithub', { kind: 'status', status: 403 }, { path: REVIEW, times: FOR_EVER });
    await allow('20');
    await pass(MINUTE);
    const two = await deployAgain(one, 'staging', '20');
    await stage('mendGithub');
    await pass(5 * MINUTE);
    expect(await deploymentOf(two)).toMatchObject({ state: 'approved' });
    const three = await deploy('staging', { runId: '20' });
    await pass(5 * MINUTE);
    expect(await deploymentOf(three)).toMatchObject({ state: 'waiting' });
  });

  test('lets the newer one through that came before anything was sent', async () => {
    await failNow();
    const one = await deploy('staging', { runId: '22' });
    await pass(MINUTE);
    await stage('revokeTokens');
    await allow('22');
    await stage('holdGithub', 'access_tokens', 'after');
    const work = runDurableObjectAlarm(shop());
    await stage('untilHeld');
    const two = await deployAgain(one, 'staging', '22');
    await stage('release');
    await work;
    await pass(5 * MINUTE);
    expect(await deploymentOf(two)).toMatchObject({ state: 'approved' });
  });

  test('counts again where the backups were good for a while, and GitHub heard nothing', async () => {
    await failNow();
    const id = await deploy('staging', { runId: '23' });
    await pass(MINUTE);
    await stage('failGithub', { kind: 'status', status: 403 }, { path: REVIEW, times: FOR_EVER });
    await moveTo(Date.now() + 16 * MINUTE);
    await addBackup('prod', Date.now() - 10 * MINUTE);
    await allow('23');
    await pass(12 * MINUTE);
    await failNow();
    await pass(20 * MINUTE);
    await stage('mendGithub');
    await pass(20 * MINUTE);
    const { state, reviews } = await deploymentOf(id);
    expect(state).toBe('approved');
    expect(reviews[0]?.comment).toContain('the provider is down');
  });

  test('lets none through any more where GitHub may have taken it', async () => {
    await failNow();
    const one = await deploy('staging', { runId: '21' });
    await pass(MINUTE);
    await stage('failGithub', { kind: 'lost-answer' }, { path: REVIEW });
    await allow('21');
    await ringUntil(Date.now() + SECOND);
    expect(await deploymentOf(one)).toMatchObject({ state: 'approved' });
    const two = await deploy('staging', { runId: '21' });
    await pass(10 * MINUTE);
    expect(await deploymentOf(two)).toMatchObject({ state: 'waiting' });
  });
});

describe('jobs of one run that wait for one environment at the same time', () => {
  test('are answered by one decision', async () => {
    const ids: number[] = [];
    for (let job = 0; job < 3; job += 1) {
      const given = { repository: 'acme/shop', environment: 'production', runId: '30' };
      ids.push(await stage('deploy', given));
    }
    await deliverAll();
    await pass(MINUTE);
    for (const id of ids) expect(await deploymentOf(id)).toMatchObject({ state: 'approved' });
    const { asked } = await stage('look');
    expect(asked.filter((each) => each.endsWith('protection_rule'))).toHaveLength(1);
  });

  test('are reported on once at a time, and at most 8 times', async () => {
    await failNow();
    const ids = [];
    for (let job = 0; job < 3; job += 1) {
      ids.push(await deploy('staging', { runId: '31' }));
      await pass(SECOND);
    }
    const [one = 0] = ids;
    expect((await deploymentOf(one)).reports).toHaveLength(1);
    for (let job = 0; job < 9; job += 1) {
      await pass(7 * MINUTE);
      await deploy('staging', { runId: '31' });
    }
    await pass(HOUR);
    expect((await deploymentOf(one)).reports).toHaveLength(8);
  });
});
