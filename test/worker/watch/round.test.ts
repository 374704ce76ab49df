import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import { stateOfRound } from '../../../worker/watch/round.ts';

const SINCE = Date.UTC(2026, 0, 15, 12);

interface Given {
  readonly looks: Readonly<Record<string, number>>;
  readonly names?: readonly string[];
  readonly everyMs?: number;
  readonly after?: number;
}

/** How a round stands so long after it began; looks are in milliseconds since then. */
function stateOf({ looks, names = ['a', 'b'], everyMs = HOUR, after = MINUTE }: Given) {
  const lookedAt = new Map(Object.entries(looks).map(([name, at]) => [name, SINCE + at]));
  return stateOfRound({ since: SINCE }, { names, lookedAt, everyMs, now: SINCE + after });
}

describe('a round', () => {
  test('is whole once every service was looked at since it began', () => {
    expect(stateOf({ looks: { a: 1, b: 2 } })).toEqual({ kind: 'whole' });
  });

  test.each([{ a: 1 }, { a: 1, b: 0 }, { a: 1, b: -HOUR }])(
    'is open while one was not: %j',
    (looks) => {
      expect(stateOf({ looks })).toEqual({ kind: 'open' });
    },
  );

  test('does not wait for a service that left the configuration', () => {
    expect(stateOf({ names: ['a'], looks: { a: 1, gone: -1 } })).toEqual({ kind: 'whole' });
  });

  test.each([
    [2 * HOUR, { kind: 'open' }],
    [2 * HOUR + 1, { kind: 'given-up', missing: ['b'] }],
  ])('is given up after two periods: after %i ms it is %j', (after, state) => {
    expect(stateOf({ looks: { a: 1 }, after })).toEqual(state);
  });

  test('that is late is still whole when the last look comes', () => {
    expect(stateOf({ looks: { a: 1, b: 3 * HOUR }, after: 3 * HOUR })).toEqual({ kind: 'whole' });
  });

  test('of more services than a cron wakes has longer than two periods', () => {
    const names = Array.from({ length: 200 }, (_, index) => `s${index}`);
    const given = { names, looks: { s0: 1 }, everyMs: 15 * MINUTE };
    expect(stateOf({ ...given, after: 150 * MINUTE })).toEqual({ kind: 'open' });
    expect(stateOf({ ...given, after: 150 * MINUTE + 1 })).toMatchObject({ kind: 'given-up' });
  });
});
