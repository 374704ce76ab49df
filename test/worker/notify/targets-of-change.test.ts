import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findChanges, NOTHING_TOLD } from '../../../shared/domain/changes.ts';
import type { NotifyRule } from '../../../worker/notify/channel.ts';
import { pagerDutyTarget } from '../../../worker/notify/pagerduty/schema.ts';
import { slackTarget } from '../../../worker/notify/slack/schema.ts';
import {
  targetsOf,
  targetsOfChange,
  targetsOfScheduleChange,
} from '../../../worker/notify/targets.ts';
import { run } from '../run-fixture.ts';

const onFailure = slackTarget('C1');
const onAll = slackTarget('C2');
const RULES: readonly NotifyRule[] = [
  { on: 'failure', target: onFailure },
  { on: 'all', target: onAll },
];

const VERDICTS = ['pass', 'warn', 'block'] as const;
type Verdict = (typeof VERDICTS)[number];

/** Who is told of each change that these looks bring, one after the other. */
function toldOf(verdicts: readonly Verdict[]) {
  let state = NOTHING_TOLD;
  return verdicts.flatMap((verdict, now) => {
    const look = { verdict, isUnknown: false, isPartial: false };
    const { toTell, next } = findChanges(state, look, { now, isSnoozed: false });
    state = next;
    return toTell ? [{ verdict: toTell.verdict, targets: targetsOfChange(toTell, RULES) }] : [];
  });
}

const lastOf = (verdicts: readonly Verdict[]) => toldOf(verdicts).at(-1)?.targets;

describe('a change', () => {
  test.each<readonly Verdict[]>([
    ['block'],
    ['warn', 'block'],
    ['block', 'warn', 'warn'],
    ['block', 'pass'],
    ['block', 'warn', 'warn', 'pass'],
  ])('of an incident that blocks at some time is told to all: %s %s %s %s', (...verdicts) => {
    expect(lastOf(verdicts)).toEqual([onFailure, onAll]);
  });

  test.each<readonly Verdict[]>([['warn'], ['warn', 'pass'], ['block', 'pass', 'warn']])(
    'of one that only warns is told to those who want all: %s %s %s',
    (...verdicts) => {
      expect(lastOf(verdicts)).toEqual([onAll]);
    },
  );

  test('is told to a place once', () => {
    const twice = [...RULES, ...RULES, { on: 'all', target: onFailure } as const];
    expect(targetsOfChange({ worst: 'block' }, twice)).toHaveLength(2);
  });

  test('whoever hears of a beginning hears of the end, however the verdicts go', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...VERDICTS)), (between) => {
        const heard = new Map<unknown, Verdict>();
        for (const { verdict, targets } of toldOf([...between, 'pass'])) {
          for (const target of targets) heard.set(target, verdict);
        }
        for (const target of [onFailure, onAll]) {
          expect([undefined, 'pass']).toContain(heard.get(target));
        }
      }),
    );
  });
});

describe('what was done to a schedule', () => {
  test('is no failure', () => {
    expect(targetsOfScheduleChange(RULES)).toEqual([onAll]);
    expect(targetsOfScheduleChange([])).toEqual([]);
  });
});

describe('the success of a run', () => {
  const pager = pagerDutyTarget('PAGERDUTY_KEY');
  const requestedBy = [] as const;

  test('is told to who was woken by a failure, to close it', () => {
    const rules: readonly NotifyRule[] = [
      { on: 'failure', target: pager },
      { on: 'failure', target: onFailure },
    ];
    expect(targetsOf(run({ requestedBy }), rules)).toEqual([pager]);
    expect(targetsOf(run({ requestedBy, state: 'failed' }), rules)).toEqual([pager, onFailure]);
  });
});
