import { describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import { holdRetryDelays } from '../http/retry-delays.ts';
import { backupRow } from '../provider/mariadb-cloud/rows.ts';
import { startAdvancing } from './advancing.ts';

holdRetryDelays();

describe('a run that goes well', () => {
  test('asks for one backup and succeeds with it', async () => {
    const { accepted, finish, countBackups, emulator } = await startAdvancing();
    const run = await finish(accepted);
    const listed = emulator.backups('dbtgf28044362').at(-1);
    expect(run).toMatchObject({
      state: 'succeeded',
      message: null,
      backup: { id: listed?.['id'], status: 'succeeded', sizeBytes: 5_327_326 },
    });
    expect(countBackups()).toBe(1);
  });

  test('is made durable at every step, and before its request is sent', async () => {
    const { accepted, step, saves } = await startAdvancing();
    await step(accepted);
    expect(
      saves.map(({ run: { state, progress }, posts }) => ({
        state,
        read: progress.before !== null,
        sending: progress.sending !== null,
        requested: progress.found !== null,
        posts,
      })),
    ).toEqual([
      { state: 'requesting', read: true, sending: false, requested: false, posts: 0 },
      { state: 'requesting', read: true, sending: true, requested: false, posts: 0 },
      { state: 'running', read: true, sending: false, requested: true, posts: 1 },
    ]);
  });

  test('says when it began and when it ended', async () => {
    const { accepted, finish } = await startAdvancing();
    const run = await finish(accepted);
    // The emulator's backup takes 8 seconds; it is looked at after 5 and 12.5.
    expect(run.startedAt).toBe(accepted.acceptedAt);
    expect(run.finishedAt).toBe(accepted.acceptedAt + 12.5 * SECOND);
  });

  test('is not taken for done by a backup that was there before, nor by one of another type', async () => {
    const { accepted, step, emulator, clock } = await startAdvancing();
    emulator.nextBackup({ runningMs: Number.POSITIVE_INFINITY });
    const begun = await step(accepted);
    emulator.addBackup(backupRow('dump', { type: 'dump', start_time: '2026-01-15T12:00:01Z' }));
    await clock.sleep(MINUTE);
    const seen = await step(begun);
    expect(seen).toMatchObject({ state: 'running', backup: { status: 'running', type: 'full' } });
  });

  test('is left alone once it has ended', async () => {
    const { accepted, finish, step, emulator, saves } = await startAdvancing();
    const run = await finish(accepted);
    const before = [emulator.requests.length, saves.length];
    expect(await step(run)).toBe(run);
    expect([emulator.requests.length, saves.length]).toEqual(before);
  });
});

describe('a run whose backup fails', () => {
  test('fails with the words of the provider', async () => {
    const { accepted, finish, emulator, countBackups } = await startAdvancing();
    emulator.nextBackup({ outcome: 'Failed', message: 'disk full' });
    const run = await finish(accepted);
    expect(run).toMatchObject({ state: 'failed', message: 'disk full', backup: { type: 'full' } });
    expect(countBackups()).toBe(1);
  });

  test('fails where the request never became a backup', async () => {
    const { accepted, finish, emulator } = await startAdvancing();
    emulator.nextBackup({ outcome: 'Failed', message: 'no room', neverListed: true });
    expect(await finish(accepted)).toMatchObject({
      state: 'failed',
      message: 'no room',
      backup: null,
    });
  });
});

describe('a run that takes long', () => {
  test('is looked at ever more rarely, at last once a minute', async () => {
    const { accepted, finish, emulator } = await startAdvancing();
    emulator.nextBackup({ runningMs: 9.5 * MINUTE });
    expect(await finish(accepted)).toMatchObject({ state: 'succeeded' });
    const looks = emulator.requests
      .filter(({ path }) => /schedules\/\d+$/.test(path))
      .map(({ at }) => at);
    const waits = looks.map((at, index) => at - (looks[index - 1] ?? accepted.acceptedAt));
    expect(waits.slice(0, 7)).toEqual([5000, 7500, 11_250, 16_875, 25_313, 37_969, 56_953]);
    expect(new Set(waits.slice(7))).toEqual(new Set([60_000]));
  });

  test('ends as timed out at its time, with what was last seen', async () => {
    const { accepted, finish, emulator, countBackups } = await startAdvancing(10 * MINUTE);
    emulator.nextBackup({ queuedMs: Number.POSITIVE_INFINITY });
    const run = await finish(accepted);
    expect(run).toMatchObject({
      state: 'timed-out',
      finishedAt: accepted.acceptedAt + 10 * MINUTE,
      message: 'it did not finish in time; last seen: Scheduled',
    });
    expect(countBackups()).toBe(1);
  });
});
