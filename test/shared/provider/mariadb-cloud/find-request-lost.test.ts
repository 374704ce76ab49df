import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../../shared/domain/instant.ts';
import { rfc3339 } from '../../../emulator/mariadb-cloud/wire-time.ts';
import { holdRetryDelays, hurry } from '../../http/retry-delays.ts';
import { errorOf, SERVICE, startCloud } from './cloud.ts';
import { DONE_UNKNOWN, LIST_TROUBLE, NOT_DONE_UNKNOWN } from './fates.ts';
import { backupRow, NOON } from './rows.ts';

holdRetryDelays();

const POST = { method: 'POST' };
const SCHEDULES = { method: 'GET', path: /schedules$/ };
const BACKUPS = { method: 'GET', path: /backups$/ };
const once = { service_id: SERVICE, type: 'full', schedule: 'once' };

/** A request whose sending met this fault. */
async function startLost(fault: (typeof DONE_UNKNOWN)[number], clockOffMs = 0) {
  const cloud = await startCloud({ clockOffMs });
  const request = cloud.newRequest();
  cloud.emulator.fail({ ...fault, when: POST });
  await errorOf(cloud.requests.send(request));
  cloud.emulator.requests.length = 0;
  return { ...cloud, request, find: () => hurry(cloud.requests.find(request)) };
}

test('before anything is sent, nothing of a request is found, and any number may run', async () => {
  const { emulator, requests, newRequest } = await startCloud();
  expect(requests).toMatchObject({ oneAtATime: false, listedAsSchedules: true });
  emulator.addBackup(backupRow('other', { status: 'Running' }));
  expect(await requests.find(newRequest())).toMatchObject({
    status: { state: 'not-found' },
    request: { handle: null },
  });
});

describe('a request whose answer was lost', () => {
  test.each(DONE_UNKNOWN)('is found by its schedule: %j', async (fault) => {
    const { find, count } = await startLost(fault);
    expect(await find()).toMatchObject({
      status: { state: 'waiting', lastSeen: 'Scheduled' },
      request: { handle: '200', requestedAt: { at: NOON, clock: 'provider' } },
    });
    expect(count('POST')).toBe(0);
  });

  test.each(DONE_UNKNOWN)(
    'is found by its backup where its schedule is gone: %j',
    async (fault) => {
      const { emulator, find } = await startLost(fault);
      emulator.removeSchedule(200);
      emulator.clock.advance(3 * SECOND);
      expect(await find()).toMatchObject({
        status: { state: 'running' },
        request: { handle: null },
      });
    },
  );

  test('is found from the moment on at which it is listed', async () => {
    const cloud = await startCloud();
    const request = cloud.newRequest();
    cloud.emulator.nextBackup({ hiddenMs: MINUTE, runningMs: HOUR });
    cloud.emulator.fail({ kind: 'lost-answer', when: POST });
    await errorOf(cloud.requests.send(request));
    cloud.emulator.clock.advance(MINUTE - 1);
    expect((await cloud.requests.find(request)).status.state).toBe('not-found');
    cloud.emulator.clock.advance(1);
    expect((await cloud.requests.find(request)).status.state).toBe('running');
  });

  test.each([HOUR, -HOUR])('is found where our clock is %i ms ahead', async (clockOffMs) => {
    const { find } = await startLost({ kind: 'lost-answer' }, clockOffMs);
    expect(await find()).toMatchObject({
      status: { state: 'waiting' },
      request: { handle: '200', requestedAt: { at: NOON, clock: 'provider' } },
    });
  });

  test.each(NOT_DONE_UNKNOWN)('and that took no effect is not found: %j', async (fault) => {
    const { find } = await startLost(fault);
    expect(await find()).toMatchObject({
      status: { state: 'not-found' },
      request: { handle: null, requestedAt: { at: NOON, clock: 'provider' } },
    });
  });
});

describe('not taken for the request is', () => {
  test.each([
    { ...once, type: 'dump' },
    { ...once, schedule: '0 2 * * *' },
    { ...once, type: undefined },
    { ...once, schedule: undefined },
  ])('a new schedule like %j', async (row) => {
    const { emulator, find } = await startLost({ kind: 'refused-connection' });
    emulator.addSchedule({ ...row, created_at: rfc3339(NOON) });
    expect((await find()).status.state).toBe('not-found');
  });

  test.each([
    { createdInMs: -SECOND, state: 'not-found' },
    { createdInMs: 0, state: 'waiting' },
    { createdInMs: SECOND, state: 'waiting' },
  ])('$state: a schedule created $createdInMs ms after it', async ({ createdInMs, state }) => {
    const { emulator, find } = await startLost({ kind: 'refused-connection' });
    emulator.addSchedule({ ...once, created_at: rfc3339(NOON + createdInMs) });
    expect((await find()).status.state).toBe(state);
  });

  test.each([
    { name: 'listed before', scheduleIds: ['7'], cut: false, state: 'not-found' },
    { name: 'new', scheduleIds: ['6'], cut: false, state: 'waiting' },
    { name: 'not known to be new', scheduleIds: ['6'], cut: true, state: 'not-found' },
  ])('$state: an undated schedule that is $name', async ({ scheduleIds, cut, state }) => {
    const { emulator, requests, newRequest } = await startCloud();
    emulator.addSchedule({ ...once, id: 7 });
    const before = { backupIds: [], scheduleIds, cut };
    expect((await requests.find(newRequest({ before }))).status.state).toBe(state);
  });
});

describe.each([
  ['schedules', SCHEDULES],
  ['backups', BACKUPS],
] as const)('that there is none is not said where the %s cannot be read:', (_, when) => {
  test.each(LIST_TROUBLE)('%j', async (fault) => {
    const { emulator, find } = await startLost({ kind: 'status', status: 500 });
    emulator.fail({ ...fault, when, times: Infinity });
    expect((await errorOf(find())).message).toContain('MariaDB Cloud');
  });
});
