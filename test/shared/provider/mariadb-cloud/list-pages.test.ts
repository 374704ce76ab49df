import { describe, expect, test } from 'vitest';
import { PROVIDERS } from '../../../../shared/provider/create-provider.ts';
import { jsonAnswer } from '../../../emulator/server/answer.ts';
import type { EmulatorSettings } from '../../../emulator/mariadb-cloud/index.ts';
import { startPlainServer } from '../../http/plain-server.ts';
import { KEY, SERVICE, startCloud } from './cloud.ts';
import { backupRow, hourlyBackups, idsOf } from './rows.ts';

async function startWith(count: number, settings: Partial<EmulatorSettings> = {}) {
  const cloud = await startCloud();
  Object.assign(cloud.emulator.settings, settings);
  const rows = hourlyBackups(count);
  for (const row of rows) cloud.emulator.addBackup(row);
  return { ...cloud, ids: rows.map(({ id }) => id) };
}

describe('the list of backups is read to its end', () => {
  test.each([
    { count: 0, pages: 1 },
    { count: 1, pages: 1 },
    { count: 99, pages: 1 },
    { count: 100, pages: 1 },
    { count: 101, pages: 2 },
    { count: 250, pages: 3 },
  ])('with $count backups: $pages pages', async ({ count, pages }) => {
    const { emulator, readBackups, ids } = await startWith(count);
    const reading = await readBackups();
    expect(reading.state).toBe('complete');
    expect(idsOf(reading)).toEqual(ids);
    expect(emulator.requests.map(({ query }) => query['page'])).toEqual(
      Array.from({ length: pages }, (_, index) => String(index + 1)),
    );
  });

  test.each([1, 7, 40])('when the server gives no more than %i at a time', async (limit) => {
    const { readBackups, ids } = await startWith(15, { pageSizeLimit: limit });
    const reading = await readBackups();
    expect(reading.state).toBe('complete');
    expect(idsOf(reading)).toEqual(ids);
  });

  test.each([
    { count: 0, requests: 1 },
    { count: 39, requests: 2 },
    { count: 40, requests: 2 },
    { count: 41, requests: 3 },
    { count: 95, requests: 4 },
  ])(
    'without a count of pages, until a page is empty: $count backups',
    async ({ count, requests }) => {
      const settings = { pageSizeLimit: 40, omitPagesCount: true };
      const { emulator, readBackups, ids } = await startWith(count, settings);
      const reading = await readBackups();
      expect(reading.state).toBe('complete');
      expect(idsOf(reading)).toEqual(ids);
      expect(emulator.requests).toHaveLength(requests);
    },
  );

  test('when the server ignores the order', async () => {
    const { readBackups, ids } = await startWith(15, { pageSizeLimit: 4, ignoreOrder: true });
    const reading = await readBackups();
    expect(reading.state).toBe('complete');
    expect(idsOf(reading)).toEqual(ids.toReversed());
  });

  test('and a backup that a shift of the list shows twice is counted once', async () => {
    const { emulator, provider, ids } = await startWith(15, { pageSizeLimit: 5 });
    let pages = 0;
    const reading = await provider.readBackups(SERVICE, () => {
      pages += 1;
      // Between two pages a new backup appears on top and moves all others down by one.
      if (pages === 1) emulator.addBackup(backupRow('new', { start_time: '2026-01-15T11:59:59Z' }));
      return false;
    });
    expect(reading.state).toBe('complete');
    expect(idsOf(reading)).toEqual(ids);
  });
});

test('a list that repeats a page is not whole', async () => {
  const { emulator, readBackups } = await startCloud();
  const body = { backups: hourlyBackups(3), backups_count: 9, pages_count: 3 };
  emulator.fail({ kind: 'json', body, times: Infinity });
  const reading = await readBackups();
  expect(reading).toMatchObject({
    state: 'incomplete',
    reason: 'its pages repeat',
  });
  expect(idsOf(reading)).toEqual(['b0', 'b1', 'b2']);
  expect(emulator.requests).toHaveLength(2);
});

test('a list without end is stopped, and is not whole', async () => {
  let rows = 0;
  const answer = () => {
    rows += 1;
    return jsonAnswer({ backups: [backupRow(`b${rows}`)] });
  };
  const server = await startPlainServer({ answer });
  const clock = { now: () => 0, sleep: async () => {} };
  const provider = PROVIDERS['mariadb-cloud'].create({ apiKey: KEY, baseUrl: server.url, clock });
  expect(await provider.readBackups(SERVICE, () => false)).toMatchObject({
    state: 'incomplete',
    reason: 'it has more than 1000 pages',
  });
  expect(server.requests).toHaveLength(1000);
});

test.each([
  { backups_count: 151, pages_count: 0 },
  { backups_count: 151, pages_count: 1 },
  { backups_count: '151', pages_count: '1' },
  { backups_count: 101, pages_count: 1 },
])('a list that brings less than its own count is not whole: %j', async (counts) => {
  const { emulator, readBackups } = await startCloud();
  emulator.fail({ kind: 'json', body: { backups: hourlyBackups(100), ...counts } });
  const reason = `only 100 of ${counts.backups_count} rows arrived`;
  expect(await readBackups()).toMatchObject({ state: 'incomplete', reason });
});

test.each([
  { backups_count: 100, pages_count: 0 },
  { backups_count: 7, pages_count: 1 },
  { backups_count: null, pages_count: 1 },
])('a list that brings as much as its own count, or more, is whole: %j', async (counts) => {
  const { emulator, readBackups } = await startCloud();
  emulator.fail({ kind: 'json', body: { backups: hourlyBackups(100), ...counts } });
  expect((await readBackups()).state).toBe('complete');
});

test('rows that vanish while a list is read are not missed', async () => {
  const { emulator, provider } = await startWith(15, { pageSizeLimit: 5 });
  const pages = [1, 2, 3].map((page) => hourlyBackups(14).slice((page - 1) * 5, page * 5));
  for (const [index, backups] of pages.entries()) {
    const body = { backups, backups_count: index === 2 ? 14 : 15, pages_count: 3 };
    emulator.fail({ kind: 'json', body });
  }
  expect((await provider.readBackups(SERVICE, () => false)).state).toBe('complete');
});
