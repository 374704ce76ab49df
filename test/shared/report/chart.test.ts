import { expect, test } from 'vitest';
import type { Backup } from '../../../shared/domain/backup.ts';
import { drawHistory } from '../../../shared/report/chart.ts';
import { backup, DAY, LAST_DUE, MINUTE } from '../domain/evidence-fixture.ts';

/** So many daily backups, oldest first. */
function days(count: number, over: Partial<Backup> = {}): readonly Backup[] {
  return Array.from({ length: count }, (_, day) => {
    const startedAt = LAST_DUE - (count - 1 - day) * DAY;
    return backup({ startedAt, endedAt: startedAt + 10 * MINUTE, ...over });
  });
}

const titles = (chart: string) => chart.match(/title ".+"/g);

test('from five backups on there is a picture', () => {
  expect(drawHistory([])).toBe('');
  expect(drawHistory(days(4))).toBe('');
  expect(titles(drawHistory(days(5)))).toEqual([
    'title "Size of the last 5 backups, oldest first"',
    'title "Duration of the last 5 backups, oldest first"',
  ]);
});

test('a backup without a start has no place in it', () => {
  const undated = backup({ startedAt: null });
  expect(drawHistory([...days(4), undated])).toBe('');
  expect(titles(drawHistory([...days(5), undated]))?.[0]).toContain('the last 5 backups');
});

test('the last fourteen are shown, oldest first', () => {
  const chart = drawHistory(days(20));
  expect(titles(chart)?.[0]).toContain('the last 14 backups');
  const axis = /x-axis \[(.+)\]/.exec(chart)?.[1]?.split(', ');
  expect(axis).toHaveLength(14);
  expect([axis?.[0], axis?.[13]]).toEqual(['"01-02"', '"01-15"']);
});

test('where a day has several backups, bars are numbered, for equal labels fall together', () => {
  const again = backup({ startedAt: LAST_DUE + MINUTE });
  expect(drawHistory([...days(5), again])).toContain('x-axis ["1", "2", "3", "4", "5", "6"]');
});

test('bars are in the largest unit that the highest one reaches', () => {
  const sized = (sizeBytes: number) => drawHistory(days(5, { sizeBytes }));
  expect(sized(999)).toContain('y-axis "bytes" 0 --> 1100');
  expect(sized(1000)).toContain('y-axis "kB" 0 --> 1.1');
  expect(sized(5_300_000)).toContain('bar [5.3, 5.3, 5.3, 5.3, 5.3]');
  expect(sized(2_000_000_000)).toContain('y-axis "GB" 0 --> 2.2');
});

test('a size that is not known is drawn as nothing, beside those that are', () => {
  const history = [...days(4), backup({ sizeBytes: null })];
  expect(drawHistory(history)).toContain('bar [5, 5, 5, 5, 0]');
});

test('what is not known of any backup is not drawn at all', () => {
  expect(titles(drawHistory(days(5, { sizeBytes: null })))).toEqual([
    'title "Duration of the last 5 backups, oldest first"',
  ]);
  expect(titles(drawHistory(days(5, { endedAt: null })))).toEqual([
    'title "Size of the last 5 backups, oldest first"',
  ]);
  expect(drawHistory(days(5, { sizeBytes: 0, endedAt: null }))).toBe('');
});

test('no text from outside gets into it', () => {
  const hostile = '"]\n```\n# gotcha';
  const over = { id: hostile, type: hostile, statusText: hostile, fullBackupId: hostile };
  expect(drawHistory(days(5, over))).toBe(drawHistory(days(5)));
});
