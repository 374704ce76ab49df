import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DAY,
  findUnreadableTime,
  formatInstant,
  formatMoment,
  parseInstant,
} from '../../../shared/domain/instant.ts';

const MOMENT = Date.UTC(2024, 2, 26, 17, 18, 57);

describe('a moment is read', () => {
  test.each([
    ['2024-03-26T17:18:57Z', 0],
    ['2024-03-26T17:18:57', 0],
    ['2024-03-26 17:18:57', 0],
    ['2024-03-26 17:18:57 UTC', 0],
    ['2024-03-26t17:18:57z', 0],
    ['  2024-03-26T17:18:57Z\n', 0],
    ['2024-03-26T17:18:57+00:00', 0],
    ['2024-03-26T17:18:57-0000', 0],
    ['2024-03-26T17:18:57.5Z', 500],
    ['2024-03-26T17:18:57.123', 123],
    ['2024-03-26 17:18:57.123456789Z', 123],
    ['2024-03-26T17:18:57.0009Z', 0],
    ['2024-03-26T19:18:57+02:00', 0],
    ['2024-03-26T22:48:57+0530', 0],
    ['2024-03-26T10:18:57.25 -07:00', 250],
    ['2024-03-27T02:18:57+09:00', 0],
    ['2024-03-25T18:18:57-23:00', 0],
    ['2024-03-26 17:18:57+00', 0],
    ['2024-03-26T19:18:57+02', 0],
    ['2024-03-26 19:18:57 +0200 CEST', 0],
    ['2024-03-26 19:18:57.123456789 +0200 +02', 123],
    ['2024-03-26 17:18:57 +0000 UTC', 0],
    ['2024-03-26 17:18:57 GMT', 0],
    ['2024-03-26T17:18Z', -57_000],
    ['2024-03-26 17:18', -57_000],
    ['2024-03-26T19:18+0200', -57_000],
    ['1711473537', 0],
    ['1711473537.25', 250],
    ['1711473537123', 123],
    ['Tue, 26 Mar 2024 17:18:57 GMT', 0],
    ['Tue, 26 Mar 2024 17:18:57 UTC', 0],
    ['Tue, 26 Mar 2024 19:18:57 +0200', 0],
  ])('from %j', (text, milliseconds) => {
    expect(parseInstant(text)).toBe(MOMENT + milliseconds);
  });

  test('on the day that only a leap year has', () => {
    expect(parseInstant('2024-02-29T00:00:00Z')).toBe(Date.UTC(2024, 1, 29));
    expect(parseInstant('2000-02-29T00:00:00Z')).toBe(Date.UTC(2000, 1, 29));
  });
});

describe('a moment is unknown', () => {
  test.each([
    null,
    '',
    ' ',
    '0001-01-01T00:00:00Z',
    '0001-01-01 00:00:00',
    '0001-01-01T00:00:00+02:00',
    '0001-01-01 00:00:00 +0000 UTC',
    'Mon, 01 Jan 0001 00:00:00 GMT',
    '0000-00-00 00:00:00',
    '0000-00-00',
    '1970-01-01T00:00:00Z',
    '1970-01-01 01:00:00+01:00',
    '1969-12-31T19:00:00-05:00',
    'Thu, 01 Jan 1970 00:00:00 GMT',
    '0',
    '0.0',
    '1969-12-31T23:59:59Z',
  ])('where it means that there is none, %j', (text) => {
    expect(parseInstant(text)).toBeNull();
    expect(findUnreadableTime(text)).toBeNull();
  });

  test.each([
    '2024-02-30T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2024-04-31T00:00:00Z',
    '2024-13-01T00:00:00Z',
    '2024-00-10T00:00:00Z',
    '2024-01-00T00:00:00Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T23:60:00Z',
    '2024-01-01T23:59:60Z',
    '2024-01-01T00:00:00+24:00',
    '2024-01-01T00:00:00+01:60',
  ])('where the date or time does not exist, %j', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  test.each([
    '',
    'now',
    '2024-03-26',
    '20240326',
    '20240326171857',
    '17114735',
    '17114735371',
    '1711473537123456',
    '2024-03-26T17Z',
    '2024-03-26T17:18:57.Z',
    '2024-03-26T17:18:57.1234567890Z',
    '2024-03-26  17:18:57',
    '26.03.2024 17:18:57',
    '03/26/2024 17:18:57',
    'Tue, 26 Foo 2024 17:18:57 GMT',
    'Tue, 26 Mar 2024 17:18:57 EST',
    'Tue, 31 Feb 2024 17:18:57 GMT',
    '2024-03-26T17:18:57 CET',
    '2024-03-26T17:18:57+2',
    '+002024-03-26T17:18:57Z',
    '2024-03-26T17:18:57Z 2024-03-27T17:18:57Z',
  ])('where it is spelled otherwise, %j', (text) => {
    expect(parseInstant(text)).toBeNull();
    expect(findUnreadableTime(null, text)).toBe(text === '' ? null : text);
  });
});

const moment = fc.integer({ min: DAY, max: Date.UTC(9999, 11, 31, 23, 59, 59, 999) });

test('a moment in ISO 8601 is read back as it was, to the second', () => {
  expect(formatInstant(MOMENT + 999)).toBe('2024-03-26T17:18:57Z');
  fc.assert(
    fc.property(moment, (at) => {
      expect(parseInstant(formatInstant(at))).toBe(at - (at % 1000));
      expect(parseInstant(new Date(at).toISOString())).toBe(at);
    }),
  );
});

test('the same moment is read from every offset', () => {
  const offset = fc.record({
    sign: fc.constantFrom(1, -1),
    hours: fc.nat(23),
    minutes: fc.nat(59),
  });
  const late = fc.integer({ min: Date.UTC(1971, 0), max: Date.UTC(9998, 0) });
  fc.assert(
    fc.property(late, offset, (at, { sign, hours, minutes }) => {
      const wallClock = new Date(at + sign * (hours * 60 + minutes) * 60_000).toISOString();
      const zone = [hours, minutes].map((part) => String(part).padStart(2, '0')).join(':');
      expect(parseInstant(`${wallClock.slice(0, -1)}${sign < 0 ? '-' : '+'}${zone}`)).toBe(at);
    }),
  );
});

test('for people a moment is told to the minute, rounded down, without the year that is clear', () => {
  expect(formatMoment(MOMENT, MOMENT)).toBe('26 Mar 17:18 UTC');
  expect(formatMoment(Date.UTC(2026, 0, 3, 2, 59, 59), Date.UTC(2025, 11, 31))).toBe(
    '3 Jan 02:59 UTC',
  );
});

test('half a year away, either way, a moment is told with its year', () => {
  const HALF_A_YEAR = 180 * 86_400_000;
  for (const away of [HALF_A_YEAR, -HALF_A_YEAR]) {
    expect(formatMoment(MOMENT, MOMENT + away)).toBe('26 Mar 17:18 UTC');
    expect(formatMoment(MOMENT, MOMENT + away + Math.sign(away))).toBe('26 Mar 2024 17:18 UTC');
  }
});
