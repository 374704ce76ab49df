import { describe, expect, test } from 'vitest';
import type { WireBackup } from '../../../emulator/mariadb-cloud/index.ts';
import { rfc3339 } from '../../../emulator/mariadb-cloud/wire-time.ts';
import { holdRetryDelays } from '../../http/retry-delays.ts';
import { SERVICE } from './cloud.ts';
import { startRequested } from './requested.ts';
import { backupRow, hourlyBackups, hoursAgo, NOON } from './rows.ts';

holdRetryDelays();

const WAITING = { state: 'waiting', lastSeen: 'Scheduled' };
/** How far ahead of now a backup may be dated, by a clock that is a little off. */
const AHEAD = 5 * 60_000;

describe('not the requested backup is', () => {
  test('the one that was there before, whatever becomes of it', async () => {
    const { look } = await startRequested();
    expect(await look()).toEqual(WAITING);
  });

  test('one that was listed before the request, whatever time it shows later', async () => {
    const { emulator, look } = await startRequested();
    emulator.addBackup(backupRow('known', { start_time: hoursAgo(0) }));
    const before = { backupIds: ['known'], scheduleIds: [], cut: false };
    expect(await look({ before })).toEqual(WAITING);
  });

  test.each<[string, WireBackup]>([
    ['one of another type', { type: 'incremental' }],
    ['one without a type', { type: undefined }],
    ['one without an id', { id: undefined }],
    ['a success without a start', { start_time: '' }],
    ['one that began a second before the request', { start_time: rfc3339(NOON - 1000) }],
    ['one that is dated ahead of now', { start_time: rfc3339(NOON + AHEAD + 1000) }],
  ])('%s', async (_, fields) => {
    const { emulator, look } = await startRequested();
    emulator.addBackup(backupRow('other', { start_time: hoursAgo(0), ...fields }));
    expect(await look()).toEqual(WAITING);
  });

  test('one of another service', async () => {
    const { emulator, look } = await startRequested();
    const row = { ...backupRow('other', { start_time: hoursAgo(0) }), service_id: 'dbtgf99999999' };
    const when = { path: /backups$/ };
    emulator.fail({ kind: 'json', body: { backups: [row], pages_count: 1 }, when });
    expect(await look()).toEqual(WAITING);
  });

  test('an old one that the list shows on its first page, newest first', async () => {
    const { emulator, look } = await startRequested();
    emulator.settings.pageSizeLimit = 2;
    for (const row of hourlyBackups(5)) {
      emulator.addBackup({ ...row, type: 'incremental' });
    }
    expect(await look()).toEqual(WAITING);
  });
});

describe('the requested backup is one that was not there before', () => {
  test.each<[string, WireBackup]>([
    ['and began in the same second as the request', { start_time: rfc3339(NOON) }],
    ['and began a second later', { start_time: rfc3339(NOON + 1000) }],
    ['and is dated ahead by what clocks may differ', { start_time: rfc3339(NOON + AHEAD) }],
    ['and whose type is spelled in capitals', { start_time: hoursAgo(0), type: 'FULL' }],
  ])('%s', async (_, fields) => {
    const { emulator, look } = await startRequested();
    emulator.addBackup(backupRow('new', fields));
    expect(await look()).toMatchObject({ state: 'succeeded', backup: { id: 'new' } });
  });

  test('also where the server ignores the order and it comes last', async () => {
    const { emulator, lookAfter } = await startRequested();
    Object.assign(emulator.settings, { ignoreOrder: true, pageSizeLimit: 2 });
    for (const row of hourlyBackups(7)) emulator.addBackup({ ...row, type: 'dump' });
    expect(await lookAfter(8000)).toMatchObject({ state: 'succeeded', backup: { type: 'full' } });
  });
});

describe('of several new ones', () => {
  const at = (seconds: number) => ({ start_time: rfc3339(NOON + seconds * 1000) });

  test.each<[string[], string]>([
    [['Succeeded', 'Failed'], 'succeeded'],
    [['Failed', 'Succeeded'], 'succeeded'],
    [['Running', 'Failed'], 'running'],
    [['Failed', 'Running'], 'running'],
    [['Failed', 'Verifying'], 'waiting'],
    [['Failed', 'Failed'], 'failed'],
  ])('with the statuses %j the request is %s', async ([first, second], state) => {
    const { emulator, look } = await startRequested({ neverListed: true });
    emulator.addBackup(backupRow('one', { status: first, ...at(1) }));
    emulator.addBackup(backupRow('two', { status: second, ...at(2) }));
    expect(await look()).toMatchObject({ state });
    expect(emulator.backups(SERVICE)).toHaveLength(3);
  });
});
