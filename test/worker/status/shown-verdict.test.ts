import { describe, expect, test } from 'vitest';
import { CLOCK_TOLERANCE, HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import { shownVerdict } from '../../../worker/status/shown-verdict.ts';
import { NOW } from '../run-fixture.ts';

const verdictAt = (lookedAt: number, roundMs: number | null = HOUR) =>
  shownVerdict({ verdict: 'block', lookedAt }, roundMs, NOW);

describe('a verdict', () => {
  test('is shown until it is older than two rounds', () => {
    expect(verdictAt(NOW)).toBe('block');
    expect(verdictAt(NOW - 2 * HOUR + 1)).toBe('block');
    expect(verdictAt(NOW - 2 * HOUR)).toBe('block');
    expect(verdictAt(NOW - 2 * HOUR - 1)).toBe('unknown');
  });

  test('is held to the rounds of this very watch', () => {
    expect(verdictAt(NOW - 30 * MINUTE, 15 * MINUTE)).toBe('block');
    expect(verdictAt(NOW - 30 * MINUTE - 1, 15 * MINUTE)).toBe('unknown');
  });

  test('of a look in the future is no more trusted than an old one', () => {
    expect(verdictAt(NOW + CLOCK_TOLERANCE - 1)).toBe('block');
    expect(verdictAt(NOW + CLOCK_TOLERANCE)).toBe('block');
    expect(verdictAt(NOW + CLOCK_TOLERANCE + 1)).toBe('unknown');
  });

  test('is unknown without a watch, and where nobody has looked', () => {
    expect(verdictAt(NOW, null)).toBe('unknown');
    expect(shownVerdict(null, HOUR, NOW)).toBe('unknown');
  });
});
