import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../../shared/domain/instant.ts';
import { Ledger } from '../../../worker/coordinator/ledger.ts';
import { SERVICE } from './stage-protocol.ts';
import {
  alarmAt,
  ask,
  coordinator,
  find,
  finish,
  inSlack,
  pass,
  ring,
  stage,
  START,
  useStage,
  changeStored,
} from './coordinator.workers.ts';

useStage();

/** As if the configuration had named the run's service, or its database, otherwise then. */
async function change(id: string, changed: { service?: string; target?: string }): Promise<void> {
  await changeStored((sql) => {
    const ledger = new Ledger(sql);
    const run = ledger.find(id);
    if (!run) throw new Error('there is no such run');
    ledger.save({ ...run, ...changed });
  });
}

const GONE = { service: 'gone', target: 'dbtgf99999999' };

describe('a run whose service was given another name in the configuration', () => {
  test('goes on under that name, and is still found by its id', async () => {
    const { run } = await ask();
    await change(run.id, { service: 'production' });
    expect(await finish(run.id)).toMatchObject({ id: run.id, state: 'succeeded' });
  });

  test('is not taken on by another database that has its name now', async () => {
    const { run } = await ask();
    await change(run.id, { target: 'dbtgf99999999' });
    await pass(HOUR / 2);
    expect(await find(run.id)).toMatchObject({ state: 'accepted' });
    expect((await stage('look')).asked).toEqual([]);
  });

  test('is no backup that a step of that database has taken', async () => {
    const { run } = await ask();
    await finish(run.id);
    const order = {
      given: {},
      backup: 'always',
      type: 'full',
      judged: true,
      dryRun: false,
      runId: run.id,
      mayTake: false,
    } as const;
    expect(await coordinator().judgeForStep('prod', order)).toMatchObject({
      result: { request: { state: 'succeeded' } },
    });
    await change(run.id, { target: 'dbtgf99999999' });
    expect(await coordinator().judgeForStep('prod', order)).toBe('no-such-run');
  });
});

describe('a run whose service has left the configuration', () => {
  test('goes on when the service is back, without another call', async () => {
    const { run } = await ask();
    await change(run.id, GONE);
    await pass(HOUR / 2);
    expect(await find(run.id)).toMatchObject({ state: 'accepted' });
    await change(run.id, { service: 'prod', target: SERVICE });
    await ring();
    expect(await finish(run.id)).toMatchObject({ state: 'succeeded' });
  });

  test('ends as timed out after six hours, and its requester is told why', async () => {
    const { run } = await ask({ requester: inSlack('C1') });
    await change(run.id, GONE);
    await pass(6 * HOUR - 1);
    expect(await find(run.id)).toMatchObject({ state: 'accepted' });
    await pass(60_000);
    const { state, finishedAt, message } = await find(run.id);
    expect(state).toBe('timed-out');
    expect(finishedAt).toBe(START + 6 * HOUR);
    expect(message).toBe('its service is not in the configuration any more');
    const { said, told, asked } = await stage('look');
    expect([said.length, told.length, asked]).toEqual([1, 1, []]);
  });

  test('that has ended is told all the same, and forgotten in its time', async () => {
    const { run } = await ask();
    await stage('failHook', 1);
    await finish(run.id);
    await change(run.id, GONE);
    await pass(HOUR);
    expect((await stage('look')).told).toMatchObject([{ body: { data: { state: 'succeeded' } } }]);
    await pass(91 * DAY);
    expect(await coordinator().findRun(run.id)).toBeNull();
    expect(await alarmAt()).toBeNull();
  });
});
