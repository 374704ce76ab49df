import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NotifyRule } from '../../../worker/notify/channel.ts';
import { pagerDutyTarget } from '../../../worker/notify/pagerduty/schema.ts';
import { slackTarget } from '../../../worker/notify/slack/schema.ts';
import { targetsOf, targetsOfChange } from '../../../worker/notify/targets.ts';
import { run } from '../run-fixture.ts';

const onFailure = slackTarget('C1');
const onAll = slackTarget('C2');
const RULES: readonly NotifyRule[] = [
  { on: 'failure', target: onFailure },
  { on: 'all', target: onAll },
];

const VERDICTS = ['pass', 'warn', 'block'] as const;
type Verdict = (typeof VERDICTS)[number];

const told = (before: Verdict, verdict: Verdict) => targetsOfChange({ before, verdict }, RULES);

describe('a change', () => {
  test.each<[Verdict, Verdict]>([
    ['pass', 'block'],
    ['warn', 'block'],
    ['block', 'warn'],
    ['block', 'pass'],
  ])('from %s to %s is told to all', (before, verdict) => {
    expect(told(before, verdict)).toEqual([onFailure, onAll]);
  });

  test.each<[Verdict, Verdict]>([
    ['pass', 'warn'],
    ['warn', 'pass'],
  ])('from %s to %s is told to those who want all', (before, verdict) => {
    expect(told(before, verdict)).toEqual([onAll]);
  });

  test('is told to a place once', () => {
    const twice = [...RULES, ...RULES, { on: 'all', target: onFailure } as const];
    expect(targetsOfChange({ before: 'pass', verdict: 'block' }, twice)).toHaveLength(2);
  });

  test('whoever hears of a beginning hears of the end, however the verdicts go', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...VERDICTS)), (between) => {
        const verdicts: readonly Verdict[] = ['pass', ...between, 'pass'];
        const heard = new Map<unknown, Verdict>();
        for (const [index, verdict] of verdicts.entries()) {
          const before = verdicts[index - 1];
          if (before === undefined || before === verdict) continue;
          for (const target of told(before, verdict)) heard.set(target, verdict);
        }
        expect(heard.get(onFailure)).not.toBe('block');
        expect([undefined, 'pass']).toContain(heard.get(onAll));
      }),
    );
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
