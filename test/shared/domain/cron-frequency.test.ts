import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextDueAfter } from '../../../shared/domain/cron.ts';
import { frequencyOf, isAsOften } from '../../../shared/domain/cron-frequency.ts';
import { DAY, HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import { cron } from './evidence-fixture.ts';

const asOften = (one: string, other: string) =>
  isAsOften(frequencyOf(cron(one)), frequencyOf(cron(other)));

describe('a cron runs as often as another, and pauses no longer', () => {
  test.each([
    ['0 * * * *', '0 2 * * *'],
    ['30 * * * *', '0 2 * * *'],
    ['0 2,14 * * *', '0 2 * * *'],
    ['0 2 * * *', '0 2 * * 0'],
    ['0 2 * * *', '0 2 * * 1-6'],
    ['0 2 * * 0', '0 2 1 * *'],
    // A year has more weeks than four times its months.
    ['0 2 * * 0', '0 2 1,8,15,22 * *'],
    ['0 2 1 1 *', '0 2 29 2 *'],
    ['0 2,14 * * *', '0,30 2 * * *'],
  ])('%s as %s, and not the other way round', (one, other) => {
    expect(asOften(one, other)).toBe(true);
    expect(asOften(other, one)).toBe(false);
  });

  test.each([
    ['0 2 * * *', '30 4 * * *'],
    ['0 2 * * *', '0 2 * * 0-6'],
    ['0 2 * * 0', '0 5 * * 3'],
    ['0 2 1 * *', '0 2 28 * *'],
  ])('both of %s and %s', (one, other) => {
    expect(asOften(one, other)).toBe(true);
    expect(asOften(other, one)).toBe(true);
  });

  test.each([
    ['0 9-17 * * 1-5', '0 2 * * *'],
    ['*/5 2 * * 0', '0 2 * * *'],
  ])('neither of %s and %s', (one, other) => {
    expect(asOften(one, other)).toBe(false);
    expect(asOften(other, one)).toBe(false);
  });
});

test.each([
  ['* * * * *', 525_960, MINUTE],
  ['0 * * * *', 8766, HOUR],
  ['0 2 * * *', 365.25, DAY],
  ['0 2,14 * * *', 730.5, DAY / 2],
  ['0 2 1 1 *', 1, 366 * DAY],
  ['0 2 29 2 *', 0.25, (4 * 365 + 1) * DAY],
  ['0 9-17 * * 1-5', (9 * 7305) / 28, 2 * DAY + 16 * HOUR],
] as const)('%s has %d runs a year, and its longest pause is %d ms', (text, runsPerYear, pause) => {
  expect(frequencyOf(cron(text))).toEqual({ runsPerYear, longestPauseMs: pause });
});

const field = (lowest: number, highest: number) =>
  fc.oneof(
    fc.constant('*'),
    fc
      .uniqueArray(fc.integer({ min: lowest, max: highest }), { minLength: 1, maxLength: 3 })
      .map((values) => values.join(',')),
  );

/** Few enough runs to be counted one by one. */
const someCron = fc
  .tuple(
    fc.integer({ min: 0, max: 59 }).map(String),
    field(0, 23),
    field(1, 28),
    fc.constantFrom('*', '1', '2,8'),
    field(0, 6),
  )
  .map((fields) => cron(fields.join(' ')));

test('the runs and pauses are those of the due times, one by one', () => {
  const [start, end] = [Date.UTC(2001, 0, 1), Date.UTC(2029, 0, 1)];
  fc.assert(
    fc.property(someCron, (each) => {
      const { runsPerYear, longestPauseMs } = frequencyOf(each);
      // More runs than this take too long to count.
      fc.pre(runsPerYear < 60);
      const due: number[] = [];
      for (
        let at = nextDueAfter(each, start - 1);
        at !== null && due.length <= 28 * 60 + 1;
        at = nextDueAfter(each, at)
      ) {
        due.push(at);
        if (at >= end) break;
      }
      const pauses = due.slice(1).map((at, index) => at - (due[index] ?? 0));
      expect(due.filter((at) => at < end)).toHaveLength(Math.round(runsPerYear * 28));
      expect(Math.max(...pauses)).toBe(longestPauseMs);
    }),
    { numRuns: 40 },
  );
});

test('every cron runs as often as itself', () => {
  fc.assert(
    fc.property(someCron, (one) => {
      expect(isAsOften(frequencyOf(one), frequencyOf(one))).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('one more hour of the day makes a cron run more often, whatever its days', () => {
  fc.assert(
    fc.property(someCron, fc.integer({ min: 0, max: 23 }), (each, hour) => {
      const fields = each.text.split(' ');
      const hours = new Set((fields[1] ?? '').split(',').map(Number));
      fc.pre(fields[1] !== '*' && !hours.has(hour));
      const more = fields.with(1, `${fields[1]},${hour}`).join(' ');
      expect(asOften(more, each.text)).toBe(true);
      expect(asOften(each.text, more)).toBe(false);
    }),
    { numRuns: 40 },
  );
});
