import { describe, expect, test } from 'vitest';
import type { IsEnough } from '../../../../shared/provider/provider.ts';
import type { WireBackup } from '../../../emulator/mariadb-cloud/index.ts';
import { SERVICE, startCloud } from './cloud.ts';
import { backupRow, hourlyBackups, hoursAgo, idsOf } from './rows.ts';

const PAGE = 4;

/** Three pages of four, each row one hour older than the one before, but for the changed ones. */
async function readThreePages(changes: Record<string, WireBackup>, isEnough: IsEnough) {
  const { emulator, provider } = await startCloud();
  const rows = hourlyBackups(PAGE * 3).map((row) => Object.assign(row, changes[String(row['id'])]));
  for (const [index, page] of [0, 1, 2].entries()) {
    const body = { backups: rows.slice(page * PAGE, (page + 1) * PAGE), pages_count: 3 };
    emulator.fail({ kind: 'json', when: { query: { page: String(index + 1) } }, body });
  }
  const reading = await provider.readBackups(SERVICE, isEnough);
  return { reading, requests: emulator.requests.length };
}

describe('a list that shows by strictly falling start times that its newest come first', () => {
  test('ends as soon as enough is known', async () => {
    const { reading, requests } = await readThreePages({}, () => true);
    expect(reading.state).toBe('complete');
    expect(idsOf(reading)).toEqual(['b0', 'b1', 'b2', 'b3']);
    expect(requests).toBe(1);
  });

  test('is read on until enough is known', async () => {
    const seen: number[] = [];
    const { reading, requests } = await readThreePages({}, (backups) => {
      seen.push(backups.length);
      return backups.length > PAGE;
    });
    expect(reading).toMatchObject({ state: 'complete' });
    expect(idsOf(reading)).toHaveLength(PAGE * 2);
    expect(requests).toBe(2);
    expect(seen).toEqual([PAGE, PAGE * 2]);
  });

  test('is read to its end where nothing is enough', async () => {
    const { reading, requests } = await readThreePages({}, () => false);
    expect(idsOf(reading)).toHaveLength(PAGE * 3);
    expect(requests).toBe(3);
  });

  test('needs more than one backup to show it', async () => {
    const { emulator, provider } = await startCloud();
    emulator.settings.pageSizeLimit = 1;
    for (const row of hourlyBackups(3)) emulator.addBackup(row);
    const reading = await provider.readBackups(SERVICE, () => true);
    expect(idsOf(reading)).toEqual(['b0', 'b1']);
    expect(emulator.requests).toHaveLength(2);
  });
});

describe('nothing is enough, and the whole list is read,', () => {
  test.each<[string, Record<string, WireBackup>]>([
    ['when two start times are equal', { b2: { start_time: hoursAgo(2) } }],
    ['when the last two of a page are equal', { b3: { start_time: hoursAgo(3) } }],
    ['when one rises by a second', { b1: { start_time: '2026-01-15T11:00:01Z' } }],
    ['when the first has no start time', { b0: { start_time: undefined } }],
    ['when the last of a page has none', { b3: { start_time: '' } }],
    ['when one cannot be read', { b1: { start_time: 'yesterday' } }],
    [
      'when one of another type breaks the order',
      { b1: { start_time: hoursAgo(9), type: 'dump' } },
    ],
  ])('%s', async (_, changes) => {
    const { reading, requests } = await readThreePages(changes, () => true);
    expect(reading.state).toBe('complete');
    expect(idsOf(reading)).toHaveLength(PAGE * 3);
    expect(requests).toBe(3);
  });

  test('when the server ignores the order', async () => {
    const { emulator, provider } = await startCloud();
    Object.assign(emulator.settings, { ignoreOrder: true, pageSizeLimit: PAGE });
    for (const row of hourlyBackups(PAGE * 3)) emulator.addBackup(row);
    const reading = await provider.readBackups(SERVICE, () => true);
    expect(reading.state).toBe('complete');
    expect(idsOf(reading)).toHaveLength(PAGE * 3);
  });

  test('when the order breaks only on a later page', async () => {
    const changes = { b6: { start_time: hoursAgo(0.5) } };
    const { requests } = await readThreePages(changes, (backups) => backups.length > PAGE);
    expect(requests).toBe(3);
  });
});

test('a page with a row that cannot be read is never enough', async () => {
  const { emulator, provider } = await startCloud();
  const backups = [backupRow('a'), backupRow('b', { start_time: hoursAgo(2) }), null];
  emulator.fail({ kind: 'json', body: { backups, pages_count: 1 } });
  const reading = await provider.readBackups(SERVICE, () => true);
  expect(reading).toMatchObject({ state: 'incomplete' });
});
