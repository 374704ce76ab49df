import { describe, expect, test } from 'vitest';
import { SERVICE, startCloud } from './cloud.ts';
import { backupRow, hourlyBackups, idsOf } from './rows.ts';

const ofAnother = (id: string) => ({ ...backupRow(id), service_id: 'dbtgf99999999' });

describe('a server that mixes services', () => {
  test('gives only the backups of the one that was asked for, as an incomplete list', async () => {
    const { emulator, readBackups } = await startCloud();
    const unnamed = { ...backupRow('unnamed'), service_id: undefined };
    const backups = [ofAnother('x'), backupRow('a'), ofAnother('y'), unnamed];
    emulator.fail({ kind: 'json', body: { backups, pages_count: 1 } });
    const reading = await readBackups();
    expect(reading).toMatchObject({
      state: 'incomplete',
      reason: '2 rows named another service',
    });
    expect(idsOf(reading)).toEqual(['a', 'unnamed']);
  });

  test('gives only the schedules of the one that was asked for, as an incomplete list', async () => {
    const { emulator, schedules } = await startCloud();
    const row = { id: 1, schedule: '0 2 * * *', type: 'full', service_id: SERVICE };
    const rows = [{ ...row, id: 2, service_id: 'dbtgf99999999' }, row];
    emulator.fail({ kind: 'json', body: { schedules: rows, pages_count: 1 } });
    const reading = await schedules.read(SERVICE);
    expect(reading).toMatchObject({ state: 'incomplete', items: [{ id: '1' }] });
  });

  test('is read on past a page that holds nothing of it', async () => {
    const { emulator, readBackups } = await startCloud();
    const pages = [[ofAnother('x'), ofAnother('y')], hourlyBackups(2)];
    for (const [index, backups] of pages.entries()) {
      const when = { query: { page: String(index + 1) } };
      emulator.fail({ kind: 'json', when, body: { backups, pages_count: 2 } });
    }
    const reading = await readBackups();
    expect(reading.state).toBe('incomplete');
    expect(idsOf(reading)).toEqual(['b0', 'b1']);
  });
});

describe('what is asked', () => {
  const query = { service_id: SERVICE, order: 'desc', page_size: '100', page: '1' };

  test('for backups is what the API documents', async () => {
    const { emulator, readBackups } = await startCloud();
    expect(await readBackups()).toEqual({ state: 'complete', items: [] });
    const path = '/skybackup/v1/backups';
    expect(emulator.requests).toMatchObject([{ method: 'GET', path, query, body: undefined }]);
    expect(emulator.requests[0]?.query).toEqual(query);
  });

  test('for schedules is what the API documents', async () => {
    const { emulator, schedules } = await startCloud();
    expect(await schedules.read(SERVICE)).toEqual({ state: 'complete', items: [] });
    const path = '/skybackup/v1/backups/schedules';
    expect(emulator.requests).toMatchObject([{ method: 'GET', path, query, body: undefined }]);
    expect(emulator.requests[0]?.query).toEqual(query);
  });

  test('names every page by its number and leaves nothing empty', async () => {
    const { emulator, schedules, readBackups } = await startCloud();
    emulator.settings.pageSizeLimit = 1;
    for (const row of hourlyBackups(3)) emulator.addBackup(row);
    for (const id of [1, 2, 3]) emulator.addSchedule({ id, service_id: SERVICE, schedule: 'once' });
    await readBackups();
    const reading = await schedules.read(SERVICE);
    expect(reading).toMatchObject({ state: 'complete', items: [{}, {}, {}] });
    const pages = emulator.requests.map((request) => request.query['page']);
    expect(pages).toEqual(['1', '2', '3', '1', '2', '3']);
    for (const request of emulator.requests) {
      expect(Object.keys(request.query).toSorted()).toEqual(Object.keys(query).toSorted());
      expect(Object.values(request.query)).not.toContain('');
    }
  });
});
