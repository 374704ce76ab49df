import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BACKUP_TYPES } from '../../../shared/domain/backup.ts';
import type { Evidence } from '../../../shared/domain/evidence.ts';
import { judgeByBoth } from '../../../shared/domain/judge-by-both.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { judge, verdictOf } from '../../../shared/domain/verdict.ts';
import {
  backup,
  complete,
  DAY,
  failed,
  HOUR,
  incomplete,
  NOW,
  policy,
  running,
  schedule,
  unavailable,
} from './evidence-fixture.ts';

const VERDICTS = ['pass', 'warn', 'block'];

/** Values of every setting, from mild to strict. A setting that is added must be added here. */
const VALUES: { readonly [Name in keyof Omit<Policy, 'schedule'>]: readonly Policy[Name][] } = {
  acceptTypes: ['all', ['full'], ['dump'], ['full', 'incremental'], ['snapshot']],
  maxAge: [
    { kind: 'off' },
    { kind: 'auto' },
    { kind: 'limit', milliseconds: 3 * DAY },
    { kind: 'limit', milliseconds: 5 * HOUR },
  ],
  minSizeBytes: [null, 1, 5_000_000, 5_000_001],
  maxSizeDrop: [
    { kind: 'off' },
    { kind: 'limit', percent: 30, severity: 'warn' },
    { kind: 'limit', percent: 50, severity: 'warn' },
    { kind: 'limit', percent: 30, severity: 'block' },
    { kind: 'limit', percent: 60, severity: 'block' },
  ],
  inProgress: ['previous', 'wait', 'block'],
  onUnknown: ['warn', 'block'],
};

const anyPolicy: fc.Arbitrary<Policy> = fc.record({
  acceptTypes: fc.constantFrom(...VALUES.acceptTypes),
  maxAge: fc.constantFrom(...VALUES.maxAge),
  minSizeBytes: fc.constantFrom(...VALUES.minSizeBytes),
  maxSizeDrop: fc.constantFrom(...VALUES.maxSizeDrop),
  inProgress: fc.constantFrom(...VALUES.inProgress),
  onUnknown: fc.constantFrom(...VALUES.onUnknown),
  schedule: fc.constant('none' as const),
});

const anyBackup = fc
  .record({
    make: fc.constantFrom(backup, backup, backup, failed, running),
    id: fc.uuid(),
    type: fc.constantFrom(...BACKUP_TYPES),
    startedAt: fc.integer({ min: NOW - 12 * DAY, max: NOW }),
    sizeBytes: fc.constantFrom(null, 0, 1_000_000, 3_000_000, 5_000_000, 6_000_000),
    fullBackupId: fc.constantFrom(null, 'b1'),
  })
  .map(({ make, ...over }) => make(over));

const anyEvidence: fc.Arbitrary<Evidence> = fc.record({
  backups: fc.oneof(
    { weight: 8, arbitrary: fc.array(anyBackup, { maxLength: 9 }).map(complete) },
    fc.array(anyBackup, { maxLength: 3 }).map(incomplete),
    fc.constant(unavailable()),
  ),
  schedules: fc.constantFrom(
    complete([schedule()]),
    complete([schedule({ suspended: true })]),
    complete([schedule({ type: 'dump' })]),
    complete([]),
    incomplete([]),
    unavailable(),
  ),
});

function rank(findings: Parameters<typeof verdictOf>[0]): number {
  return VERDICTS.indexOf(verdictOf(findings));
}

/** The verdicts by one, by the other and by both, as ranks. */
function ranksOf(evidence: Evidence, own: Policy, other: Policy) {
  return {
    one: rank(judge(evidence, own, NOW).findings),
    other: rank(judge(evidence, other, NOW).findings),
    both: rank(judgeByBoth(evidence, { policy: own, alsoHeldTo: other }, NOW).findings),
  };
}

describe('of two policies the stricter one counts', () => {
  test.each(Object.keys(VALUES))('for each two values of %s', (name) => {
    const values = Object.entries(VALUES).find(([each]) => each === name)?.[1] ?? [];
    fc.assert(
      fc.property(
        anyEvidence,
        anyPolicy,
        fc.constantFrom(...values),
        fc.constantFrom(...values),
        (evidence, base, one, other) => {
          const own = { ...base, [name]: one };
          const second = { ...base, [name]: other };
          const ranks = ranksOf(evidence, own, second);
          expect(ranks.both).toBe(Math.max(ranks.one, ranks.other));
        },
      ),
      { numRuns: 400 },
    );
  });

  test('whatever they are, and whichever comes first', () => {
    fc.assert(
      fc.property(anyEvidence, anyPolicy, anyPolicy, (evidence, one, other) => {
        const ranks = ranksOf(evidence, one, other);
        expect(ranks.both).toBe(Math.max(ranks.one, ranks.other));
        expect(ranksOf(evidence, other, one).both).toBe(ranks.both);
      }),
      { numRuns: 1000 },
    );
  });

  test('one that is held to twice says no more than once', () => {
    fc.assert(
      fc.property(anyEvidence, anyPolicy, (evidence, only) => {
        const twice = judgeByBoth(evidence, { policy: only, alsoHeldTo: only }, NOW);
        expect(twice.findings).toEqual(judge(evidence, only, NOW).findings);
      }),
    );
  });
});

describe('a failure of a type that only one of them accepts', () => {
  const evidence: Evidence = {
    backups: complete([backup(), failed({ type: 'dump', startedAt: NOW - HOUR })]),
    schedules: complete([schedule()]),
  };

  test.each([
    ['by the first', { policy: policy(), alsoHeldTo: policy({ acceptTypes: ['full'] }) }],
    ['by the second', { policy: policy({ acceptTypes: ['full'] }), alsoHeldTo: policy() }],
  ])('blocks where it is accepted %s, and is what is shown', (_, policies) => {
    const { findings, context } = judgeByBoth(evidence, policies, NOW);
    expect(findings.map(({ code }) => code)).toEqual(['latest-backup-failed']);
    expect(context.newestFinished?.id).toBe('failed');
  });
});

describe('a code that both find', () => {
  const old: Evidence = {
    backups: complete([backup({ startedAt: NOW - 30 * HOUR })]),
    schedules: complete([]),
  };

  test('is told once, with the numbers of the first where both are as severe', () => {
    const by = (hours: number) =>
      policy({ maxAge: { kind: 'limit', milliseconds: hours * HOUR }, onUnknown: 'warn' });
    const { findings } = judgeByBoth(old, { policy: by(10), alsoHeldTo: by(20) }, NOW);
    const limits = findings.flatMap((each) =>
      each.code === 'recovery-point-too-old' ? [each.limit] : [],
    );
    expect(limits).toEqual([{ kind: 'max-age', limitMs: 10 * HOUR }]);
  });

  test('is told with the numbers of the severer', () => {
    const evidence: Evidence = {
      backups: complete([backup(), running()]),
      schedules: complete([schedule()]),
    };
    const { findings } = judgeByBoth(
      evidence,
      { policy: policy(), alsoHeldTo: policy({ inProgress: 'block' }) },
      NOW,
    );
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['backup-in-progress', 'block'],
    ]);
  });
});
