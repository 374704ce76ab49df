import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../../shared/domain/instant.ts';
import { holdRetryDelays } from '../../http/retry-delays.ts';
import { errorOf, SERVICE, startCloud } from './cloud.ts';
import { ANSWERED_UNREADABLY, DONE_UNKNOWN, NOT_DONE_UNKNOWN, TURNED_DOWN } from './fates.ts';
import { backupRow, NOON } from './rows.ts';

holdRetryDelays();

const POST = { method: 'POST' };

test.each(['full', 'incremental', 'binarylog', 'dump', 'snapshot'])(
  'a one-time %s backup is asked for by one request, and nothing else',
  async (type) => {
    const { emulator, requests, newRequest } = await startCloud();
    const request = newRequest({ type });
    const requestedAt = { at: NOON, clock: 'provider' };
    expect(await requests.send(request)).toEqual({ ...request, handle: '200', requestedAt });
    const path = '/skybackup/v1/backups/schedules';
    const body = { service_id: SERVICE, backup_type: type, schedule: 'once' };
    expect(emulator.requests).toMatchObject([{ method: 'POST', path, query: {}, body }]);
    expect(emulator.requests[0]?.body).toEqual(body);
    expect(emulator.schedules(SERVICE)).toHaveLength(1);
  },
);

describe('the moment of a request that was sent', () => {
  test.each([0, HOUR, -HOUR])(
    'is that of its schedule, where our clock is %i ms ahead',
    async (clockOffMs) => {
      const { emulator, requests, newRequest } = await startCloud({ clockOffMs });
      const body = { id: 7, created_at: '2026-01-15T11:59:58Z' };
      emulator.fail({ kind: 'json', body, when: POST });
      expect(await requests.send(newRequest())).toMatchObject({
        handle: '7',
        requestedAt: { at: NOON - 2000, clock: 'provider' },
      });
    },
  );

  test.each([undefined, null, '', 'yesterday'])(
    'is that of the sending, by the clock of MariaDB Cloud, where its schedule says %j',
    async (created_at) => {
      const { emulator, requests, newRequest } = await startCloud({ clockOffMs: HOUR });
      emulator.fail({ kind: 'json', body: { id: 7, created_at }, when: POST });
      const { requestedAt } = await requests.send(newRequest());
      expect(requestedAt).toEqual({ at: NOON, clock: 'provider' });
    },
  );
});

describe('without a `Date` header', () => {
  const behind = { clockOffMs: -HOUR };

  test('the moment of a request is that of its schedule', async () => {
    const { emulator, requests, newRequest } = await startCloud(behind);
    emulator.settings.withoutDate = true;
    const { requestedAt } = await requests.send(newRequest());
    expect(requestedAt).toEqual({ at: NOON, clock: 'provider' });
  });

  test('and without a date of its schedule it is told by our clock', async () => {
    const { emulator, requests, newRequest } = await startCloud(behind);
    emulator.settings.withoutDate = true;
    emulator.fail({ kind: 'json', body: { id: 7 }, when: POST });
    const { requestedAt } = await requests.send(newRequest());
    expect(requestedAt).toEqual({ at: NOON - HOUR, clock: 'ours' });
  });

  test.each([
    ['5 minutes before it', -5 * MINUTE, 'succeeded'],
    ['more than 5 minutes before it', -5 * MINUTE - SECOND, 'not-found'],
  ])('a backup that began %s by our clock is %s', async (_, startedMs, state) => {
    const { emulator, requests, newRequest } = await startCloud();
    emulator.settings.withoutDate = true;
    const start_time = new Date(NOON + startedMs).toISOString();
    emulator.addBackup(backupRow('new', { start_time }));
    expect((await requests.find(newRequest())).status).toMatchObject({ state });
  });
});

describe('a request that got no good answer is not sent again by itself, and tells its fate:', () => {
  const unreadable = (fault: { readonly kind: string }) => fault.kind === 'cut-json';

  test.each(DONE_UNKNOWN)('%j', async (fault) => {
    const { emulator, requests, newRequest, count } = await startCloud();
    emulator.fail({ ...fault, when: POST });
    const fate = unreadable(fault) ? 'taken' : 'unknown';
    expect((await errorOf(requests.send(newRequest()))).fate).toBe(fate);
    expect(count('POST')).toBe(1);
    expect(emulator.schedules(SERVICE)).toHaveLength(1);
  });

  test.each(NOT_DONE_UNKNOWN)('unknown: %j', async (fault) => {
    const { emulator, requests, newRequest } = await startCloud();
    emulator.fail({ ...fault, when: POST });
    const error = await errorOf(requests.send(newRequest()));
    expect(error).toMatchObject({ fate: 'unknown', problem: { kind: 'unavailable' } });
    expect(emulator.requests).toHaveLength(1);
  });

  test.each(ANSWERED_UNREADABLY)('taken: %j', async (fault) => {
    const { emulator, requests, newRequest } = await startCloud();
    emulator.fail({ ...fault, when: POST });
    const error = await errorOf(requests.send(newRequest()));
    expect(error).toMatchObject({ fate: 'taken', problem: { kind: 'unavailable' } });
    expect(emulator.requests).toHaveLength(1);
  });

  test.each(TURNED_DOWN)('not taken: %j', async (fault) => {
    const { emulator, requests, newRequest } = await startCloud();
    emulator.fail({ ...fault, when: POST });
    expect((await errorOf(requests.send(newRequest()))).fate).toBe('not-taken');
    expect(emulator.requests).toHaveLength(1);
  });

  test.each([
    [429, '300', 'not-taken', 300_000],
    [429, undefined, 'not-taken', null],
    [503, '7', 'unknown', 7000],
  ] as const)('%i, to wait %s seconds', async (status, retryAfter, fate, retryAfterMs) => {
    const { emulator, requests, newRequest } = await startCloud();
    emulator.fail({ kind: 'status', status, ...(retryAfter && { retryAfter }), when: POST });
    const error = await errorOf(requests.send(newRequest()));
    expect(error).toMatchObject({ fate, retryAfterMs, problem: { kind: 'unavailable' } });
  });
});
