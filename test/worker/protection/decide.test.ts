import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import {
  decide,
  MAX_REPORTS,
  MAX_UNJUDGED,
  type Question,
} from '../../../worker/protection/decide.ts';
import { NOW } from '../run-fixture.ts';

const REJECT = { onBlock: 'reject', holdForMs: 30 * MINUTE } as const;
const HOLD = { onBlock: 'hold', holdForMs: 2 * HOUR } as const;

function ask(over: Partial<Question> = {}) {
  return decide({
    entry: REJECT,
    verdicts: ['pass'],
    isOverridden: false,
    requestedAt: NOW,
    reports: [],
    isUnheard: false,
    now: NOW,
    ...over,
  });
}

describe('a deployment', () => {
  test.each([
    ['that passes is approved', ['pass'], { kind: 'approve', why: 'gate' }],
    ['with a warning is approved', ['warn'], { kind: 'approve', why: 'gate' }],
    ['that blocks is rejected', ['block'], { kind: 'reject', why: 'blocked' }],
    [
      'of which one service blocks is rejected',
      ['pass', 'block'],
      { kind: 'reject', why: 'blocked' },
    ],
    [
      'that blocks and lacks a verdict is rejected',
      [null, 'block'],
      { kind: 'reject', why: 'blocked' },
    ],
  ] as const)('%s', (_, verdicts, decision) => {
    expect(ask({ verdicts })).toEqual(decision);
  });

  test('that no entry names is rejected, whatever else is true', () => {
    expect(ask({ entry: null, isOverridden: true })).toEqual({ kind: 'reject', why: 'unnamed' });
  });

  test('that two people let through is approved, and by the gate where that is open', () => {
    expect(ask({ isOverridden: true, verdicts: ['block'] })).toEqual({
      kind: 'approve',
      why: 'override',
    });
    expect(ask({ isOverridden: true })).toEqual({ kind: 'approve', why: 'gate' });
  });
});

describe('a deployment that is held', () => {
  const held = (heldForMs: number, reports: readonly number[] = [NOW]) =>
    ask({ entry: HOLD, verdicts: ['block'], now: NOW + heldForMs, reports });

  test('is told at once, then at widening intervals', () => {
    expect(held(0, [])).toMatchObject({ kind: 'report', lookAt: NOW + 30 * SECOND });
    expect(held(5 * MINUTE - 1).kind).toBe('wait');
    expect(held(5 * MINUTE).kind).toBe('report');
    expect(held(15 * MINUTE - 1, [NOW, NOW + 5 * MINUTE]).kind).toBe('wait');
    expect(held(15 * MINUTE, [NOW, NOW + 5 * MINUTE]).kind).toBe('report');
  });

  test('is looked at one last time when its time is over, and then rejected', () => {
    expect(held(2 * HOUR - 1)).toMatchObject({ lookAt: NOW + 2 * HOUR });
    expect(held(2 * HOUR)).toEqual({ kind: 'reject', why: 'held' });
    const over = { entry: HOLD, now: NOW + 2 * HOUR };
    expect(ask(over)).toEqual({ kind: 'approve', why: 'gate' });
  });

  test.each([REJECT, HOLD])(
    'because nobody could judge waits, as GitHub is told at once, and is never approved: %j',
    (entry) => {
      const forMs = entry.onBlock === 'hold' ? entry.holdForMs : MAX_UNJUDGED;
      const unjudged = (heldForMs: number) =>
        ask({ entry, verdicts: ['pass', null], now: NOW + heldForMs });
      const heldUntil = NOW + forMs;
      expect(unjudged(0)).toEqual({ kind: 'report', lookAt: NOW + 30 * SECOND, heldUntil });
      expect(unjudged(forMs - 1)).toMatchObject({ lookAt: heldUntil });
      expect(unjudged(forMs)).toEqual({ kind: 'reject', why: 'unjudged' });
    },
  );
});

const verdict = fc.constantFrom('pass', 'warn', 'block', null);

test('whatever happens: it ends, is told at most 8 times, and is approved only where the gate is open', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('reject', 'hold'),
      fc.integer({ min: 1, max: 29 * 24 * 60 }),
      fc.array(fc.array(verdict, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 50 }),
      (onBlock, minutes, looks) => {
        const entry = { onBlock, holdForMs: minutes * MINUTE } as const;
        const reports: number[] = [];
        let now = NOW;
        for (let look = 0; look < 20_000; look += 1) {
          const verdicts = looks[look % looks.length] ?? [];
          const decision = ask({ entry, verdicts, reports, now });
          if (decision.kind === 'approve') {
            expect(verdicts.every((one) => one === 'pass' || one === 'warn')).toBe(true);
            return;
          }
          if (decision.kind === 'reject') {
            expect(now).toBeLessThanOrEqual(NOW + Math.max(entry.holdForMs, MAX_UNJUDGED));
            return;
          }
          expect(Number.isInteger(decision.lookAt)).toBe(true);
          expect(decision.lookAt).toBeGreaterThan(now);
          if (decision.kind === 'report') reports.push(now);
          expect(reports.length).toBeLessThanOrEqual(MAX_REPORTS);
          now = decision.lookAt;
        }
        throw new Error('it never ends');
      },
    ),
  );
});

test('a deployment of which GitHub does not hear is looked at every hour, and when its time is over', () => {
  const unheard = { entry: HOLD, verdicts: ['block'], isUnheard: true } as const;
  expect(ask({ ...unheard, now: NOW + MINUTE })).toMatchObject({ lookAt: NOW + HOUR + MINUTE });
  expect(ask({ ...unheard, now: NOW + HOUR + 1 })).toMatchObject({ lookAt: NOW + 2 * HOUR });
});

test('what an older deployment of the run was told counts, and is said to the newer one after 5 minutes', () => {
  const newer = { entry: HOLD, verdicts: ['block'], requestedAt: NOW + MINUTE } as const;
  const kindAt = (now: number, count = 1) =>
    ask({ ...newer, now, reports: Array.from({ length: count }, () => NOW) }).kind;
  expect(kindAt(NOW + 5 * MINUTE - 1, 3)).toBe('wait');
  expect(kindAt(NOW + 5 * MINUTE, 3)).toBe('report');
  expect(kindAt(NOW + 5 * MINUTE, MAX_REPORTS)).toBe('wait');
});
