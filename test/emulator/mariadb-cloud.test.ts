import { afterEach, beforeEach, expect, test } from 'vitest';
import { backupsPath, call, schedulesPath } from './call-emulator.ts';
import { startMariadbCloud } from './mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from './mariadb-cloud/index.ts';

const service = 'dbtgf28044362';
let emulator: MariadbCloudEmulator;

beforeEach(async () => {
  emulator = await startMariadbCloud();
  emulator.addService(service);
});
afterEach(() => emulator.close());

const requestOnce = (type = 'full') =>
  call(emulator, schedulesPath, {
    method: 'POST',
    body: { backup_type: type, schedule: 'once', service_id: service },
  });

const addAt = (id: string, start?: string, status = 'Succeeded') =>
  emulator.addBackup({ id, service_id: service, status, start_time: start, type: 'full' });

test('a requested backup goes from queued to running to succeeded as the clock moves', async () => {
  expect((await requestOnce()).json).toEqual({
    id: 200,
    service_id: service,
    service_name: `test-${service}`,
    schedule: 'once',
    type: 'full',
    status: 'Scheduled',
    message: 'Backup is scheduled.',
    suspended: false,
    created_at: '2026-01-15T12:00:00Z',
    updated_at: '2026-01-15T12:00:00Z',
    scheduled_at: '2026-01-15T12:00:00Z',
  });
  emulator.clock.advance(2999);
  expect(emulator.backups(service)).toEqual([]);

  emulator.clock.advance(1);
  expect(emulator.schedules(service)).toMatchObject([{ status: 'Running' }]);
  const [running] = emulator.backups(service);
  expect(running).toMatchObject({ status: 'Running', start_time: '2026-01-15T12:00:03Z' });
  expect(running).not.toHaveProperty('end_time');

  emulator.clock.advance(5000);
  expect((await call(emulator, `${schedulesPath}/200`)).json).toMatchObject({
    status: 'Succeeded',
  });
  expect((await call(emulator, backupsPath)).json).toEqual({
    backups: [
      {
        id: expect.stringMatching(`^[0-9a-f]{32}:${service}:.+`),
        service_id: service,
        service_name: `test-${service}`,
        type: 'full',
        method: 'skybucket',
        server_pod: `${service}-mdb-ms-0`,
        status: 'Succeeded',
        start_time: '2026-01-15T12:00:03Z',
        end_time: '2026-01-15T12:00:08Z',
        point_in_time: '2026-01-15 11:59:27',
        reference_full_backup: '',
        storage_bytes: 5327326,
      },
    ],
    backups_count: 1,
    pages_count: 1,
  });
});

test('plans are used in turn, and then the default plan holds', async () => {
  emulator.nextBackup({ outcome: 'Failed', message: 'disk full', bytes: null });
  emulator.nextBackup({ neverListed: true });
  for (let i = 0; i < 3; i += 1) await requestOnce();
  emulator.clock.advance(8000);
  expect(emulator.schedules(service)).toMatchObject([
    { status: 'Failed', message: 'disk full' },
    { status: 'Succeeded' },
    { status: 'Succeeded' },
  ]);
  const rows = emulator.backups(service);
  expect(rows).toMatchObject([{ status: 'Failed' }, { status: 'Succeeded' }]);
  expect(rows[0]).not.toHaveProperty('storage_bytes');
});

test('a service whose backups have a plan keeps it, where no next one is planned', async () => {
  emulator.everyBackup(service, { outcome: 'Failed' });
  emulator.nextBackup({ outcome: 'Succeeded' });
  for (let i = 0; i < 3; i += 1) await requestOnce();
  emulator.clock.advance(8000);
  expect(emulator.schedules(service)).toMatchObject([
    { status: 'Succeeded' },
    { status: 'Failed' },
    { status: 'Failed' },
  ]);
});

test('an incremental backup refers to the newest full backup that had succeeded', async () => {
  addAt('older', '2026-01-13T02:00:00Z');
  addAt('newest', '2026-01-14T02:00:00Z');
  addAt('failed', '2026-01-15T02:00:00Z', 'Failed');
  await requestOnce('incremental');
  emulator.clock.advance(8000);
  await requestOnce('full');
  emulator.clock.advance(8000);
  const rows = emulator.backups(service);
  expect(rows.find((row) => row['type'] === 'incremental')).toMatchObject({
    reference_full_backup: 'newest',
  });
});

test('backups come oldest first unless order=desc, and one without a start is the newest', async () => {
  addAt('b', '2026-01-02T00:00:00Z');
  addAt('none');
  addAt('a', '2026-01-01T00:00:00Z');
  const ids = async (query: string) =>
    JSON.stringify((await call(emulator, `${backupsPath}${query}`)).json).match(/(?<="id":")\w+/g);
  expect(await ids('')).toEqual(['a', 'b', 'none']);
  expect(await ids('?order=desc')).toEqual(['none', 'b', 'a']);
  emulator.settings.ignoreOrder = true;
  expect(await ids('?order=desc')).toEqual(['a', 'b', 'none']);
});

test('pages follow page and page_size, up to the limit of the server', async () => {
  for (let day = 1; day <= 5; day += 1) addAt(`day${day}`, `2026-01-0${day}T00:00:00Z`);
  const last = await call(emulator, `${backupsPath}?page=3&page_size=2`);
  expect(last.json).toMatchObject({
    backups: [{ id: 'day5' }],
    backups_count: 5,
    pages_count: 3,
  });
  expect((await call(emulator, `${backupsPath}?page=4&page_size=2`)).json).toMatchObject({
    backups: [],
  });
  emulator.settings.pageSizeLimit = 1;
  emulator.settings.omitPagesCount = true;
  expect((await call(emulator, `${backupsPath}?page_size=50`)).json).toEqual({
    backups: [expect.objectContaining({ id: 'day1' })],
    backups_count: 5,
  });
});

test('a page has 20 rows when no size is asked for', async () => {
  for (let i = 0; i < 21; i += 1) emulator.addSchedule({ service_id: service, schedule: 'once' });
  const reply = await call(emulator, `${schedulesPath}?service_id=${service}`);
  expect(reply.json).toMatchObject({ schedules_count: 21, pages_count: 2 });
  expect(reply.json).toHaveProperty('schedules.length', 20);
});

test('backups can be filtered by service and, in any case of letters, by status', async () => {
  addAt('good', '2026-01-01T00:00:00Z');
  addAt('bad', '2026-01-02T00:00:00Z', 'FAILED');
  emulator.addBackup({ id: 'other', service_id: 'dbother', status: 'failed' });
  const reply = await call(emulator, `${backupsPath}?service_id=${service}&status=failed`);
  expect(reply.json).toMatchObject({ backups: [{ id: 'bad' }], backups_count: 1 });
});

test('rows are given out as they were put in, odd values and absent fields included', async () => {
  const row = { id: undefined, service_id: service, status: 7, end_time: null, storage_bytes: '1' };
  emulator.addBackup(row);
  expect((await call(emulator, backupsPath)).json).toHaveProperty('backups', [
    { service_id: service, status: 7, end_time: null, storage_bytes: '1' },
  ]);
});

test('a cron schedule can be changed and suspended, which sets updated_at', async () => {
  emulator.addSchedule({ id: 200, service_id: service });
  const body = { backup_type: 'full', schedule: '0 2 * * *', service_id: service };
  const created = await call(emulator, schedulesPath, { method: 'POST', body });
  expect(created.json).toMatchObject({ id: 201, schedule: '0 2 * * *' });
  emulator.clock.advance(60_000);
  const patch = { schedule: '0 3 * * *', suspended: true, backup_type: 'dump' };
  const path = `${schedulesPath}/201`;
  expect((await call(emulator, path, { method: 'PATCH', body: patch })).json).toMatchObject({
    schedule: '0 3 * * *',
    suspended: true,
    type: 'dump',
    created_at: '2026-01-15T12:00:00Z',
    updated_at: '2026-01-15T12:01:00Z',
  });
});

test('a schedule cannot be deleted while its backup runs', async () => {
  await requestOnce();
  emulator.clock.advance(3000);
  const path = `${schedulesPath}/200`;
  expect((await call(emulator, path, { method: 'DELETE' })).status).toBe(409);
  emulator.clock.advance(5000);
  expect(await call(emulator, path, { method: 'DELETE' })).toMatchObject({ status: 200, text: '' });
  expect((await call(emulator, path)).status).toBe(404);
  expect(emulator.backups(service)).toHaveLength(1);
});

test('a backup that is deleted while queued never runs, but one whose row vanishes does', async () => {
  await requestOnce();
  await requestOnce();
  await call(emulator, `${schedulesPath}/200`, { method: 'DELETE' });
  emulator.removeSchedule(201);
  emulator.clock.advance(8000);
  expect(emulator.schedules(service)).toEqual([]);
  expect(emulator.backups(service)).toHaveLength(1);
});

test('without a service both lists are those of the whole organisation', async () => {
  for (const id of ['dbone', 'dbtwo']) {
    emulator.addBackup({ service_id: id, status: 'Succeeded' });
    emulator.addSchedule({ service_id: id, schedule: '0 2 * * *' });
  }
  const both = [{ service_id: 'dbone' }, { service_id: 'dbtwo' }];
  expect((await call(emulator, backupsPath)).json).toMatchObject({ backups: both });
  expect((await call(emulator, schedulesPath)).json).toMatchObject({ schedules: both });
});
