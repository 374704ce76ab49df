import { describe, expect, test } from 'vitest';
import { rfc3339 } from '../../../emulator/mariadb-cloud/wire-time.ts';
import { holdRetryDelays } from '../../http/retry-delays.ts';
import { errorOf } from './cloud.ts';
import { startRequested } from './requested.ts';
import { backupRow, NOON } from './rows.ts';

holdRetryDelays();

const BACKUPS = { path: /backups$/ };
const ours = backupRow('ours', { start_time: rfc3339(NOON) });

describe('odd rows', () => {
  const future = backupRow('ahead', { start_time: '2031-01-01T00:00:00Z' });
  const rows = [null, 7, [], {}, { status: 'Succeeded' }, future, { ...future, status: 'Failed' }];
  const odd = rows.map((row) => ({ row }));

  test.each(odd)('such as $row hide no success', async ({ row }) => {
    const { emulator, look } = await startRequested();
    emulator.fail({ kind: 'json', body: { backups: [row, ours], pages_count: 1 }, when: BACKUPS });
    expect(await look()).toMatchObject({ state: 'succeeded', backup: { id: 'ours' } });
  });

  test.each(odd)('such as $row are not the request', async ({ row }) => {
    const { emulator, look } = await startRequested();
    emulator.fail({ kind: 'json', body: { backups: [row], pages_count: 1 }, when: BACKUPS });
    expect(await look()).toEqual({ state: 'waiting', lastSeen: 'Scheduled' });
  });

  test.each([null, {}, { schedule: 'once', type: 'full' }])(
    'such as %j among the schedules hide no request',
    async (row) => {
      const { emulator, find } = await startRequested();
      const mine = { id: 200, schedule: 'once', type: 'full', created_at: rfc3339(NOON) };
      const body = { schedules: [row, mine], pages_count: 1 };
      emulator.fail({ kind: 'json', body, when: { path: /schedules$/ } });
      expect((await find({ handle: null })).request.handle).toBe('200');
    },
  );
});

describe('a list that was cut short', () => {
  const cut = { ...BACKUPS, query: { page: '2' } };
  const page = (rows: readonly unknown[]) =>
    ({ kind: 'json', body: { backups: rows, pages_count: 2 } }) as const;

  test('counts where it holds the success', async () => {
    const { emulator, look } = await startRequested();
    emulator.fail({ kind: 'status', status: 400, when: cut });
    emulator.fail({ ...page([ours]), when: BACKUPS });
    expect((await look()).state).toBe('succeeded');
  });

  test.each([{ status: 'Failed' }, { status: 'Running' }, { type: 'dump' }])(
    'is no ground to say what became of the request: %j',
    async (fields) => {
      const { emulator, look } = await startRequested();
      emulator.fail({ kind: 'status', status: 400, when: cut });
      emulator.fail({ ...page([{ ...ours, ...fields }]), when: BACKUPS });
      expect((await errorOf(look())).problem.kind).toBe('unavailable');
    },
  );
});
