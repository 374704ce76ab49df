import { describe, expect, test } from 'vitest';
import type { FaultKind } from '../../../emulator/faults.ts';
import { holdRetryDelays } from '../../http/retry-delays.ts';
import { errorOf, KEY, SERVICE } from './cloud.ts';
import { startRequested } from './requested.ts';

holdRetryDelays();

test('a requested backup waits, runs and succeeds', async () => {
  const { emulator, lookAfter } = await startRequested({ queuedMs: 3000, runningMs: 5000 });
  expect(await lookAfter(0)).toEqual({ state: 'waiting', lastSeen: 'Scheduled' });
  expect(await lookAfter(2999)).toEqual({ state: 'waiting', lastSeen: 'Scheduled' });
  expect(await lookAfter(1)).toMatchObject({ state: 'running', backup: { status: 'running' } });
  expect(await lookAfter(4999)).toMatchObject({ state: 'running' });
  const id = emulator.backups(SERVICE)[1]?.['id'];
  expect(await lookAfter(1)).toMatchObject({
    state: 'succeeded',
    backup: { id, type: 'full', status: 'succeeded' },
  });
});

describe('a requested backup that fails', () => {
  test.each(['Failed', 'error', 'Canceled'])(
    'as %s fails with what is said of it',
    async (word) => {
      const plan = { outcome: word, message: 'the disk is full' };
      const { emulator, lookAfter } = await startRequested(plan);
      expect(await lookAfter(8000)).toMatchObject({
        state: 'failed',
        backup: { id: emulator.backups(SERVICE)[1]?.['id'] },
        reason: 'the disk is full',
      });
    },
  );

  test('without a message fails with its status', async () => {
    const { lookAfter } = await startRequested({ outcome: 'Failed', message: '' });
    expect(await lookAfter(8000)).toMatchObject({ state: 'failed', reason: 'Failed' });
  });

  test('and whose schedule is gone fails with its status', async () => {
    const { emulator, handle, lookAfter } = await startRequested({ outcome: 'Aborted' });
    emulator.removeSchedule(handle);
    expect(await lookAfter(8000)).toMatchObject({ state: 'failed', reason: 'Aborted' });
  });

  test.each(['Failed', 'canceled'])(
    'as %s and is never listed fails all the same',
    async (word) => {
      const plan = { neverListed: true, outcome: word, message: 'no server was free' };
      const { lookAfter } = await startRequested(plan);
      expect(await lookAfter(7999)).toEqual({ state: 'waiting', lastSeen: 'Running' });
      const reason = 'no server was free';
      expect(await lookAfter(1)).toEqual({ state: 'failed', backup: null, reason });
    },
  );

  test('shows neither the key nor a URL that its message holds', async () => {
    const message = `upload to https://user:pass@store.example/x with ${KEY} failed`;
    const { lookAfter } = await startRequested({ outcome: 'Failed', message });
    const shown = JSON.stringify(await lookAfter(8000));
    expect(shown).toContain('upload to');
    expect(shown).not.toContain(KEY);
    expect(shown).not.toContain('store.example');
  });
});

describe('a requested backup whose schedule has gone', () => {
  test('goes on to its end', async () => {
    const { emulator, handle, lookAfter } = await startRequested();
    emulator.removeSchedule(handle);
    expect(await lookAfter(0)).toEqual({ state: 'not-found' });
    expect(await lookAfter(3000)).toMatchObject({ state: 'running' });
    expect(await lookAfter(5000)).toMatchObject({ state: 'succeeded' });
  });

  test('goes on also where no schedule was ever known', async () => {
    const { emulator, handle, look } = await startRequested();
    emulator.removeSchedule(handle);
    expect(await look({ handle: null })).toEqual({ state: 'not-found' });
    emulator.clock.advance(8000);
    expect(await look({ handle: null })).toMatchObject({ state: 'succeeded' });
    expect(emulator.requests.filter(({ path }) => /schedules\/./.test(path))).toEqual([]);
  });
});

describe('neither an end nor a success is', () => {
  test.each(['Verifying', 'unknown', 'Succeeded?'])('the status %j', async (outcome) => {
    const { lookAfter } = await startRequested({ outcome });
    expect(await lookAfter(8000)).toEqual({ state: 'waiting', lastSeen: outcome });
    expect(await lookAfter(86_400_000)).toEqual({ state: 'waiting', lastSeen: outcome });
  });

  test('a schedule that says success while no backup is listed', async () => {
    const { lookAfter } = await startRequested({ neverListed: true });
    expect(await lookAfter(8000)).toEqual({ state: 'waiting', lastSeen: 'Succeeded' });
  });
});

describe('what cannot be seen rejects:', () => {
  const SCHEDULE = /schedules\/\d+$/;
  const BACKUPS = /backups$/;

  test.each<[string, RegExp, FaultKind]>([
    ['the schedule, for the server’s sake', SCHEDULE, { kind: 'status', status: 503 }],
    ['the schedule, for the key’s sake', SCHEDULE, { kind: 'status', status: 401 }],
    ['the schedule, cut short', SCHEDULE, { kind: 'cut-json' }],
    ['the list', BACKUPS, { kind: 'status', status: 503 }],
    ['the list, for the key’s sake', BACKUPS, { kind: 'status', status: 403 }],
    ['a part of the list', BACKUPS, { kind: 'json', body: { backups: [], backups_count: 1 } }],
  ])('%s', async (_, path, fault) => {
    const { emulator, look } = await startRequested();
    emulator.fail({ ...fault, when: { path }, times: Infinity });
    expect((await errorOf(look())).problem.kind).toMatch(/^(?:unavailable|credential-refused)$/);
  });

  test.each<FaultKind>([
    ...[302, 400, 401, 403, 404, 409, 500].map((status) => ({ kind: 'status', status }) as const),
    { kind: 'html' },
    { kind: 'cut-json' },
  ])('but not the schedule where the list shows the success: %j', async (fault) => {
    const { emulator, lookAfter } = await startRequested();
    emulator.fail({ ...fault, when: { path: SCHEDULE }, times: Infinity });
    expect(await lookAfter(8000)).toMatchObject({ state: 'succeeded' });
  });

  test('but not a schedule that is answered 404, for it may be gone', async () => {
    const { emulator, lookAfter } = await startRequested();
    emulator.fail({ kind: 'status', status: 404, when: { path: SCHEDULE }, times: Infinity });
    expect(await lookAfter(3000)).toMatchObject({ state: 'running' });
  });

  test.each<[RegExp, FaultKind]>(
    [SCHEDULE, BACKUPS].flatMap((path) => [
      [path, { kind: 'status', status: 400 }],
      [path, { kind: 'status', status: 401 }],
      [path, { kind: 'status', status: 403, body: '<html>blocked</html>' }],
      [path, { kind: 'status', status: 302, location: '/login' }],
      [path, { kind: 'html' }],
    ]),
  )('%s once (%j), and the next look goes on', async (path, fault) => {
    const { emulator, look, lookAfter } = await startRequested();
    emulator.fail({ ...fault, when: { path } });
    await errorOf(look());
    expect(await lookAfter(8000)).toMatchObject({ state: 'succeeded' });
  });

  test('but not for long where a later attempt sees it', async () => {
    const { emulator, lookAfter } = await startRequested();
    emulator.fail({ kind: 'status', status: 503, times: 2 });
    expect(await lookAfter(8000)).toMatchObject({ state: 'succeeded' });
  });
});
