import { describe, expect, test } from 'vitest';
import { DAY, HOUR, SECOND } from '../../../shared/domain/instant.ts';
import {
  alarmAt,
  ask,
  find,
  finish,
  inSlack,
  pass,
  stage,
  useStage,
} from './coordinator.workers.ts';

useStage();

describe('the outcome', () => {
  test('is told to each Slack requester and to each notify target, once', async () => {
    const { run } = await ask({ requester: inSlack('C1') });
    await ask({ requester: inSlack('C1') });
    await ask({ requester: inSlack('C2') });
    await finish(run.id);
    await pass(DAY);
    const { told, said } = await stage('look');
    expect(said.map((each) => each.slice(0, 2)).toSorted()).toEqual(['C1', 'C2']);
    expect(told).toMatchObject([{ body: { data: { id: run.id, state: 'succeeded' } } }]);
  });

  test('is told of a failure and of a timeout as well', async () => {
    await stage('nextBackup', { outcome: 'Failed', message: 'disk full' });
    const failed = await ask();
    await finish(failed.run.id);
    await stage('nextBackup', { queuedMs: 1e12 });
    const late = await ask();
    await finish(late.run.id);
    expect((await stage('look')).told).toMatchObject([
      { body: { data: { id: failed.run.id, state: 'failed', message: 'disk full' } } },
      { body: { data: { id: late.run.id, state: 'timed-out' } } },
    ]);
  });
});

/** How long it waited before each new try, until the webhook was told. */
async function waitsUntilTold(): Promise<number[]> {
  const waits: number[] = [];
  while ((await stage('look')).told.length === 0) {
    const before = Date.now();
    await pass(((await alarmAt()) ?? Number.NaN) - before);
    waits.push(Date.now() - before);
  }
  return waits;
}

test('a receiver that does not answer keeps nobody else waiting', async () => {
  const { run } = await ask({ requester: inSlack('C1') });
  await stage('holdHook');
  const work = finish(run.id);
  await stage('untilHeld');
  await expect.poll(async () => (await stage('look')).said).toHaveLength(1);
  expect((await stage('look')).told).toEqual([]);
  await stage('release');
  await work;
  expect((await stage('look')).told).toHaveLength(1);
});

describe('a telling that fails', () => {
  test('in passing is tried again, ever more rarely, until it is taken', async () => {
    const { run } = await ask();
    await stage('failHook', 3);
    const { finishedAt } = await finish(run.id);
    expect(await waitsUntilTold()).toEqual([5 * SECOND, 10 * SECOND, 20 * SECOND]);
    expect(await find(run.id)).toMatchObject({ finishedAt, undelivered: [] });
  });

  test('waits for as long as the receiver says, where that is longer', async () => {
    const { run } = await ask();
    await stage('failHook', 2, '60');
    await finish(run.id);
    expect(await waitsUntilTold()).toEqual([60 * SECOND, 60 * SECOND]);
  });

  test.each(['0', '1', 'Thu, 15 Jan 2026 12:00:00 GMT'])(
    'does not use up its tries at once, where it is told to come after "%s"',
    async (retryAfter) => {
      const { run } = await ask();
      await stage('failHook', 3, retryAfter);
      await finish(run.id);
      expect(await waitsUntilTold()).toEqual([5 * SECOND, 10 * SECOND, 20 * SECOND]);
    },
  );

  test('again and again is given up after a day or so, and recorded on the run', async () => {
    const { run } = await ask();
    await stage('failHook', 1000);
    await finish(run.id);
    await pass(2 * DAY);
    expect((await find(run.id)).undelivered).toEqual(['The webhook answered HTTP 503']);
    await stage('failHook', 0);
    await pass(DAY);
    expect((await stage('look')).told).toEqual([]);
  });

  test('for good is recorded on the run, not tried again, and no obstacle to the others', async () => {
    const { run } = await ask({ requester: inSlack('C9') });
    const { undelivered } = await finish(run.id);
    expect(undelivered).toEqual([expect.stringContaining('channel_not_found')]);
    const { told, requests } = await stage('look');
    expect(told).toHaveLength(1);
    await pass(HOUR);
    expect((await stage('look')).requests).toBe(requests);
  });
});
