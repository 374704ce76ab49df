import { Cron } from 'croner';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextDueAfter, readShownCron } from '../../../shared/domain/cron.ts';

/*
 * Held against croner, a maintained parser. Where both differ, we follow the standard parser of Go's
 * robfig/cron, which is what providers write for; the differences are listed below.
 */

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const WEEKDAYS = 'SUN MON TUE WED THU FRI SAT'.split(' ');

interface Field {
  readonly lowest: number;
  readonly highest: number;
  readonly names?: readonly string[];
}

function drawField({ lowest, highest, names = [] }: Field): fc.Arbitrary<string> {
  const value = fc
    .tuple(fc.integer({ min: lowest, max: highest }), fc.boolean())
    .map(([number, named]) => (named && names[number - lowest]) || String(number));
  const step = fc.integer({ min: 1, max: highest });
  const part = fc.oneof(
    value,
    fc.tuple(value, value).map((ends) => ends.join('-')),
    fc.tuple(value, value, step).map(([from, to, by]) => `${from}-${to}/${by}`),
    step.map((by) => `*/${by}`),
    fc.tuple(value, step).map(([from, by]) => `${from}/${by}`),
    fc.constantFrom('*', '?'),
  );
  const list = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(','));
  return fc.oneof(fc.constant('*'), list);
}

const drawn = fc
  .tuple(
    drawField({ lowest: 0, highest: 59 }),
    drawField({ lowest: 0, highest: 23 }),
    drawField({ lowest: 1, highest: 31 }),
    drawField({ lowest: 1, highest: 12, names: MONTHS }),
    drawField({ lowest: 0, highest: 7, names: WEEKDAYS }),
  )
  .map((fields) => fields.join(' '));

const moment = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) });

function nextByCroner(text: string, after: number): number | null {
  try {
    const options = { timezone: 'UTC', mode: '5-part', sloppyRanges: true, paused: true } as const;
    return new Cron(text, options).nextRun(new Date(after))?.getTime() ?? null;
  } catch {
    return null;
  }
}

function nextByUs(text: string, after: number): number | null {
  const cron = readShownCron(text);
  return cron && nextDueAfter(cron, after);
}

/** Where robfig/cron and croner are known to differ. */
const DIFFERENCES: readonly RegExp[] = [
  // A list that holds `*`, or a step of 1: croner takes such a field of days for a restricted one.
  /,[*?]|[*?],|[*?]\/1(?!\d)/,
  // A range from Sunday to SUN is Sunday; croner takes SUN at its end for 7.
  /(?:0|SUN)-SUN/,
  // Steps from 7 on: robfig/cron knows no weekday 7, and croner leaves the part out.
  /(?<![-\d])7\/\d+(?=[^ ]*$)/,
];

const isAlike = (text: string) => !DIFFERENCES.some((difference) => difference.test(text));

test('a cron is due when croner says so, but for the known differences', () => {
  const property = fc.property(drawn, moment, (text, at) => {
    fc.pre(isAlike(text));
    expect(nextByUs(text, at)).toBe(nextByCroner(text, at));
  });
  fc.assert(property, { numRuns: 3000 });
});

describe('known differences, where we follow robfig/cron', () => {
  // A Thursday.
  const at = Date.UTC(2026, 0, 15, 12);
  const on = (day: number) => Date.UTC(2026, 0, day);

  test.each([
    ['a list with * restricts nothing', '0 0 *,1 * SAT', on(17), on(16)],
    ['nor does a step of 1', '0 0 */1 * SAT', on(17), on(16)],
    ['SUN-SUN is Sunday', '0 0 * * SUN-SUN', on(18), on(16)],
    ['0-SUN is Sunday', '0 0 * * 0-SUN', on(18), on(16)],
    ['a step may be larger than its field', '0 0 * * 5-6/9', on(16), null],
  ])('%s: %j', (_, text, ours, theirs) => {
    expect(nextByUs(text, at)).toBe(ours);
    expect(nextByCroner(text, at)).toBe(theirs);
  });

  test.each(['@every 1h', '0 0 L * *', '0 0 * * 5#2', '0 0 15W * *', '0 0 * * 5L'])(
    'robfig/cron does not take %j, or it names no times',
    (text) => {
      expect(readShownCron(text)).toBeNull();
    },
  );
});
