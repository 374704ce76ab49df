import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  formatAge,
  formatDuration,
  formatLimit,
  parseDuration,
} from '../../../shared/domain/duration.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../shared/domain/instant.ts';

test.each([
  ['26h', 26 * HOUR],
  ['2d', 2 * DAY],
  ['1d12h', 36 * HOUR],
  ['90m', 90 * MINUTE],
  ['45s', 45 * SECOND],
  ['1d2h3m4s', DAY + 2 * HOUR + 3 * MINUTE + 4 * SECOND],
  ['0d1s', SECOND],
  [' 30m ', 30 * MINUTE],
])('%j is read as %d milliseconds', (text, milliseconds) => {
  expect(parseDuration(text)).toEqual({ ok: true, value: milliseconds });
});

test.each([
  '',
  ' ',
  '0',
  '0s',
  '0d0h',
  '26',
  '-1h',
  '1.5h',
  '1H',
  '1 h',
  '1h 30m',
  '30m1h',
  '1h1h',
])('%j is refused: nothing is guessed', (text) => {
  expect(parseDuration(text)).toEqual({ ok: false, problem: expect.stringContaining('26h') });
});

test.each(['h', '1w', '1y', 'PT1H', '1e3s', '0x1h', '1h\n2h', '1000000d', 'Infinity', '٣h'])(
  '%j is refused: it is no duration',
  (text) => {
    expect(parseDuration(text).ok).toBe(false);
  },
);

test('any counts of the units, in that order, are summed', () => {
  const counts = fc.record({
    days: fc.nat(999),
    hours: fc.nat(999),
    minutes: fc.nat(9999),
    seconds: fc.integer({ min: 1, max: 99_999 }),
  });
  fc.assert(
    fc.property(counts, ({ days, hours, minutes, seconds }) => {
      const value = days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND;
      const parsed = parseDuration(`${days}d${hours}h${minutes}m${seconds}s`);
      expect(parsed).toEqual({ ok: true, value });
    }),
  );
});

test.each([
  [-1, 'under 1s'],
  [0, 'under 1s'],
  [SECOND - 1, 'under 1s'],
  [SECOND, '1s'],
  [MINUTE - 1, '59s'],
  [MINUTE, '1m'],
  [HOUR - 1, '59m 59s'],
  [HOUR, '1h'],
  [HOUR + MINUTE, '1h 1m'],
  [HOUR + 59 * SECOND, '1h'],
  [DAY - 1, '23h 59m'],
  [DAY, '1d'],
  [DAY + 59 * MINUTE, '1d'],
  [45 * HOUR, '1d 21h'],
  [2 * DAY + 3 * HOUR + 59 * MINUTE, '2d 3h'],
])('%d milliseconds read as %j', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});

test('a duration as it is shown can be given as an input, says no more than was measured, and at most one unit less', () => {
  const positive = fc.integer({ min: SECOND, max: 4000 * DAY });
  fc.assert(
    fc.property(positive, (milliseconds) => {
      const parsed = parseDuration(formatDuration(milliseconds).replaceAll(' ', ''));
      const told = parsed.ok ? parsed.value : Number.NaN;
      expect(told).toBeLessThanOrEqual(milliseconds);
      const inaccuracy = milliseconds >= DAY ? HOUR : milliseconds >= HOUR ? MINUTE : SECOND;
      expect(milliseconds - told).toBeLessThan(inaccuracy);
    }),
  );
});

test('an age is told as past, as future, or as now', () => {
  expect(formatAge(3 * HOUR)).toBe('3h ago');
  expect(formatAge(SECOND)).toBe('1s ago');
  expect(formatAge(SECOND - 1)).toBe('just now');
  expect(formatAge(0)).toBe('just now');
  expect(formatAge(-5 * MINUTE)).toBe('in 5m');
});

test.each([
  [HOUR, '1 hour'],
  [26 * HOUR, '26 hours'],
  [48 * HOUR, '48 hours'],
  [72 * HOUR, '72 hours'],
  [72 * HOUR + 1, '3d'],
  [73 * HOUR, '3d 1h'],
  [8 * DAY, '8 days'],
  [90 * MINUTE, '1h 30m'],
  [45 * SECOND, '45s'],
  [0, 'under 1s'],
])('a limit of %d milliseconds is told as people say it: %s', (milliseconds, text) => {
  expect(formatLimit(milliseconds)).toBe(text);
});
