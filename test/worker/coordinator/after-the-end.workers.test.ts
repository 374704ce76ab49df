import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import { Ledger } from '../../../worker/coordinator/ledger.ts';
import {
  ask,
  find,
  finish,
  inSlack,
  pass,
  stage,
  START,
  useStage,
  changeStored,
} from './coordinator.workers.ts';

useStage();

/** A first run that has just succeeded. */
async function succeeded() {
  const { run } = await ask();
  return finish(run.id);
}

/** As if the run had been taken while the configuration gave its name to another database. */
async function renameDatabase(id: string, service: string): Promise<void> {
  await changeStored((sql) => {
    const ledger = new Ledger(sql);
    const run = ledger.find(id);
    if (!run) throw new Error('there is no such run');
    ledger.save({ ...run, target: service });
  });
}

describe('a request soon after a success', () => {
  test('joins it as long as it is younger than minInterval, and is told at once', async () => {
    const run = await succeeded();
    await pass((run.finishedAt ?? 0) + 10 * MINUTE - 1 - Date.now());
    const before = await stage('look');
    const late = await ask({ requester: inSlack('C1') });
    expect(late).toMatchObject({ joined: true, run: { id: run.id, state: 'succeeded' } });
    await pass(0);
    const { backups, said, requests } = await stage('look');
    expect([backups, said.length]).toEqual([['full'], 1]);
    // The others were told before: the webhook is not told again.
    expect(requests - before.requests).toBe(1);
  });

  test('takes a new backup all the same, if it asks for a new one', async () => {
    const run = await succeeded();
    const next = await ask({ mustBeNew: true });
    expect(next.joined).toBe(false);
    expect(next.run.id).not.toBe(run.id);
    // One that is under way is new enough.
    expect(await ask({ mustBeNew: true })).toMatchObject({
      joined: true,
      run: { id: next.run.id },
    });
  });

  test.each([0, 1])('takes a new backup minInterval and %i ms after it', async (late) => {
    const run = await succeeded();
    await pass((run.finishedAt ?? 0) + 10 * MINUTE + late - Date.now());
    const next = await ask();
    expect(next.joined).toBe(false);
    expect(await finish(next.run.id)).toMatchObject({ state: 'succeeded' });
    expect(await stage('look')).toMatchObject({ backups: ['full', 'full'] });
  });

  test('joins the latest of several', async () => {
    await succeeded();
    await pass(20 * MINUTE);
    const latest = await succeeded();
    expect(await ask()).toMatchObject({ joined: true, run: { id: latest.id } });
  });

  test('takes a new backup where the name stood for another database then', async () => {
    const { id } = await succeeded();
    await renameDatabase(id, 'dbtgf28044399');
    const next = await ask();
    expect(next.joined).toBe(false);
    expect(await finish(next.run.id)).toMatchObject({ state: 'succeeded' });
    expect(await stage('look')).toMatchObject({ backups: ['full', 'full'] });
  });

  test('takes a new backup where it was one of another type', async () => {
    await succeeded();
    expect(await ask({ type: 'dump' })).toMatchObject({ joined: false });
  });
});

test('a request does not join a run of the database that had its name before', async () => {
  const { run } = await ask();
  await pass(0);
  await renameDatabase(run.id, 'dbtgf28044399');
  expect(await ask()).toMatchObject({ joined: false, run: { state: 'accepted' } });
});

describe('a request right after a run', () => {
  test('that failed takes a new backup', async () => {
    await stage('nextBackup', { outcome: 'Failed' });
    const { run } = await ask();
    expect(await finish(run.id)).toMatchObject({ state: 'failed' });
    const next = await ask();
    expect(next.joined).toBe(false);
    expect(await finish(next.run.id)).toMatchObject({ state: 'succeeded' });
  });

  test('that timed out takes a new backup', async () => {
    await stage('nextBackup', { queuedMs: 1e12 });
    const { run } = await ask();
    await pass(HOUR);
    expect(await find(run.id)).toMatchObject({ state: 'timed-out', finishedAt: START + HOUR });
    expect(await ask()).toMatchObject({ joined: false });
  });
});
