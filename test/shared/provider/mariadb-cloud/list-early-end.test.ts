import { describe, expect, test } from 'vitest';
import type { IsEnough } from '../../../../shared/provider/provider.ts';
import type { WireBackup } from '../../../emulator/mariadb-cloud/index.ts';
import { SERVICE, startCloud } from './cloud.ts';
import { backupRow, hourlyBackups, hoursAgo, idsOf } from './rows.ts';

const LONG = 1001;
const PAGES = 11;

interface Changed {
  readonly [id: string]: WireBackup;
}

/** A hundred rows on a page, each one hour older than the one before, but for the changed ones. */
async function read(count: number, isEnough: IsEnough, changes: Changed = {}) {
  const { emulator, provider } = await startCloud();
  const rows = hourlyBackups(count).map((row) => Object.assign(row, changes[String(row['id'])]));
  const pages = Math.ceil(count / 100);
  for (let page = 0; page < pages; page += 1) {
    const backups = rows.slice(page * 100, (page + 1) * 100);
    const body = { backups, backups_count: count, pages_count: pages };
    const when = { query: { page: String(page + 1) } };
    emulator.fail({ kind: 'json', when, body, times: Infinity });
  }
  const reading = await provider.readBackups(SERVICE, isEnough);
  const asked = emulator.requests.map(({ query }) => Number(query['page']));
  return { reading, asked, rows: idsOf(reading).length };
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe('a list of more than 1,000 rows', () => {
  test('ends as soon as enough is known and its last page proves the order', async () => {
    const { reading, asked, rows } = await read(LONG, () => true);
    expect(reading.state).toBe('complete');
    expect(asked).toEqual([1, PAGES]);
    expect(rows).toBe(100);
  });

  test('is read on until enough is known', async () => {
    const { asked, rows } = await read(LONG, (backups) => backups.length > 100);
    expect(asked).toEqual([1, 2, PAGES]);
    expect(rows).toBe(200);
  });

  test('is read to its end where nothing is enough', async () => {
    const { reading, asked, rows } = await read(LONG, () => false);
    expect(reading.state).toBe('complete');
    expect(asked).toEqual(upTo(PAGES));
    expect(rows).toBe(LONG);
  });

  test('is known as long by its pages, where its count is that of a page', async () => {
    const { emulator, provider } = await startCloud();
    for (const page of [1, 12]) {
      const backups = hourlyBackups(page * 100).slice(-100);
      const body = { backups, backups_count: 100, pages_count: 12 };
      emulator.fail({ kind: 'json', when: { query: { page: String(page) } }, body });
    }
    expect((await provider.readBackups(SERVICE, () => true)).state).toBe('complete');
    expect(emulator.requests).toHaveLength(2);
  });
});

test('a list of 1,000 rows is read to its end, whatever it proves', async () => {
  const { reading, asked } = await read(1000, () => true);
  expect(reading.state).toBe('complete');
  expect(asked).toEqual(upTo(10));
});

describe('nothing proves the order, so the whole list is read and its last page asked for once more at most,', () => {
  test.each<[string, Changed]>([
    ['when two start times are equal', { b2: { start_time: hoursAgo(2) } }],
    ['when the last two of a page are equal', { b99: { start_time: hoursAgo(99) } }],
    ['when one rises by a second', { b1: { start_time: '2026-01-15T11:00:01Z' } }],
    ['when the first has no start time', { b0: { start_time: undefined } }],
    ['when the last of a page has none', { b99: { start_time: '' } }],
    ['when one cannot be read', { b1: { start_time: 'yesterday' } }],
    [
      'when one of another type breaks the order',
      { b1: { start_time: hoursAgo(900), type: 'dump' } },
    ],
    [
      'when the newest failed one has no start, and so stands last',
      { b1000: { start_time: null, status: 'Failed' } },
    ],
    [
      'when the unfinished one stands last',
      { b1000: { start_time: hoursAgo(0.5), status: 'Running' } },
    ],
    [
      'when the last page is of another type, and newer',
      { b1000: { start_time: hoursAgo(3), type: 'dump' } },
    ],
    ['when the last page is of another service', { b1000: { service_id: 'dbother' } }],
  ])('%s', async (_, changes) => {
    const { asked, rows } = await read(LONG, () => true, changes);
    expect(asked.filter((page, index) => page !== PAGES || index !== 1)).toEqual(upTo(PAGES));
    expect(rows).toBeGreaterThanOrEqual(LONG - 1);
  });
});

test('a page with a row that cannot be read is never enough', async () => {
  const { emulator, provider } = await startCloud();
  const backups = [backupRow('a'), backupRow('b', { start_time: hoursAgo(2) }), null];
  emulator.fail({ kind: 'json', body: { backups, pages_count: 1 } });
  const reading = await provider.readBackups(SERVICE, () => true);
  expect(reading).toMatchObject({ state: 'incomplete' });
});
