import { evictDurableObject } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import { DAY, MINUTE } from '../../../shared/domain/instant.ts';
import {
  alarmAt,
  ask,
  coordinator,
  find,
  finish,
  inSlack,
  moveTo,
  pass,
  ring,
  stage,
  useStage,
  changeStored,
} from './coordinator.workers.ts';

useStage();

const once = { deliveries: ['webhook:once'] };

describe("a sender's retry", () => {
  test('gets the run that it caused, and causes nothing', async () => {
    const { run } = await ask(once);
    expect(await ask(once)).toMatchObject({ joined: false, run: { id: run.id } });
    await finish(run.id);
    const again = await ask(once);
    expect(again.run).toMatchObject({ id: run.id, state: 'succeeded' });
    expect(again.run.requestedBy).toHaveLength(1);
    const { backups, told } = await stage('look');
    expect([backups, told.length]).toEqual([['full'], 1]);
  });

  test('is known by any of the names of its delivery', async () => {
    const { run } = await ask({ deliveries: ['github:id-1', 'github:body-1'] });
    expect((await ask({ deliveries: ['github:id-2', 'github:body-1'] })).run.id).toBe(run.id);
    expect((await ask({ deliveries: ['github:id-1', 'github:body-2'] })).run.id).toBe(run.id);
    expect((await find(run.id)).requestedBy).toHaveLength(1);
  });

  test('of a request that joined gets the run that it joined, and is told nothing twice', async () => {
    const { run } = await ask();
    await ask({ ...once, requester: inSlack('C1') });
    await finish(run.id);
    await pass(5 * MINUTE);
    const again = await ask({ ...once, requester: inSlack('C1') });
    expect(again).toMatchObject({ joined: true, run: { id: run.id, state: 'succeeded' } });
    await pass(20 * MINUTE);
    expect(await ask(once)).toMatchObject({ joined: true, run: { id: run.id } });
    await pass(MINUTE);
    expect((await stage('look')).said).toHaveLength(1);
  });

  test('of a request that joined a run which had ended is told nothing twice', async () => {
    const { run } = await ask();
    await finish(run.id);
    await ask({ ...once, requester: inSlack('C1') });
    await ask({ ...once, requester: inSlack('C1') });
    await pass(MINUTE);
    expect((await stage('look')).said).toHaveLength(1);
  });

  test('is known after an eviction', async () => {
    const { run } = await ask(once);
    await evictDurableObject(coordinator());
    expect((await ask(once)).run.id).toBe(run.id);
    expect((await find(run.id)).requestedBy).toHaveLength(1);
  });

  test('is known for three days, to the last moment of them', async () => {
    const { run } = await ask(once);
    await pass(3 * DAY - 1);
    expect((await ask(once)).run.id).toBe(run.id);
    await pass(1);
    const anew = await ask(once);
    expect(anew.run.id).not.toBe(run.id);
    expect(anew.joined).toBe(false);
  });
});

describe('a run', () => {
  test('can be looked up for 90 days after its end, to the last moment of them', async () => {
    const { run } = await ask();
    await finish(run.id);
    const { finishedAt } = await find(run.id);
    await pass((finishedAt ?? 0) + 90 * DAY - 1 - Date.now());
    expect(await find(run.id)).toMatchObject({ state: 'succeeded' });
    await pass(1);
    expect(await coordinator().findRun(run.id)).toBeNull();
  });

  test('that ends 90 days late is kept until its end is told, and after that', async () => {
    const { run } = await ask();
    await moveTo(run.acceptedAt + 90 * DAY);
    await stage('failHook', 2);
    await ring();
    expect(await find(run.id)).toMatchObject({ state: 'timed-out' });
    await pass(MINUTE);
    expect((await stage('look')).told).toMatchObject([{ body: { data: { id: run.id } } }]);
    expect(await find(run.id)).toMatchObject({ state: 'timed-out' });
  });

  test('that is gone before its end could be told takes the telling with it', async () => {
    const { run } = await ask();
    await stage('failHook', 1000);
    await finish(run.id);
    await changeStored((sql) => {
      sql.exec('DELETE FROM runs');
    });
    await pass(4 * DAY);
    expect(await alarmAt()).toBeNull();
  });

  test('is forgotten by the alarm alone, which then rests', async () => {
    const { run } = await ask();
    await pass(91 * DAY);
    expect(await coordinator().findRun(run.id)).toBeNull();
    expect(await alarmAt()).toBeNull();
  });

  test('is forgotten without those that came later', async () => {
    const { run } = await ask();
    await pass(45 * DAY);
    const later = await ask();
    await pass(46 * DAY);
    expect(await coordinator().findRun(run.id)).toBeNull();
    expect(await find(later.run.id)).toMatchObject({ state: 'succeeded' });
  });

  test('that nobody knows is not found', async () => {
    expect(await coordinator().findRun(`prod.${'0'.repeat(32)}`)).toBeNull();
  });
});
