import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Change,
  changeBetween,
  type ChangeState,
  findChanges,
  type Look,
  lookOf,
  NOTHING_TOLD,
} from '../../../shared/domain/changes.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import type { Verdict } from '../../../shared/domain/verdict.ts';

const VERDICTS = ['pass', 'warn', 'block'] as const;
const RANK = { pass: 0, warn: 1, block: 2 };

const seen = (verdict: Verdict): Look => ({ verdict, isUnknown: false, isPartial: false });
const PASS = seen('pass');
const WARN = seen('warn');
const BLOCK = seen('block');
/** Nothing could be found out, which blocks or warns as `onUnknown` says. */
const UNKNOWN: Look = { verdict: 'block', isUnknown: true, isPartial: true };
const UNKNOWN_WARNS: Look = { ...UNKNOWN, verdict: 'warn' };
/** A warning that is known, beside something that could not be found out and only warns too. */
const PARTLY_WARN: Look = { verdict: 'warn', isUnknown: false, isPartial: true };

interface Step {
  readonly look: Look;
  readonly isSnoozed?: boolean;
}

/** What each look is told of, or `-`; the first is at 1, the next at 2, and so on. */
function play(steps: readonly (Look | Step)[]) {
  let state: ChangeState = NOTHING_TOLD;
  const told: (Change | null)[] = [];
  const happened: (Change | null)[] = [];
  for (const [index, step] of steps.entries()) {
    const { look, isSnoozed = false } = 'look' in step ? step : { look: step };
    const changes = findChanges(state, look, { now: index + 1, isSnoozed });
    state = changes.next;
    told.push(changes.toTell);
    happened.push(changes.happened);
  }
  return { told, happened, state };
}

function kinds(changes: readonly (Change | null)[]): readonly string[] {
  return changes.map((change) => (change ? `${change.kind} ${change.verdict}` : '-'));
}

const told = (...steps: readonly (Look | Step)[]) => kinds(play(steps).told);
const snoozed = (look: Look): Step => ({ look, isSnoozed: true });

describe('a verdict that', () => {
  test.each([
    ['passes from the first look on is not told', [PASS, PASS], ['-', '-']],
    ['blocks at the first look is told', [BLOCK], ['opened block']],
    ['blocks is told once', [PASS, BLOCK, BLOCK, BLOCK], ['-', 'opened block', '-', '-']],
    ['recovers is told once', [BLOCK, PASS, PASS], ['opened block', 'recovered pass', '-']],
    ['warns and then blocks got worse', [WARN, BLOCK], ['opened warn', 'worse block']],
    [
      'blocks and then warns got better, at the second warning',
      [BLOCK, WARN, WARN, WARN],
      ['opened block', '-', 'better warn', '-'],
    ],
    [
      'goes to and fro between block and warn is told once',
      [BLOCK, WARN, BLOCK, WARN, BLOCK],
      ['opened block', '-', '-', '-', '-'],
    ],
    [
      'warns once on its way from block to pass only recovered',
      [BLOCK, WARN, PASS],
      ['opened block', '-', 'recovered pass'],
    ],
    ['warns and passes is told both', [WARN, PASS], ['opened warn', 'recovered pass']],
  ] as const)('%s', (_, looks, expected) => {
    expect(told(...looks)).toEqual(expected);
  });
});

describe('a look that could not find out', () => {
  test.each([
    ['is no incident, the second in a row is', [UNKNOWN, UNKNOWN], ['-', 'opened block']],
    ['is told once', [UNKNOWN, UNKNOWN, UNKNOWN], ['-', 'opened block', '-']],
    ['counts as it is to', [UNKNOWN_WARNS, UNKNOWN_WARNS], ['-', 'opened warn']],
    ['does not count with one before the last', [UNKNOWN, PASS, UNKNOWN], ['-', '-', '-']],
    ['closes no incident', [BLOCK, UNKNOWN, UNKNOWN, UNKNOWN], ['opened block', '-', '-', '-']],
    [
      'closes no incident where it only warns',
      [BLOCK, UNKNOWN_WARNS, UNKNOWN_WARNS, UNKNOWN_WARNS],
      ['opened block', '-', '-', '-'],
    ],
    [
      'makes a warning worse at the second',
      [WARN, UNKNOWN, UNKNOWN],
      ['opened warn', '-', 'worse block'],
    ],
    [
      'is over as soon as one finds out',
      [UNKNOWN, UNKNOWN, PASS],
      ['-', 'opened block', 'recovered pass'],
    ],
    [
      'takes the place of no warning in a row',
      [BLOCK, WARN, UNKNOWN, WARN, WARN],
      ['opened block', '-', '-', '-', 'better warn'],
    ],
    [
      'only in part makes nothing better',
      [BLOCK, PARTLY_WARN, PARTLY_WARN, PARTLY_WARN],
      ['opened block', '-', '-', '-'],
    ],
    ['only in part is told where it is worse', [PARTLY_WARN], ['opened warn']],
  ] as const)('%s', (_, looks, expected) => {
    expect(told(...looks)).toEqual(expected);
  });
});

describe('while notices are snoozed', () => {
  test('nothing is told, and what is still bad is told once afterwards', () => {
    expect(told(PASS, snoozed(BLOCK), snoozed(BLOCK), BLOCK, BLOCK)).toEqual([
      '-',
      '-',
      '-',
      'opened block',
      '-',
    ]);
  });

  test('what came and went is never told', () => {
    expect(told(PASS, snoozed(BLOCK), snoozed(PASS), PASS)).toEqual(['-', '-', '-', '-']);
  });

  test('an incident that was told before is not told again, and its end is', () => {
    expect(told(BLOCK, snoozed(BLOCK), BLOCK, PASS)).toEqual([
      'opened block',
      '-',
      '-',
      'recovered pass',
    ]);
    expect(told(BLOCK, snoozed(PASS), PASS)).toEqual(['opened block', '-', 'recovered pass']);
  });

  test('what got worse is told afterwards', () => {
    expect(told(WARN, snoozed(BLOCK), BLOCK)).toEqual(['opened warn', '-', 'worse block']);
  });

  test('a look that cannot find out right afterwards tells nothing yet', () => {
    expect(told(PASS, snoozed(BLOCK), UNKNOWN, BLOCK)).toEqual(['-', '-', '-', 'opened block']);
  });

  test('the history has what happened, and the incident began when it did', () => {
    const { told: tellings, happened } = play([PASS, snoozed(BLOCK), BLOCK]);
    expect(kinds(happened)).toEqual(['-', 'opened block', '-']);
    expect(tellings[2]).toMatchObject({ kind: 'opened', openedAt: 2 });
  });
});

describe('a change knows', () => {
  test('when its incident began, and how bad it was at its worst', () => {
    const { told: tellings } = play([PASS, WARN, BLOCK, WARN, WARN, PASS, WARN]);
    expect(tellings.filter((change) => change !== null)).toEqual([
      { kind: 'opened', before: 'pass', verdict: 'warn', openedAt: 2, worst: 'warn' },
      { kind: 'worse', before: 'warn', verdict: 'block', openedAt: 2, worst: 'block' },
      { kind: 'better', before: 'block', verdict: 'warn', openedAt: 2, worst: 'block' },
      { kind: 'recovered', before: 'warn', verdict: 'pass', openedAt: 2, worst: 'block' },
      { kind: 'opened', before: 'pass', verdict: 'warn', openedAt: 7, worst: 'warn' },
    ]);
  });
});

describe('what a look says, by its findings', () => {
  const problem = { kind: 'unavailable', message: 'down', traceId: null } as const;
  const unread = (what: 'backups' | 'schedules', severity: 'block' | 'warn'): Finding => ({
    code: 'evidence-unavailable',
    severity,
    what,
    problem,
  });
  const noSchedule: Finding = { code: 'no-schedule', severity: 'warn' };
  const noBackup: Finding = {
    code: 'no-usable-backup',
    severity: 'block',
    backupsSeen: 0,
    succeededSeen: 0,
    undatedSeen: 0,
    acceptTypes: 'all',
  };

  test.each([
    ['nothing', [], { verdict: 'pass', isUnknown: false, isPartial: false }],
    ['what is known', [noBackup], { verdict: 'block', isUnknown: false, isPartial: false }],
    [
      'what is unknown',
      [unread('backups', 'block')],
      { verdict: 'block', isUnknown: true, isPartial: true },
    ],
    [
      'an unknown before a known block',
      [unread('schedules', 'block'), noBackup],
      { verdict: 'block', isUnknown: false, isPartial: true },
    ],
    [
      'an unknown above a known warning',
      [unread('backups', 'block'), noSchedule],
      { verdict: 'block', isUnknown: true, isPartial: true },
    ],
    [
      'an unknown below a known block',
      [noBackup, unread('schedules', 'warn')],
      { verdict: 'block', isUnknown: false, isPartial: true },
    ],
    [
      'only information, of something unknown',
      [{ code: 'schedule-unverifiable', severity: 'info', scheduleIds: ['s'] }],
      { verdict: 'pass', isUnknown: false, isPartial: false },
    ],
  ] as const)('%s', (_, findings, look) => {
    expect(lookOf(findings)).toEqual(look);
  });
});

describe('whatever was seen, snoozed or not', () => {
  const look: fc.Arbitrary<Look> = fc.oneof(
    fc.constantFrom(PASS, WARN, BLOCK, UNKNOWN, UNKNOWN_WARNS, PARTLY_WARN),
    fc.constant({ verdict: 'block', isUnknown: false, isPartial: true } as const),
  );
  const step = fc.record({ look, isSnoozed: fc.boolean() });
  const anySteps = fc.array(step, { maxLength: 40 });

  const isOpening = (change: Change | null) => change?.kind === 'opened';
  const isEnd = (change: Change | null) => change?.kind === 'recovered';

  test('an incident is opened once, and the next one only after it recovered', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        for (const changes of [play(steps).told, play(steps).happened]) {
          let isOpen = false;
          for (const change of changes) {
            if (change === null) continue;
            expect(isOpening(change)).toBe(!isOpen);
            isOpen = !isEnd(change);
          }
        }
      }),
    );
  });

  test('each change continues where the one before ended, in the direction that it says', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        let verdict: Verdict = 'pass';
        for (const change of play(steps).told) {
          if (change === null) continue;
          expect(change.before).toBe(verdict);
          expect(change.kind).toBe(changeBetween(change.before, change.verdict));
          expect(RANK[change.worst]).toBeGreaterThanOrEqual(RANK[change.verdict]);
          verdict = change.verdict;
        }
      }),
    );
  });

  test('nothing is told while snoozed', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const { told: tellings } = play(steps);
        expect(tellings.filter((change, index) => change && steps[index]?.isSnoozed)).toEqual([]);
      }),
    );
  });

  test('the same seen again and again comes to rest', () => {
    fc.assert(
      fc.property(anySteps, look, (steps, last) => {
        const { told: tellings, state } = play([...steps, last, last, last]);
        expect(tellings.at(-1)).toBeNull();
        const again = findChanges(state, last, { now: 1000, isSnoozed: false });
        expect([again.toTell, again.happened]).toEqual([null, null]);
      }),
    );
  });

  test('what could not be found out, in whole or in part, makes nothing better', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const { told: tellings, happened } = play(steps);
        const isBetter = (change: Change | null, index: number) =>
          steps[index]?.look.isPartial && ['better', 'recovered'].includes(change?.kind ?? '');
        expect(
          [...tellings, ...happened].filter((change, i) => isBetter(change, i % steps.length)),
        ).toEqual([]);
      }),
    );
  });

  test('without a snooze all that happened is told, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(look, { maxLength: 40 }), (looks) => {
        const { told: tellings, happened } = play(looks);
        expect(tellings).toEqual(happened);
      }),
    );
  });

  test('all changes of an incident have its beginning in common, and no other incident has', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const incidents = new Map<number, number>();
        let incident = 0;
        for (const change of play(steps).told) {
          if (change === null) continue;
          if (isOpening(change)) incident += 1;
          const known = incidents.get(change.openedAt) ?? incident;
          incidents.set(change.openedAt, known);
          expect(known).toBe(incident);
        }
      }),
    );
  });
});

test('a verdict differs from another in one way', () => {
  for (const before of VERDICTS) {
    for (const now of VERDICTS) {
      const kind = changeBetween(before, now);
      expect(kind === null).toBe(before === now);
      if (kind === 'opened' || kind === 'worse') expect(RANK[now]).toBeGreaterThan(RANK[before]);
      if (kind === 'better' || kind === 'recovered') expect(RANK[now]).toBeLessThan(RANK[before]);
    }
  }
});
