import { describe, expect, test } from 'vitest';
import type { Backup } from '../../../../shared/domain/backup.ts';
import { itemsOf } from '../../../../shared/domain/evidence.ts';
import type { WireBackup } from '../../../emulator/mariadb-cloud/index.ts';
import { SERVICE, startCloud } from './cloud.ts';

/** The row as the provider's users see it. */
async function decoded(row: WireBackup): Promise<Backup | undefined> {
  const { emulator, readBackups } = await startCloud();
  emulator.addBackup({ id: 'b', ...row, service_id: SERVICE });
  const reading = await readBackups();
  expect(reading.state).toBe('complete');
  return itemsOf(reading)[0];
}

const NOTHING: Backup = {
  id: null,
  type: null,
  status: 'unrecognised',
  statusText: '',
  startedAt: null,
  endedAt: null,
  recoveryPoint: null,
  sizeBytes: null,
  sizeText: null,
  fullBackupId: null,
  detail: null,
  failedRows: null,
  succeededRows: null,
};
const FIELDS =
  'id type status start_time end_time point_in_time reference_full_backup ' +
  'storage_bytes backup_size';

test.each(['0', 0, '00000000-0000-0000-0000-000000000000', ''])(
  'a backup whose full backup is %j depends on none',
  async (reference_full_backup) => {
    expect(await decoded({ reference_full_backup })).toMatchObject({ fullBackupId: null });
  },
);

test("the vendor's sample is read as it is meant", async () => {
  const sample = {
    id: '5f2f3b1c:dbtgf28044362:pod-0',
    type: 'full',
    method: 'skybucket',
    server_pod: 'pod-0',
    backup_size: 5327326,
    reference_full_backup: '',
    point_in_time: '2024-03-26 17:18:21',
    start_time: '2024-03-26T17:18:57Z',
    end_time: '2024-03-26T17:19:01Z',
    status: 'Succeeded',
  };
  expect(await decoded(sample)).toEqual({
    id: '5f2f3b1c:dbtgf28044362:pod-0',
    type: 'full',
    status: 'succeeded',
    statusText: 'Succeeded',
    startedAt: Date.UTC(2024, 2, 26, 17, 18, 57),
    endedAt: Date.UTC(2024, 2, 26, 17, 19, 1),
    recoveryPoint: Date.UTC(2024, 2, 26, 17, 18, 21),
    sizeBytes: 5327326,
    sizeText: null,
    fullBackupId: null,
    detail: null,
    failedRows: null,
    succeededRows: null,
  });
});

test.each([undefined, null, '', ' '])('a field that is %j is not given', async (nothing) => {
  expect(
    await decoded(Object.fromEntries(FIELDS.split(' ').map((name) => [name, nothing]))),
  ).toEqual(NOTHING);
});

test.each<[unknown, string]>([
  [215, '215'],
  ['215', '215'],
  [0, '0'],
])('the id %j is kept as text', async (id, text) => {
  expect(await decoded({ id })).toMatchObject({ id: text });
});

describe('the size', () => {
  test.each<[WireBackup, number | null]>([
    [{ storage_bytes: 7 }, 7],
    [{ backup_size: 7 }, 7],
    [{ storage_bytes: 7, backup_size: 8 }, 7],
    [{ storage_bytes: 0, backup_size: 8 }, 0],
    [{ storage_bytes: null, backup_size: 8 }, 8],
    [{ storage_bytes: '', backup_size: 8 }, 8],
    [{ storage_bytes: 0 }, 0],
    [{ backup_size: 0 }, 0],
    [{ storage_bytes: '0' }, 0],
    [{ storage_bytes: '7' }, 7],
    [{}, null],
    [{ storage_bytes: -1 }, null],
    [{ storage_bytes: 1.5 }, null],
    [{ storage_bytes: 'big' }, null],
    [{ storage_bytes: '7 MB' }, null],
    [{ storage_bytes: false }, null],
    [{ storage_bytes: [] }, null],
    [{ disk_size_bytes: 7, disk_size: '7' }, null],
  ])('of %j is %j', async (row, size) => {
    expect((await decoded(row))?.sizeBytes).toBe(size);
  });
});

describe('a time', () => {
  const moment = Date.UTC(2026, 0, 15, 3, 4, 5);

  test.each<[unknown, number | null]>([
    ['2026-01-15T03:04:05Z', moment],
    ['2026-01-15 03:04:05', moment],
    ['2026-01-15T03:04:05', moment],
    ['2026-01-15T05:04:05+02:00', moment],
    ['2026-01-15T03:04:05.678Z', moment + 678],
    ['0001-01-01T00:00:00Z', null],
    ['2026-02-30T00:00:00Z', null],
    ['soon', null],
    [1768446245, moment],
    [1768446245000, moment],
    [1768446245000000000, null],
    [{}, null],
  ])('written %j is read', async (text, instant) => {
    const backup = await decoded({ start_time: text, end_time: text, point_in_time: text });
    expect(backup?.startedAt).toBe(instant);
    expect(backup?.endedAt).toBe(instant);
    expect(backup?.recoveryPoint).toBe(instant);
  });

  const start = { start_time: '2026-01-15T04:00:00Z', end_time: '2026-01-15T05:00:00Z' };

  test('to return to is the point in time where it is given', async () => {
    const backup = await decoded({ ...start, point_in_time: '2026-01-15 03:04:05' });
    expect(backup?.recoveryPoint).toBe(moment);
  });

  test.each<[string, number]>([
    ['2026-01-15 05:05:00', Date.UTC(2026, 0, 15, 5, 5)],
    ['2026-01-15 05:05:01', Date.UTC(2026, 0, 15, 4)],
    ['2026-01-17 16:00:00', Date.UTC(2026, 0, 15, 4)],
  ])('to return to is not after the end, but for five minutes: %j', async (text, point) => {
    expect((await decoded({ ...start, point_in_time: text }))?.recoveryPoint).toBe(point);
    const ended = { ...start, end_time: '2026-01-15T03:00:00Z' };
    const early = await decoded({ ...ended, point_in_time: '2026-01-17 16:00:00' });
    expect(early?.recoveryPoint).toBe(Date.UTC(2026, 0, 15, 4));
  });

  test('to return to is believed where there is neither a start nor an end', async () => {
    const backup = await decoded({ point_in_time: '2026-01-15 03:04:05' });
    expect(backup?.recoveryPoint).toBe(moment);
  });

  test('to return to is not known where the point in time is given and cannot be read', async () => {
    const backup = await decoded({ ...start, point_in_time: 'soon' });
    expect(backup?.recoveryPoint).toBeNull();
    const spelled = await decoded({ ...start, point_in_time: '2026-01-14 00:00:00 +0000 UTC' });
    expect(spelled?.recoveryPoint).toBe(Date.UTC(2026, 0, 14));
  });

  test.each([undefined, '', '0001-01-01 00:00:00'])(
    'to return to is the start, never the end, where the point in time is %j',
    async (text) => {
      const backup = await decoded({ ...start, point_in_time: text });
      expect(backup?.recoveryPoint).toBe(Date.UTC(2026, 0, 15, 4));
    },
  );

  test('to return to is not known where there is only an end', async () => {
    expect((await decoded({ end_time: start.end_time }))?.recoveryPoint).toBeNull();
  });
});

test.each(['full', 'FULL', ' Full '])('the type %j is lower case', async (type) => {
  expect((await decoded({ type }))?.type).toBe('full');
});

test('a type that nobody knows is kept', async () => {
  expect((await decoded({ type: 'Galera' }))?.type).toBe('galera');
});
