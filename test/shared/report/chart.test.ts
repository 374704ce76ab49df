import { describe, expect, test } from 'vitest';
import type { Backup } from '../../../shared/domain/backup.ts';
import { drawHistory } from '../../../shared/report/chart.ts';
import { SECOND } from '../../../shared/domain/instant.ts';
import { backup, DAY, HOUR, LAST_DUE, MINUTE } from '../domain/evidence-fixture.ts';

/** So many daily backups, oldest first. */
function days(count: number, over: Partial<Backup> = {}): readonly Backup[] {
  return Array.from({ length: count }, (_, day) => {
    const startedAt = LAST_DUE - (count - 1 - day) * DAY;
    return backup({ startedAt, endedAt: startedAt + 10 * MINUTE, ...over });
  });
}

const titles = (chart: string) => chart.match(/title ".+"/g);

/** The chart of the sizes, and that of the durations. */
function chartsOf(history: readonly Backup[]): [string, string] {
  const [, size = '', , time = ''] = drawHistory(history).split('```');
  return [size, time];
}

function labels(chart: string): readonly string[] {
  return [...(/x-axis \[(.+)\]/.exec(chart)?.[1] ?? '').matchAll(/"([^"]*)"/g)].map(
    ([, label = '']) => label,
  );
}

function series(chart: string): readonly (readonly number[])[] {
  return [...chart.matchAll(/bar \[(.+)\]/g)].map(([, values = '']) =>
    values.split(', ').map(Number),
  );
}

const topOf = (chart: string) => Number(/0 --> (\S+)/.exec(chart)?.[1]);
const gapOf = (chart: string) => Math.min(...series(chart).flat());

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
  expect(titles(chart)?.[0]).toContain('the last 14 backups, oldest first"');
  expect(labels(chart)).toHaveLength(14);
  expect([labels(chart)[0], labels(chart)[13]]).toEqual(['2 Jan', '15 Jan']);
});

test('of several backups on one day the times are shown, and numbers where those are equal too', () => {
  const hours = Array.from({ length: 5 }, (_, hour) =>
    backup({ startedAt: LAST_DUE + hour * HOUR }),
  );
  expect(labels(drawHistory(hours))).toEqual(['02:00', '03:00', '04:00', '05:00', '06:00']);
  const again = backup({ startedAt: LAST_DUE + SECOND });
  expect(labels(drawHistory([...days(5), again]))).toEqual(['1', '2', '3', '4', '5', '6']);
});

test('bars are in the largest unit that the highest one reaches', () => {
  const sized = (sizeBytes: number) => drawHistory(days(5, { sizeBytes }));
  expect(sized(999)).toContain('y-axis "bytes" 0 --> 1100');
  expect(sized(1000)).toContain('y-axis "kB" 0 --> 1.1');
  expect(sized(5_300_000)).toContain('bar [5.3, 5.3, 5.3, 5.3, 5.3]');
  expect(sized(2_000_000_000)).toContain('y-axis "GB" 0 --> 2.2');
});

describe('a backup without a measure has no bar, and its label says why', () => {
  const next = (over: Partial<Backup>) => backup({ startedAt: LAST_DUE + DAY, ...over });
  const failed = { status: 'failed', sizeBytes: 12 } as const;

  test('one that failed has a column in place of its bar, and the title explains the sign', () => {
    const [size, time] = chartsOf([...days(4), next(failed)]);
    expect(size).toContain('oldest first (✗ = failed)"');
    expect(labels(size)[4]).toBe('✗ 16 Jan');
    expect(series(size)).toEqual([
      [5, 5, 5, 5, gapOf(size)],
      [gapOf(size), gapOf(size), gapOf(size), gapOf(size), topOf(size)],
    ]);
    expect(time).toContain('oldest first (✗ = failed)"');
    expect(series(time)[0]).toEqual([10, 10, 10, 10, gapOf(time)]);
  });

  test.each([
    ['canceled', '✗', 'canceled', 2],
    ['running', '…', 'running', 2],
    ['queued', '…', 'queued', 2],
    ['unrecognised', '?', 'not known', 1],
  ] as const)('%s: %s = %s', (status, sign, word, count) => {
    const [size] = chartsOf([...days(4), next({ status, sizeBytes: 12 })]);
    expect(size).toContain(`oldest first (${sign} = ${word})"`);
    expect(labels(size)[4]).toBe(`${sign} 16 Jan`);
    expect(series(size)).toHaveLength(count);
    expect(series(size)[0]?.[4]).toBe(gapOf(size));
  });

  test('a size that is not known is a question mark, beside those that are', () => {
    const [size, time] = chartsOf([...days(4), next({ sizeBytes: null })]);
    expect(size).toContain('oldest first (? = not known)"');
    expect(series(size)).toEqual([[5, 5, 5, 5, gapOf(size)]]);
    expect(time).toContain('oldest first"');
    expect(labels(time)[4]).toBe('16 Jan');
  });

  test('a size of 0 is known, and has a bar', () => {
    const [size] = chartsOf([...days(4), next({ sizeBytes: 0 })]);
    expect(series(size)).toEqual([[5, 5, 5, 5, 0]]);
    expect(labels(size)[4]).toBe('16 Jan');
  });

  test('each sign is explained once, and each column has a colour of its own', () => {
    const statuses = ['failed', 'running', 'canceled', 'failed'] as const;
    const marked = statuses.map((status, day) =>
      backup({ status, startedAt: LAST_DUE + (day + 1) * DAY }),
    );
    const [size] = chartsOf([...days(4), ...marked]);
    expect(size).toContain('oldest first (✗ = failed or canceled, … = running)"');
    expect(labels(size).slice(4)).toEqual(['✗ 16 Jan', '… 17 Jan', '✗ 18 Jan', '✗ 19 Jan']);
    expect(/"plotColorPalette":"([^"]+)"/.exec(size)?.[1]?.split(', ')).toHaveLength(3);
    expect(series(size)).toHaveLength(3);
  });

  test('the gap is below what Mermaid still draws as a stub: a twentieth of the axis', () => {
    for (const sizeBytes of [3, 7_123, 5_300_000, 999_499_999, 3e12]) {
      const [size] = chartsOf([...days(4, { sizeBytes }), next(failed)]);
      expect(gapOf(size)).toBeLessThan(-topOf(size) / 20);
    }
  });
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
