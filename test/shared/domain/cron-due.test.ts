import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { lastDueBefore, nextDueAfter, parseCron } from '../../../shared/domain/cron.ts';
import { DAY, MINUTE } from '../../../shared/domain/instant.ts';
import { drawnCron, searchBackward, searchForward } from './cron-oracle.ts';

/** How far the oracle looks: two days of minutes keep a run quick. */
const WINDOW = 2 * 24 * 60;

/** Moments of all kinds, many of them near the end of a month, a year or a leap day. */
const moment = fc.oneof(
  fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) }),
  fc
    .tuple(fc.integer({ min: 0, max: 180 }), fc.integer({ min: -3 * DAY, max: 3 * DAY }))
    .map(([month, off]) => Date.UTC(2020, month) + off),
  fc
    .integer({ min: Date.UTC(2020, 0) / MINUTE, max: Date.UTC(2035, 0) / MINUTE })
    .map((minute) => minute * MINUTE),
);

test('the last and the next due moment are what a look at every minute finds', () => {
  const property = fc.property(drawnCron, moment, (drawn, at) => {
    const parsed = parseCron(drawn.text);
    fc.pre(parsed.ok);
    const before = lastDueBefore(parsed.value, at);
    const expectedBefore = searchBackward(drawn, at, WINDOW);
    if (expectedBefore !== null) expect(before).toBe(expectedBefore);
    else expect(before ?? Number.NEGATIVE_INFINITY).toBeLessThan(at - WINDOW * MINUTE);

    const after = nextDueAfter(parsed.value, at);
    const expectedAfter = searchForward(drawn, at, WINDOW);
    if (expectedAfter !== null) expect(after).toBe(expectedAfter);
    else expect(after ?? Number.POSITIVE_INFINITY).toBeGreaterThan(at + WINDOW * MINUTE);
  });
  fc.assert(property, { numRuns: 600 });
});

test('a due moment that is found really is due, however far away it lies', () => {
  const property = fc.property(drawnCron, moment, (drawn, at) => {
    const parsed = parseCron(drawn.text);
    fc.pre(parsed.ok);
    const found = [lastDueBefore(parsed.value, at), nextDueAfter(parsed.value, at)];
    for (const due of found) expect(due !== null && drawn.isDue(due)).toBe(true);
  });
  fc.assert(property, { numRuns: 600 });
});

test('a cron is refused only where it never comes due', () => {
  // A year with a leap day holds every date there is.
  const beforeLeapYear = Date.UTC(2024, 0) - 1;
  const property = fc.property(drawnCron, (drawn) => {
    if (parseCron(drawn.text).ok) return;
    expect(searchForward(drawn, beforeLeapYear, 366 * 24 * 60)).toBeNull();
  });
  fc.assert(property, { numRuns: 300 });
});

test('from one due moment to the next and back leads to where it began', () => {
  const property = fc.property(drawnCron, moment, (drawn, at) => {
    const parsed = parseCron(drawn.text);
    fc.pre(parsed.ok);
    const first = nextDueAfter(parsed.value, at) ?? Number.NaN;
    const second = nextDueAfter(parsed.value, first) ?? Number.NaN;
    expect(lastDueBefore(parsed.value, second)).toBe(first);
  });
  fc.assert(property, { numRuns: 300 });
});
