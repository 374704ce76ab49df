import { describe, expect, test } from 'vitest';
import { startAccount } from './account.ts';

const creating = { method: 'POST', path: /\/snapshots$/ };
const SECOND = 1000;

test('sending a request is one POST without a body, and nothing else', async () => {
  const { emulator, requests, newRequest } = await startAccount();
  await requests.send(newRequest());
  expect(emulator.requests).toHaveLength(1);
  const [sent] = emulator.requests;
  expect(sent).toMatchObject({
    method: 'POST',
    path: '/v1/workspaces/3/backups/12/snapshots',
    query: {},
    body: undefined,
  });
  expect(sent?.headers).toMatchObject({
    authorization: 'skyvia-test-token',
    'content-length': '0',
  });
});

test('a request that was sent has the id of its run, and the type of all of Skyvia', async () => {
  const { requests, newRequest } = await startAccount();
  expect(await requests.send(newRequest({ type: 'full' }))).toMatchObject({
    handle: 'run 500001',
    type: 'snapshot',
  });
});

test.each([{}, { runId: null }])('an answer without a run id is a success: %j', async (body) => {
  const { emulator, requests, newRequest } = await startAccount();
  emulator.fail({ kind: 'json', body, when: creating });
  expect(await requests.send(newRequest())).toMatchObject({ handle: null });
});

describe('the moment of a request that was sent', () => {
  test.each([0, 10 * 60 * SECOND, -10 * 60 * SECOND])(
    'is told by the clock of Skyvia where ours is %i ms behind',
    async (behindMs) => {
      const { emulator, requests, newRequest } = await startAccount('active', { behindMs });
      const { requestedAt } = await requests.send(newRequest());
      expect(requestedAt).toEqual({ at: emulator.clock.now(), clock: 'provider' });
    },
  );
});

describe('without a `Date` header', () => {
  test('the moment of a request is when its run began', async () => {
    const { emulator, requests, newRequest } = await startAccount('active', { behindMs: 7000 });
    emulator.settings.withoutDate = true;
    const { requestedAt } = await requests.send(newRequest());
    expect(requestedAt).toEqual({ at: emulator.clock.now(), clock: 'provider' });
  });

  test('and without a date of the run, it is told by our clock', async () => {
    const { emulator, requests, newRequest, clock } = await startAccount('active', {
      behindMs: 7000,
    });
    emulator.settings.withoutDate = true;
    emulator.fail({ kind: 'json', body: { runId: 7 }, when: creating });
    const { requestedAt } = await requests.send(newRequest());
    expect(requestedAt).toEqual({ at: clock.now(), clock: 'ours' });
  });
});

describe('the date of the run that was answered', () => {
  test.each([
    { datedMs: 1, earlierMs: 0 },
    { datedMs: 0, earlierMs: 0 },
    { datedMs: -1, earlierMs: 1 },
    { datedMs: -10 * SECOND, earlierMs: 10 * SECOND },
    { datedMs: -10 * SECOND - 1, earlierMs: 0 },
  ])('$datedMs ms off the `Date` header: $earlierMs ms earlier', async ({ datedMs, earlierMs }) => {
    const { emulator, requests, newRequest } = await startAccount();
    const now = emulator.clock.now();
    const body = { runId: 7, date: new Date(now + datedMs).toISOString(), state: 'New' };
    emulator.fail({ kind: 'json', body, when: creating });
    const { requestedAt } = await requests.send(newRequest());
    expect(requestedAt).toEqual({ at: now - earlierMs, clock: 'provider' });
  });
});

describe('what became of a request that got no good answer', () => {
  test.each([
    [{ kind: 'status', status: 429, retryAfter: '300' }, 'not-taken', 300_000],
    [{ kind: 'status', status: 400 }, 'not-taken', null],
    [{ kind: 'status', status: 401 }, 'not-taken', null],
    [{ kind: 'status', status: 403 }, 'not-taken', null],
    [{ kind: 'status', status: 404 }, 'not-taken', null],
    [{ kind: 'status', status: 409 }, 'not-taken', null],
    [{ kind: 'status', status: 302, location: '/login' }, 'not-taken', null],
    [{ kind: 'status', status: 408 }, 'unknown', null],
    [{ kind: 'status', status: 500 }, 'unknown', null],
    [{ kind: 'status', status: 503, retryAfter: '7' }, 'unknown', 7000],
    [{ kind: 'after-effect-status', status: 502 }, 'unknown', null],
    [{ kind: 'lost-answer' }, 'unknown', null],
    [{ kind: 'refused-connection' }, 'unknown', null],
    [{ kind: 'cut-body' }, 'unknown', null],
    [{ kind: 'cut-json' }, 'taken', null],
    [{ kind: 'html' }, 'taken', null],
    [{ kind: 'json', body: [] }, 'taken', null],
  ] as const)('%j is %s', async (fault, fate, retryAfterMs) => {
    const { emulator, requests, newRequest, count } = await startAccount();
    emulator.fail({ ...fault, when: creating });
    const sent = requests.send(newRequest());
    await expect(sent).rejects.toMatchObject({ name: 'ProviderError', fate, retryAfterMs });
    expect(count('POST')).toBe(1);
  });

  test('a run that Skyvia started just before is a refusal, and nothing was taken', async () => {
    const { emulator, requests, newRequest } = await startAccount();
    emulator.startRun('3/12');
    await expect(requests.send(newRequest())).rejects.toMatchObject({
      fate: 'not-taken',
      problem: { kind: 'refused', message: expect.stringContaining('already has an active run') },
    });
  });

  test('a backup that does not exist is an unknown service', async () => {
    const { requests, newRequest } = await startAccount();
    await expect(requests.send(newRequest({ service: '3/13' }))).rejects.toMatchObject({
      fate: 'not-taken',
      problem: { kind: 'unknown-service' },
    });
  });
});
