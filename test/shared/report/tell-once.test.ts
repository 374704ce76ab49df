import { describe, expect, test } from 'vitest';
import type { DueOutcome, Finding } from '../../../shared/domain/finding.ts';
import { HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import { PLAIN } from '../../../shared/report/medium.ts';
import { tellOnce } from '../../../shared/report/tell-once.ts';
import { wordResult } from '../../../shared/report/word-findings.ts';
import { tellFindings } from '../../../shared/report/worded.ts';
import { EVERY_FINDING } from '../domain/every-finding-fixture.ts';
import { LAST_DUE } from '../domain/evidence-fixture.ts';
import { serviceResult } from './service-result-fixture.ts';

const {
  'latest-backup-failed': failed,
  'backup-stuck': stuck,
  'restore-chain-broken': broken,
  'backup-in-progress': running,
  'no-usable-backup': none,
  'no-schedule': unscheduled,
  'schedule-not-kept': notKept,
  'recovery-point-too-old': old,
} = EVERY_FINDING;

function due(outcome: DueOutcome): Finding {
  const graceMs = HOUR;
  const limit = { kind: 'due', scheduleId: '215', cron: '0 2 * * *', dueAt: LAST_DUE } as const;
  return { ...old, limit: { ...limit, graceMs, outcome } };
}

const codesOf = (findings: readonly Finding[]) => tellOnce(findings).map(({ code }) => code);

describe('a due run that is bad is told once', () => {
  test.each<[DueOutcome, Finding]>([
    ['failed', failed],
    ['running', { ...stuck, startedAt: LAST_DUE }],
    ['unusable', broken],
  ])('where it %s', (outcome, finding) => {
    expect(codesOf([finding, due(outcome)])).toEqual([finding.code]);
    expect(codesOf([due(outcome), finding])).toEqual([finding.code]);
  });

  test('also where backups of another type cover the data', () => {
    expect(codesOf([failed, { ...notKept, outcome: 'failed' }])).toEqual(['latest-backup-failed']);
    const dump = { ...notKept, outcome: 'failed', type: 'dump' } as const;
    expect(codesOf([failed, dump])).toEqual(['latest-backup-failed', 'schedule-not-kept']);
  });
});

describe('two events are told as two', () => {
  test('where the run that was due is another than the one that failed', () => {
    expect(codesOf([failed, due('missing')])).toHaveLength(2);
    expect(codesOf([stuck, due('failed')])).toHaveLength(2);
    const before = { ...failed, startedAt: LAST_DUE - 5 * MINUTE - 1 };
    expect(codesOf([before, due('failed')])).toHaveLength(2);
    expect(codesOf([{ ...before, startedAt: LAST_DUE - 5 * MINUTE }, due('failed')])).toHaveLength(
      1,
    );
  });

  test('where an age is too high by a limit that was given', () => {
    expect(codesOf([failed, old])).toHaveLength(2);
  });
});

test('what blocks is never hidden behind what only warns', () => {
  const warned = { ...failed, severity: 'warn' } as const;
  expect(codesOf([due('failed'), warned])).toEqual([
    'recovery-point-too-old',
    'latest-backup-failed',
  ]);
});

test('a backup that hangs is not told as one that is running too', () => {
  expect(codesOf([stuck, { ...running, backupId: stuck.backupId }])).toEqual(['backup-stuck']);
  expect(codesOf([stuck, { ...running, backupId: 'b8' }])).toHaveLength(2);
});

test('where nothing is listed at all, no schedule is said to be missing', () => {
  expect(codesOf([{ ...none, nothingListed: true }, unscheduled])).toEqual(['no-usable-backup']);
  expect(codesOf([none, unscheduled])).toHaveLength(2);
});

test('what is to be done is told once, sentence by sentence', () => {
  const findings = [failed, broken, EVERY_FINDING['too-small'], none];
  const remedyOf = ({ code }: Finding) =>
    ({ 'too-small': 'Look.', 'no-usable-backup': 'Take one. Check `a. b`.' })[code as string] ??
    'Take one.';
  const told = tellFindings(wordResult(serviceResult({ findings }), remedyOf), PLAIN);
  expect(told.map(({ remedy }) => remedy)).toEqual(['Take one.', '', 'Look.', 'Check `a. b`.']);
});
