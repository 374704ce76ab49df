import { describe, expect, test } from 'vitest';
import { holdRetryDelays, hurry } from '../../http/retry-delays.ts';
import { SERVICE, snapshot, startAccount } from './account.ts';

holdRetryDelays();

const creating = { method: 'POST', path: /\/snapshots$/ };
const DAY = 86_400_000;

describe('asking for a snapshot', () => {
  test('sends no body, and the raw token without a scheme', async () => {
    const { emulator, requestBackup } = await startAccount();
    await requestBackup();
    const sent = emulator.requests.find(({ method }) => method === 'POST');
    expect(sent).toMatchObject({
      path: '/v1/workspaces/3/backups/12/snapshots',
      query: {},
      body: undefined,
    });
    expect(sent?.headers).toMatchObject({
      authorization: 'skyvia-test-token',
      'content-length': '0',
    });
  });

  test('joins the run that is active already', async () => {
    const { emulator, provider, requestBackup, clock, count } = await startAccount();
    const run = emulator.startRun(SERVICE);
    const request = await requestBackup();
    expect(request).toMatchObject({ type: 'snapshot', handle: `run ${String(run['runId'])}` });
    expect(count('POST')).toBe(0);
    expect(await provider.lookAt(request)).toMatchObject({ state: 'running' });
    await clock.sleep(10_000);
    expect(await provider.lookAt(request)).toMatchObject({ state: 'succeeded' });
  });

  test('joins the run that began while the first request was lost', async () => {
    const { emulator, requestBackup, count } = await startAccount();
    emulator.fail({ kind: 'lost-answer', when: creating });
    expect(await requestBackup()).toMatchObject({ handle: 'run 500001' });
    expect(count('POST')).toBe(1);
  });

  test('finds the snapshot that was listed before anyone could look', async () => {
    const { emulator, provider, requestBackup, count } = await startAccount();
    emulator.nextRun({ queuedMs: 0, runningMs: 1000 });
    emulator.fail({ kind: 'lost-answer', when: creating });
    const request = await requestBackup();
    expect(count('POST')).toBe(1);
    expect(await provider.lookAt(request)).toMatchObject({ state: 'succeeded' });
  });

  test.each([{}, { runId: null }])('does without a run id in the answer: %j', async (body) => {
    const { emulator, requestBackup, count } = await startAccount();
    emulator.fail({ kind: 'json', body, when: creating });
    expect(await requestBackup()).toMatchObject({ handle: null });
    expect(count('POST')).toBe(1);
  });

  test('sends nothing where it is not known whether a run is active', async () => {
    const { emulator, requestBackup, count } = await startAccount();
    const when = { path: /\/active$/ };
    emulator.fail({ kind: 'status', status: 503, when, times: Infinity });
    await expect(hurry(requestBackup())).rejects.toMatchObject({
      problem: { kind: 'unavailable' },
    });
    expect(count('POST')).toBe(0);
  });
});

describe('a run that is active no more', () => {
  test('and not in the list yet is waited for, then found', async () => {
    const { emulator, provider, requestBackup, clock } = await startAccount();
    emulator.nextRun({ queuedMs: 0, runningMs: 1000, listedAfterMs: DAY });
    const request = await requestBackup();
    await clock.sleep(1000);
    expect(await provider.lookAt(request)).toEqual({
      state: 'waiting',
      lastSeen: 'not listed yet',
    });
    await clock.sleep(DAY - 1);
    expect((await provider.lookAt(request)).state).toBe('waiting');
    await clock.sleep(1);
    expect((await provider.lookAt(request)).state).toBe('succeeded');
  });

  test('and never listed is no success, however long one waits', async () => {
    const { emulator, provider, requestBackup, clock } = await startAccount();
    emulator.nextRun({ neverListed: true });
    const request = await requestBackup();
    await clock.sleep(30 * DAY);
    expect((await provider.lookAt(request)).state).toBe('waiting');
  });

  test('is not taken for an older snapshot that is listed late', async () => {
    const { emulator, provider, clock } = await startAccount();
    emulator.nextRun({ neverListed: true });
    const known = { ids: ['14'], newestStart: Date.UTC(2026, 0, 14, 2, 0, 10) };
    const order = { service: SERVICE, type: 'full', known, listedSchedules: [] } as const;
    const request = await provider.requestBackup(order);
    emulator.addSnapshot(SERVICE, snapshot(13));
    emulator.addSnapshot(SERVICE, snapshot(14));
    await clock.sleep(DAY);
    expect((await provider.lookAt(request)).state).toBe('waiting');
  });

  test.each([
    { outcome: 'Canceled', state: 'failed' },
    { outcome: 'Canceling', state: 'running' },
    { outcome: 'Petrified', state: 'waiting' },
    { outcome: '', state: 'waiting' },
  ])('and listed as "$outcome" is $state', async ({ outcome, state }) => {
    const { emulator, provider, requestBackup, clock } = await startAccount();
    emulator.nextRun({ outcome });
    const request = await requestBackup();
    await clock.sleep(DAY);
    expect((await provider.lookAt(request)).state).toBe(state);
  });
});

describe('the reason of a failed run', () => {
  const failWith = async (result: string | null) => {
    const { emulator, provider, requestBackup, clock } = await startAccount();
    emulator.nextRun({ outcome: 'Failed', result });
    const request = await requestBackup();
    await clock.sleep(DAY);
    return provider.lookAt(request);
  };

  test.each([
    ['Storage limit reached', 'Storage limit reached'],
    ['{"ErrorRows":3,"ErrorMessage":"Quota used up"}', 'Quota used up'],
    ['{"ErrorRows":3}', 'Failed'],
    [null, 'Failed'],
    ['', 'Failed'],
  ])('is read from %j', async (result, reason) => {
    expect(await failWith(result)).toMatchObject({ state: 'failed', reason });
  });

  test('holds no URL', async () => {
    const sight = await failWith('Could not reach https://user:pw@crm.example/x?token=t0p');
    expect(JSON.stringify(sight)).not.toMatch(/crm\.example|t0p/);
    expect(sight).toMatchObject({ state: 'failed', reason: expect.stringContaining('reach') });
  });
});
