import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import { isDue, offsetOf, SPREAD } from '../../../worker/watch/due.ts';

const NOW = Date.UTC(2026, 0, 15, 12);

describe('a service', () => {
  test('that was never looked at is due', () => {
    expect(isDue(null, HOUR, NOW)).toBe(true);
  });

  test.each([
    [HOUR, 55 * MINUTE - 1, false],
    [HOUR, 55 * MINUTE, true],
    [HOUR, 55 * MINUTE + 1, true],
    [15 * MINUTE, 10 * MINUTE - 1, false],
    [15 * MINUTE, 10 * MINUTE, true],
    [DAY, DAY - 5 * MINUTE - 1, false],
    [DAY, DAY - 5 * MINUTE, true],
    [HOUR, 30 * DAY, true],
  ])('that is looked at every %i ms is due %i ms after the last look: %s', (every, ago, due) => {
    expect(isDue(NOW - ago, every, NOW)).toBe(due);
  });

  test.each([
    [5 * MINUTE, false],
    [5 * MINUTE + 1, true],
  ])('whose last look is %i ms ahead, because a clock was set back, is due: %s', (ahead, due) => {
    expect(isDue(NOW + ahead, HOUR, NOW)).toBe(due);
  });
});

describe('the place of a service in a round', () => {
  const names = Array.from({ length: 200 }, (_, index) => `prod-${index}`);

  test('is the same each time, and within two minutes', () => {
    for (const name of names) {
      expect(offsetOf(name)).toBe(offsetOf(name));
      expect(offsetOf(name)).toBeGreaterThanOrEqual(0);
      expect(offsetOf(name)).toBeLessThan(SPREAD);
    }
    expect(SPREAD).toBe(2 * MINUTE);
  });

  test('is another for each of 200 that are named alike, so at most a few share a second', () => {
    const seconds = Map.groupBy(names, (name) => Math.floor(offsetOf(name) / SECOND));
    const most = Math.max(...[...seconds.values()].map(({ length }) => length));
    expect(most).toBeLessThanOrEqual(8);
    expect(seconds.size).toBeGreaterThan(80);
  });
});
