import { describe, expect, test } from 'vitest';
import type { BackupType } from '../../../../shared/domain/backup.ts';
import { rememberBackups } from '../../../../shared/domain/backup-request.ts';
import { itemsOf } from '../../../../shared/domain/evidence.ts';
import { holdRetryDelays, hurry } from '../../http/retry-delays.ts';
import { errorOf, SERVICE, startCloud } from './cloud.ts';
import {
  ANSWERED_UNREADABLY,
  DONE_UNKNOWN,
  LIST_TROUBLE,
  NOT_DONE_UNKNOWN,
  NOT_REPEATED,
  TURNED_DOWN,
} from './fates.ts';
import { backupRow, hoursAgo, NOON } from './rows.ts';

holdRetryDelays();

const POST = { method: 'POST' };
const SCHEDULES = { method: 'GET', path: /schedules$/ };
const BACKUPS = { method: 'GET', path: /backups$/ };

/** An old full backup, and the finished one-time request that it came from, are there before. */
async function startWithHistory(type: BackupType = 'full') {
  const cloud = await startCloud();
  const { emulator, provider, readBackups } = cloud;
  emulator.addBackup(backupRow('old', { start_time: hoursAgo(24) }));
  emulator.addSchedule({ service_id: SERVICE, type: 'full', schedule: 'once' });
  const known = rememberBackups(itemsOf(await readBackups()));
  const listedSchedules = itemsOf(await provider.readSchedules(SERVICE));
  emulator.requests.length = 0;
  const order = { service: SERVICE, type, known, listedSchedules };
  const request = () => hurry(provider.requestBackup(order));
  const posts = () => cloud.count('POST');
  return { ...cloud, request, posts };
}

const known = { ids: ['old'], newestStart: NOON - 24 * 3_600_000 };
const REQUESTED = { service: SERVICE, type: 'full', handle: '201', known };

test.each(['full', 'incremental', 'binarylog', 'dump', 'snapshot'] as const)(
  'a one-time %s backup is asked for by one request',
  async (type) => {
    const { emulator, request } = await startWithHistory(type);
    expect(await request()).toEqual({ ...REQUESTED, type });
    const body = { service_id: SERVICE, backup_type: type, schedule: 'once' };
    expect(emulator.requests).toMatchObject([{ method: 'POST', body }]);
    expect(emulator.schedules(SERVICE)).toHaveLength(2);
  },
);

describe('a request that took effect although no good answer came', () => {
  test.each(DONE_UNKNOWN)('is found by its schedule and not repeated: %j', async (fault) => {
    const { emulator, request, posts } = await startWithHistory();
    emulator.fail({ ...fault, when: POST });
    expect(await request()).toEqual(REQUESTED);
    expect(posts()).toBe(1);
    expect(emulator.schedules(SERVICE)).toHaveLength(2);
  });

  test.each(DONE_UNKNOWN)(
    'is found by its backup where its schedule is gone: %j',
    async (fault) => {
      const { emulator, request, posts, onSleep } = await startWithHistory();
      emulator.nextBackup({ queuedMs: 0 });
      emulator.fail({ ...fault, when: POST });
      onSleep(() => emulator.removeSchedule(201));
      expect(await request()).toEqual({ ...REQUESTED, handle: null });
      expect(posts()).toBe(1);
      expect(emulator.backups(SERVICE)).toHaveLength(2);
    },
  );

  test('is found where the answer names no schedule', async () => {
    const { emulator, request, posts, onSleep } = await startWithHistory();
    emulator.fail({ kind: 'json', body: {}, when: POST });
    const row = { service_id: SERVICE, type: 'full', schedule: 'once' };
    onSleep(() => void emulator.addSchedule(row));
    expect(await request()).toEqual(REQUESTED);
    expect(posts()).toBe(1);
  });

  test('is given two seconds to show', async () => {
    const { emulator, request } = await startWithHistory();
    emulator.fail({ kind: 'lost-answer', when: POST });
    await request();
    const [post, ...lists] = emulator.requests.map(({ at }) => at);
    expect(lists).toEqual([(post ?? NaN) + 2000, (post ?? NaN) + 2000]);
  });
});

describe('a request that took no effect', () => {
  test.each(NOT_DONE_UNKNOWN)('is sent once more, after both lists: %j', async (fault) => {
    const { emulator, request } = await startWithHistory();
    emulator.fail({ ...fault, when: POST });
    expect(await request()).toEqual(REQUESTED);
    const sent = emulator.requests.map(({ method }) => method);
    expect(sent).toEqual(['POST', 'GET', 'GET', 'POST']);
    expect(emulator.schedules(SERVICE)).toHaveLength(2);
  });

  test.each(NOT_DONE_UNKNOWN)('twice is given up: %j', async (fault) => {
    const { emulator, request, posts } = await startWithHistory();
    emulator.fail({ ...fault, when: POST, times: Infinity });
    expect((await errorOf(request())).problem.kind).toBe('unavailable');
    expect(posts()).toBe(2);
    expect(emulator.requests.at(-1)?.method).toBe('GET');
    expect(emulator.schedules(SERVICE)).toHaveLength(1);
  });

  test.each(ANSWERED_UNREADABLY)(
    'but was answered is looked for, not repeated: %j',
    async (fault) => {
      const { emulator, request, posts } = await startWithHistory();
      emulator.fail({ ...fault, when: POST });
      expect((await errorOf(request())).problem.kind).toBe('unavailable');
      expect(posts()).toBe(1);
      expect(emulator.requests.at(-1)?.method).toBe('GET');
    },
  );

  test.each(TURNED_DOWN)('because it was turned down is not repeated: %j', async (fault) => {
    const { emulator, request } = await startWithHistory();
    emulator.fail({ ...fault, when: POST, times: Infinity });
    expect((await errorOf(request())).fateUnknown).toBe(false);
    expect(emulator.requests).toHaveLength(1);
  });
});

describe.each([
  ['schedules', SCHEDULES],
  ['backups', BACKUPS],
] as const)('a request in doubt is not repeated while the %s cannot be read:', (_, when) => {
  test.each(LIST_TROUBLE)('%j', async (fault) => {
    const { emulator, request, posts } = await startWithHistory();
    emulator.fail({ kind: 'status', status: 500, when: POST });
    emulator.fail({ ...fault, when, times: Infinity });
    const error = await errorOf(request());
    expect(error.message).toContain(NOT_REPEATED);
    expect(error.fateUnknown).toBe(true);
    expect(posts()).toBe(1);
  });
});

describe('not taken for the request is', () => {
  test.each([
    { type: 'dump', schedule: 'once' },
    { type: 'full', schedule: '0 2 * * *' },
  ])('a new schedule like %j', async (row) => {
    const { emulator, request, posts, onSleep } = await startWithHistory();
    emulator.fail({ kind: 'refused-connection', when: POST });
    onSleep(() => void emulator.addSchedule({ ...row, service_id: SERVICE }));
    expect(await request()).toEqual({ ...REQUESTED, handle: '202' });
    expect(posts()).toBe(2);
  });

  test('a new backup of another type', async () => {
    const { emulator, request, posts, onSleep } = await startWithHistory();
    emulator.fail({ kind: 'refused-connection', when: POST });
    onSleep(() => void emulator.addBackup(backupRow('new', { type: 'incremental' })));
    expect(await request()).toEqual(REQUESTED);
    expect(posts()).toBe(2);
  });
});
