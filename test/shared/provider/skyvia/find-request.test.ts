import { describe, expect, test } from 'vitest';
import { holdRetryDelays, hurry } from '../../http/retry-delays.ts';
import { type Account, SERVICE, startAccount } from './account.ts';

holdRetryDelays();

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const active = { path: /\/snapshots\/active$/ };
const list = { path: /\/snapshots$/ };

/** A finished snapshot that began so long after now by the emulator's clock. */
function addSnapshot({ emulator }: Account, startsInMs: number, fields: object = {}) {
  const startTime = new Date(emulator.clock.now() + startsInMs).toISOString();
  return emulator.addSnapshot(SERVICE, { startTime, state: 'Succeeded', ...fields });
}

/** What `GET …/snapshots/active` answers about a run that began so long after now. */
function showActive({ emulator }: Account, startsInMs: number | null, runId: number | string = 7) {
  const date = startsInMs === null ? null : new Date(emulator.clock.now() + startsInMs);
  emulator.fail({ kind: 'json', body: { runId, date, state: 'Running' }, when: active });
}

describe('before anything is sent', () => {
  test('a backup at rest has nothing of the request', async () => {
    const { requests, newRequest } = await startAccount();
    expect(requests.oneAtATime).toBe(true);
    expect(await requests.find(newRequest())).toMatchObject({
      status: { state: 'not-found' },
      request: { handle: null },
    });
  });

  test('a run that began earlier occupies the backup', async () => {
    const { emulator, requests, newRequest, clock } = await startAccount();
    emulator.nextRun({ runningMs: DAY });
    const run = emulator.startRun(SERVICE);
    await clock.sleep(MINUTE);
    const { status, request } = await requests.find(newRequest());
    expect(status).toMatchObject({
      state: 'occupied',
      by: { id: `run ${String(run['runId'])}`, status: 'running' },
    });
    expect(request.handle).toBeNull();
  });

  test.each([
    { startsInMs: -1001, state: 'occupied' },
    { startsInMs: -1, state: 'occupied' },
    { startsInMs: 0, state: 'running' },
    { startsInMs: 1, state: 'running' },
  ])('a run that began $startsInMs ms after the request: $state', async ({ startsInMs, state }) => {
    const account = await startAccount();
    showActive(account, startsInMs);
    expect((await account.requests.find(account.newRequest())).status.state).toBe(state);
  });
});

describe('the clock of a request', () => {
  test.each([10 * MINUTE, -10 * MINUTE])(
    'becomes that of Skyvia, though ours is %i ms behind',
    async (behindMs) => {
      const account = await startAccount('active', { behindMs });
      addSnapshot(account, -SECOND);
      const { emulator, requests, newRequest } = account;
      const { status, request } = await requests.find(newRequest());
      expect(status).toEqual({ state: 'not-found' });
      expect(request.requestedAt).toEqual({ at: emulator.clock.now(), clock: 'provider' });
    },
  );

  test('is left as it is where it is that of Skyvia already', async () => {
    const { requests, newRequest } = await startAccount('active', { behindMs: MINUTE });
    const requestedAt = { at: 1234, clock: 'provider' } as const;
    expect((await requests.find(newRequest({ requestedAt }))).request).toMatchObject({
      requestedAt,
    });
  });
});

describe('where Skyvia does not tell its time', () => {
  test.each([
    { startsInMs: -5 * MINUTE, state: 'running' },
    { startsInMs: -5 * MINUTE - 1, state: 'occupied' },
  ])('a run that began $startsInMs ms after it: $state', async ({ startsInMs, state }) => {
    const account = await startAccount();
    account.emulator.settings.withoutDate = true;
    showActive(account, startsInMs);
    const asked = account.newRequest();
    const { status, request } = await account.requests.find(asked);
    expect(status.state).toBe(state);
    expect(request.requestedAt).toEqual(asked.requestedAt);
  });
});

describe('a request whose answer was lost', () => {
  test('is found as the active run, and takes its id', async () => {
    const { emulator, requests, newRequest, clock } = await startAccount();
    const request = newRequest();
    emulator.fail({ kind: 'lost-answer', when: { method: 'POST' } });
    await expect(requests.send(request)).rejects.toMatchObject({ fate: 'unknown' });
    await clock.sleep(SECOND);
    expect(await requests.find(request)).toMatchObject({
      status: { state: 'running', backup: { id: 'run 500001' } },
      request: { handle: 'run 500001' },
    });
  });

  test('is found as the snapshot that was listed before anyone could look', async () => {
    const { emulator, requests, newRequest, clock } = await startAccount();
    const request = newRequest();
    emulator.nextRun({ queuedMs: 0, runningMs: SECOND });
    emulator.fail({ kind: 'lost-answer', when: { method: 'POST' } });
    await expect(requests.send(request)).rejects.toMatchObject({ fate: 'unknown' });
    await clock.sleep(2 * SECOND);
    expect((await requests.find(request)).status).toMatchObject({ state: 'succeeded' });
  });
});

describe('a run that Skyvia started just before the request arrived', () => {
  test('is joined where it began at or after the request', async () => {
    const { emulator, requests, newRequest, clock } = await startAccount();
    const request = newRequest();
    const run = emulator.startRun(SERVICE);
    await expect(requests.send(request)).rejects.toMatchObject({ fate: 'not-taken' });
    const found = await requests.find(request);
    expect(found).toMatchObject({
      status: { state: 'running' },
      request: { handle: `run ${String(run['runId'])}` },
    });
    await clock.sleep(10 * SECOND);
    expect((await requests.find(found.request)).status.state).toBe('succeeded');
  });

  test('is waited for where it began before', async () => {
    const { emulator, requests, newRequest, clock } = await startAccount();
    emulator.startRun(SERVICE);
    await clock.sleep(SECOND);
    const request = newRequest();
    await expect(requests.send(request)).rejects.toMatchObject({ fate: 'not-taken' });
    expect((await requests.find(request)).status.state).toBe('occupied');
    await clock.sleep(10 * SECOND);
    expect((await requests.find(request)).status.state).toBe('not-found');
  });
});

describe('an active run', () => {
  const handle = 'run 7';

  test('of the known id is the request, whenever it is said to have begun', async () => {
    const account = await startAccount();
    showActive(account, -DAY, 7);
    const { status } = await account.requests.find(account.newRequest({ handle }));
    expect(status.state).toBe('running');
    expect(account.emulator.requests).toHaveLength(1);
  });

  test.each([
    { known: null, id: 8, state: 'running' },
    { known: handle, id: 7, state: 'running' },
    { known: handle, id: 8, state: 'occupied' },
  ])('without a date, id $id where $known is known: $state', async ({ known, id, state }) => {
    const account = await startAccount();
    showActive(account, null, id);
    const { status } = await account.requests.find(account.newRequest({ handle: known }));
    expect(status.state).toBe(state);
  });

  test('that was there before the request occupies the backup, dated or not', async () => {
    const before = { backupIds: ['run 8'], scheduleIds: [], cut: false };
    for (const startsInMs of [null, 0]) {
      const account = await startAccount();
      showActive(account, startsInMs, 8);
      const { status } = await account.requests.find(account.newRequest({ before }));
      expect(status.state).toBe('occupied');
    }
  });

  test.each([
    { name: 'that began later', startsInMs: MINUTE },
    { name: 'that began before', startsInMs: -MINUTE },
  ])('$name hides no success since the request', async ({ startsInMs }) => {
    const account = await startAccount();
    addSnapshot(account, SECOND);
    showActive(account, startsInMs, 8);
    const { status } = await account.requests.find(account.newRequest({ handle }));
    expect(status.state).toBe('succeeded');
  });

  test('that began later outweighs a failure since the request', async () => {
    const account = await startAccount();
    addSnapshot(account, SECOND, { state: 'Failed' });
    showActive(account, MINUTE, 8);
    const { status } = await account.requests.find(account.newRequest({ handle }));
    expect(status.state).toBe('running');
  });

  test('is asked for before the list, so that one that ends between is in the list', async () => {
    const { emulator, requests, newRequest } = await startAccount();
    await requests.find(newRequest());
    expect(emulator.requests.map(({ path }) => path.replace(/^.*\/12/, ''))).toEqual([
      '/snapshots/active',
      '/snapshots',
    ]);
  });
});

describe('a snapshot from before the request', () => {
  test('that is listed late is not the one asked for, and ours has failed', async () => {
    const account = await startAccount();
    const { emulator, requests, newRequest, clock } = account;
    emulator.nextRun({ outcome: 'Failed', result: 'Quota used up' });
    const request = await requests.send(newRequest());
    addSnapshot(account, -15 * MINUTE);
    await clock.sleep(10 * SECOND);
    expect((await requests.find(request)).status).toMatchObject({
      state: 'failed',
      reason: 'Quota used up',
    });
  });

  test.each([
    { startsInMs: -1, state: 'waiting' },
    { startsInMs: 0, state: 'succeeded' },
    { startsInMs: 1, state: 'succeeded' },
  ])('starting $startsInMs ms after it: $state', async ({ startsInMs, state }) => {
    const account = await startAccount();
    account.emulator.nextRun({ neverListed: true });
    const request = await account.requests.send(account.newRequest());
    addSnapshot(account, startsInMs);
    await account.clock.sleep(DAY);
    expect((await account.requests.find(request)).status.state).toBe(state);
  });

  test.each([
    { queuedMs: -1, state: 'not-found' },
    { queuedMs: 0, state: 'succeeded' },
  ])('queued $queuedMs ms after it, and started later: $state', async ({ queuedMs, state }) => {
    const account = await startAccount();
    const queueTime = new Date(account.emulator.clock.now() + queuedMs).toISOString();
    addSnapshot(account, MINUTE, { queueTime });
    const { status } = await account.requests.find(account.newRequest());
    expect(status.state).toBe(state);
  });

  test('without a start is believed as little', async () => {
    const account = await startAccount();
    addSnapshot(account, 0, { startTime: null });
    const { status } = await account.requests.find(account.newRequest());
    expect(status.state).toBe('not-found');
  });
});

describe('a run that is active no more', () => {
  test('and not in the list yet is waited for, then found', async () => {
    const { emulator, requests, newRequest, clock } = await startAccount();
    emulator.nextRun({ queuedMs: 0, runningMs: SECOND, listedAfterMs: DAY });
    const request = await requests.send(newRequest());
    await clock.sleep(SECOND);
    const { status } = await requests.find(request);
    expect(status).toEqual({ state: 'waiting', lastSeen: 'not listed yet' });
    await clock.sleep(DAY - 1);
    expect((await requests.find(request)).status.state).toBe('waiting');
    await clock.sleep(1);
    expect((await requests.find(request)).status.state).toBe('succeeded');
  });

  test('and never listed is no success, however long one waits', async () => {
    const { emulator, requests, newRequest, clock } = await startAccount();
    emulator.nextRun({ neverListed: true });
    const request = await requests.send(newRequest());
    await clock.sleep(30 * DAY);
    expect((await requests.find(request)).status.state).toBe('waiting');
  });

  test.each([
    { outcome: 'Succeeded', state: 'succeeded' },
    { outcome: 'Failed', state: 'failed' },
    { outcome: 'Canceled', state: 'failed' },
    { outcome: 'Canceling', state: 'running' },
    { outcome: 'Petrified', state: 'waiting' },
    { outcome: '', state: 'waiting' },
  ])('and listed as "$outcome" is $state', async ({ outcome, state }) => {
    const { emulator, requests, newRequest, clock } = await startAccount();
    emulator.nextRun({ outcome });
    const request = await requests.send(newRequest());
    await clock.sleep(DAY);
    expect((await requests.find(request)).status.state).toBe(state);
  });
});

describe('odd rows', () => {
  const future = { snapshotId: 1, state: 'Succeeded', startTime: '2031-01-01T00:00:00.000Z' };
  const late = { snapshotId: 1, state: 'Failed', startTime: '2031-01-01T00:00:00.000Z' };
  const rows = [null, 7, [], {}, { state: 'Succeeded' }, future, late].map((odd) => ({ odd }));

  test.each(rows)('such as $odd hide no success', async ({ odd }) => {
    const { emulator, requests, newRequest } = await startAccount();
    const startTime = new Date(emulator.clock.now()).toISOString();
    const ours = { snapshotId: 9, state: 'Succeeded', startTime };
    emulator.fail({ kind: 'json', body: { data: [odd, ours], hasMore: false }, when: list });
    const { status } = await requests.find(newRequest({ handle: 'run 7' }));
    expect(status).toMatchObject({ state: 'succeeded', backup: { id: '9' } });
  });

  test.each(rows)('such as $odd are not the request', async ({ odd }) => {
    const { emulator, requests, newRequest } = await startAccount();
    emulator.fail({ kind: 'json', body: { data: [odd], hasMore: false }, when: list });
    expect((await requests.find(newRequest())).status.state).toBe('not-found');
  });

  test.each([
    { startsInMs: 5 * MINUTE, state: 'succeeded' },
    { startsInMs: 5 * MINUTE + SECOND, state: 'not-found' },
  ])('dated ahead by $startsInMs ms: $state', async ({ startsInMs, state }) => {
    const account = await startAccount();
    addSnapshot(account, startsInMs);
    expect((await account.requests.find(account.newRequest())).status.state).toBe(state);
  });
});

describe('a list that was cut short', () => {
  const cutAfter = ({ emulator }: Account, data: readonly unknown[]) => {
    emulator.fail({ kind: 'json', body: { data, hasMore: true }, when: list });
    emulator.fail({ kind: 'json', body: { data: [], hasMore: true }, when: list });
  };

  test('counts where it holds the success', async () => {
    const account = await startAccount();
    const startTime = new Date(account.emulator.clock.now()).toISOString();
    cutAfter(account, [{ snapshotId: 9, state: 'Succeeded', startTime }]);
    expect((await account.requests.find(account.newRequest())).status.state).toBe('succeeded');
  });

  const failed = { snapshotId: 9, state: 'Failed', startTime: '2026-01-15T12:00:00.000Z' };

  test.each([{ data: [] }, { data: [failed] }])(
    'is no ground to say that there is none, or that it failed: $data',
    async ({ data }) => {
      const account = await startAccount();
      cutAfter(account, data);
      await expect(account.requests.find(account.newRequest())).rejects.toMatchObject({
        problem: { kind: 'unavailable' },
      });
    },
  );
});

describe('a look that is refused or cannot be read rejects, and the next one goes on', () => {
  const faults = [
    { kind: 'status', status: 400 },
    { kind: 'status', status: 401 },
    { kind: 'status', status: 403, body: '<html>blocked</html>' },
    { kind: 'status', status: 302, location: '/login' },
    { kind: 'html' },
    { kind: 'cut-json' },
  ] as const;

  test.each([
    ...faults.map((fault) => ({ at: 'active', when: active, fault })),
    ...[...faults, { kind: 'status', status: 404 } as const].map((fault) => ({
      at: 'list',
      when: list,
      fault,
    })),
  ])('$at: $fault', async ({ when, fault }) => {
    const { emulator, requests, newRequest, clock } = await startAccount();
    const request = await requests.send(newRequest());
    await clock.sleep(DAY);
    emulator.fail({ ...fault, when: { method: 'GET', ...when } });
    await expect(hurry(requests.find(request))).rejects.toMatchObject({ name: 'ProviderError' });
    expect((await requests.find(request)).status.state).toBe('succeeded');
  });
});

describe('the reason of a failed run', () => {
  const failWith = async (result: string | null) => {
    const { emulator, requests, newRequest, clock } = await startAccount();
    emulator.nextRun({ outcome: 'Failed', result });
    const request = await requests.send(newRequest());
    await clock.sleep(DAY);
    return (await requests.find(request)).status;
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
    const status = await failWith('Could not reach https://user:pw@crm.example/x?token=t0p');
    expect(JSON.stringify(status)).not.toMatch(/crm\.example|t0p/);
    expect(status).toMatchObject({ state: 'failed', reason: expect.stringContaining('reach') });
  });
});
