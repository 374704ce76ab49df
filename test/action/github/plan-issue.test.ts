import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type IssuePlan, type OpenIssue, planIssue } from '../../../action/github/plan-issue.ts';
import type { Verdict } from '../../../shared/domain/verdict.ts';

const FAILED = 'latest-backup-failed:block';
const STUCK = 'backup-stuck:block';
const WARNED = 'no-schedule:warn';

const seen = (verdict: Verdict, ...findings: string[]) => ({ verdict, judged: true, findings });
const open = (number: number, ...findings: string[]): OpenIssue => ({ number, findings });

describe('what is done, by what is open and what was seen', () => {
  const cases: readonly [string, readonly OpenIssue[], ReturnType<typeof seen>, IssuePlan][] = [
    ['nothing, pass', [], seen('pass'), { step: { kind: 'leave' }, duplicates: [] }],
    ['nothing, warn', [], seen('warn', WARNED), { step: { kind: 'leave' }, duplicates: [] }],
    ['nothing, block', [], seen('block', FAILED), { step: { kind: 'open' }, duplicates: [] }],
    [
      'one, pass',
      [open(3, FAILED)],
      seen('pass'),
      { step: { kind: 'close', number: 3 }, duplicates: [] },
    ],
    [
      'one, the same again',
      [open(3, FAILED)],
      seen('block', FAILED),
      { step: { kind: 'edit', number: 3, change: { added: [], gone: [] } }, duplicates: [] },
    ],
    [
      'one, another block',
      [open(3, FAILED)],
      seen('block', STUCK),
      {
        step: { kind: 'edit', number: 3, change: { added: [STUCK], gone: [FAILED] } },
        duplicates: [],
      },
    ],
    [
      'one, warn',
      [open(3, FAILED, WARNED)],
      seen('warn', WARNED),
      { step: { kind: 'edit', number: 3, change: { added: [], gone: [FAILED] } }, duplicates: [] },
    ],
    [
      'three, pass',
      [open(9), open(3), open(5)],
      seen('pass'),
      { step: { kind: 'close', number: 3 }, duplicates: [5, 9] },
    ],
  ];

  test.each(cases)('%s', (...[, issues, now, plan]) => {
    expect(planIssue(issues, now)).toEqual(plan);
  });

  test('without a judgement nothing is closed, not even a duplicate', () => {
    const plan = planIssue([open(1), open(2)], { ...seen('pass'), judged: false });
    expect(plan).toEqual({ step: { kind: 'leave' }, duplicates: [] });
  });
});

describe('whatever is open and whatever was seen', () => {
  const finding = fc.constantFrom(FAILED, STUCK, WARNED);
  const someFindings = fc.uniqueArray(finding).map((all) => all.toSorted());
  const issues = fc.uniqueArray(
    fc.record({ number: fc.integer({ min: 1, max: 99 }), findings: someFindings }),
    { selector: ({ number }) => number },
  );
  const now = fc.record({
    verdict: fc.constantFrom('pass', 'warn', 'block') as fc.Arbitrary<Verdict>,
    judged: fc.constant(true),
    findings: someFindings,
  });

  /** The issues as they stand once the plan is carried out. */
  function carryOut(listed: readonly OpenIssue[], plan: IssuePlan, findings: readonly string[]) {
    const { step, duplicates } = plan;
    const left = listed.filter(({ number }) => !duplicates.includes(number));
    if (step.kind === 'open') return [...left, { number: 100, findings }];
    if (step.kind === 'close') return left.filter(({ number }) => number !== step.number);
    if (step.kind === 'leave') return left;
    const told = (number: number) => number === step.number;
    return left.map((issue) =>
      open(issue.number, ...(told(issue.number) ? findings : issue.findings)),
    );
  }

  test('one is open after a block, none after a pass, and after a warning no more than before', () => {
    fc.assert(
      fc.property(issues, now, (listed, given) => {
        const left = carryOut(listed, planIssue(listed, given), given.findings).length;
        const most = { block: 1, pass: 0, warn: Math.min(1, listed.length) };
        expect(left).toBe(most[given.verdict]);
      }),
    );
  });

  test('the oldest is the one that stays', () => {
    fc.assert(
      fc.property(issues, now, (listed, given) => {
        const { step, duplicates } = planIssue(listed, given);
        const oldest = Math.min(...listed.map(({ number }) => number));
        expect(duplicates).not.toContain(oldest);
        if ('number' in step) expect(step.number).toBe(oldest);
      }),
    );
  });

  test('the same seen again changes nothing that anybody is told of', () => {
    fc.assert(
      fc.property(issues, now, (listed, given) => {
        const after = carryOut(listed, planIssue(listed, given), given.findings);
        const again = planIssue(after, given);
        expect(again.duplicates).toEqual([]);
        expect(['leave', 'edit']).toContain(again.step.kind);
        if (again.step.kind === 'edit') expect(again.step.change).toEqual({ added: [], gone: [] });
      }),
    );
  });
});
