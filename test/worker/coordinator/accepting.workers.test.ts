import { abortAllDurableObjects, evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import { webhookRequester } from '../../../worker/entrances/webhook/requester.ts';
import {
  alarmAt,
  ask,
  askAnything,
  coordinator,
  find,
  finish,
  inSlack,
  pass,
  stage,
  START,
  useStage,
} from './coordinator.workers.ts';

useStage();

describe('a first request', () => {
  test('causes a run, which leads to one backup and its outcome', async () => {
    const { run, joined } = await ask();
    expect(joined).toBe(false);
    expect(run).toMatchObject({ service: 'prod', type: 'full', state: 'accepted' });
    expect(run.id).toMatch(/^prod\.[0-9a-f]{32}$/);
    expect(await finish(run.id)).toMatchObject({ state: 'succeeded' });
    expect(await stage('look')).toMatchObject({
      backups: ['full'],
      told: [{ body: { type: 'run.ended', data: { id: run.id, state: 'succeeded' } } }],
    });
  });

  test('is answered when the run and its alarm are durable, before the provider is asked', async () => {
    const { run } = await ask();
    await abortAllDurableObjects();
    expect(await find(run.id)).toMatchObject({ state: 'accepted', acceptedAt: START });
    expect(await alarmAt()).toBe(START);
    expect(await stage('look')).toMatchObject({ asked: [] });
  });

  test('shows nothing of how the run is coordinated', async () => {
    const { run } = await ask();
    expect(run).not.toHaveProperty('progress');
    expect(await find(run.id)).not.toHaveProperty('progress');
  });
});

describe('a request while a run of its type is unfinished', () => {
  test('joins it, and both requesters are told of the one outcome', async () => {
    const first = await ask({ requester: inSlack('C1') });
    await pass(0);
    const second = await ask({ requester: inSlack('C2') });
    expect(second).toMatchObject({ joined: true, run: { id: first.run.id, state: 'running' } });
    expect(second.run.requestedBy).toHaveLength(2);
    await finish(first.run.id);
    const { backups, said } = await stage('look');
    expect(backups).toEqual(['full']);
    expect(said.map((each) => each.slice(0, 2)).toSorted()).toEqual(['C1', 'C2']);
  });

  test('joins it after an eviction too', async () => {
    const first = await ask();
    await evictDurableObject(coordinator());
    expect(await ask()).toMatchObject({ joined: true, run: { id: first.run.id } });
  });

  test('does not put off or bring forward its next look', async () => {
    await ask();
    await pass(0);
    const next = await alarmAt();
    await pass(1000);
    await ask();
    expect(await alarmAt()).toBe(next);
  });

  test('brings back an alarm that was lost', async () => {
    await ask();
    await runInDurableObject(coordinator(), (_, { storage }) => storage.deleteAlarm());
    const { run } = await ask();
    expect(await finish(run.id)).toMatchObject({ state: 'succeeded' });
  });

  test.each([10, 100])('%i of them at once cause one run', async (count) => {
    const reasons = Array.from({ length: count }, (_, index) => `deploy ${index}`);
    const asks = reasons.map((reason) => ask({ requester: webhookRequester(reason) }));
    const acceptances = await Promise.all(asks);
    expect(new Set(acceptances.map(({ run }) => run.id)).size).toBe(1);
    expect(acceptances.filter(({ joined }) => !joined)).toHaveLength(1);
    const run = await finish(acceptances[0]?.run.id ?? '');
    expect(run.requestedBy).toHaveLength(count);
    const { backups, told } = await stage('look');
    expect([backups, told.length]).toEqual([['full'], 1]);
  });

  test('of another type causes a run of its own', async () => {
    const full = await ask();
    const dump = await ask({ type: 'dump' });
    expect(dump.joined).toBe(false);
    expect(dump.run.id).not.toBe(full.run.id);
    await finish(full.run.id);
    await finish(dump.run.id);
    const { backups, told } = await stage('look');
    expect([backups.toSorted(), told.length]).toEqual([['dump', 'full'], 2]);
  });
});

describe('a delivery that was used before', () => {
  const once = { deliveries: ['webhook:once'] };

  test('and asks for another type now, is refused with the run that it caused', async () => {
    const { run } = await ask({ ...once, isTypeGiven: true });
    const again = await askAnything({ ...once, type: 'dump', isTypeGiven: true });
    expect(again).toMatchObject({ kind: 'delivery-used', run: { id: run.id, type: 'full' } });
    await finish(run.id);
    expect((await stage('look')).backups).toEqual(['full']);
  });

  test('and names no type, gets its run, whatever the default is by now', async () => {
    const { run } = await ask({ ...once, type: 'dump', isTypeGiven: true });
    expect(await ask({ ...once, type: 'full' })).toMatchObject({ run: { id: run.id } });
  });
});
