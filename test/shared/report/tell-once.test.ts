import { describe, expect, test } from 'vitest';
import type { DueOutcome, Finding } from '../../../shared/domain/finding.ts';
import { HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import { PLAIN } from '../../../shared/report/medium.ts';
import { tellOnce } from '../../../shared/report/tell-once.ts';
import { wordResult } from '../../../shared/report/word-findings.ts';
import { leadingWords, tellFindings } from '../../../shared/report/worded.ts';
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
  const findings = [failed, broken, EVERY_FINDING['too-small'], { ...none, succeededSeen: 0 }];
  const remedyOf = ({ code }: Finding) =>
    ({ 'too-small': 'Look.', 'no-usable-backup': 'Take one. Check `a. b`.' })[code as string] ??
    'Take one.';
  const told = tellFindings(wordResult(serviceResult({ findings }), remedyOf), PLAIN);
  expect(told.map(({ remedy }) => remedy)).toEqual(['Take one.', '', 'Look.', 'Check `a. b`.']);
});

describe('one event is told once', () => {
  const { 'too-small': small, 'size-dropped': dropped, 'schedule-suspended': idle } = EVERY_FINDING;
  const { 'schedule-ambiguous': ambiguous, 'schedule-missing': missing } = EVERY_FINDING;
  const { 'backup-request-failed': request, 'status-unrecognised': odd } = EVERY_FINDING;
  test.each<[string, readonly Finding[], readonly string[]]>([
    [
      'a chain without its full backup leaves nothing usable',
      [broken, none],
      ['restore-chain-broken'],
    ],
    ['a backup that is too small has shrunk too', [small, dropped], ['too-small']],
    ['which suspended one is meant is not clear', [ambiguous, idle], ['schedule-ambiguous']],
    [
      'suspended schedules leave the recovery point old',
      [{ ...old, limit: { kind: 'suspended', periodMs: HOUR, limitMs: HOUR } }, idle],
      ['recovery-point-too-old'],
    ],
    [
      'the backup that was asked for is the latest one that failed',
      [{ ...request, backupId: failed.backupId ?? '' }, failed],
      ['backup-request-failed'],
    ],
    [
      'where nothing is listed, there is no schedule to enable either',
      [missing, { ...none, nothingListed: true }],
      ['no-usable-backup'],
    ],
    [
      'the run that was due has the unknown status',
      [odd, due('unrecognised')],
      ['status-unrecognised'],
    ],
  ])('%s', (_, findings, codes) => {
    expect(codesOf(findings)).toEqual(codes);
  });

  test('another backup that failed is told beside the one that was asked for', () => {
    expect(codesOf([{ ...request, backupId: 'another' }, failed])).toHaveLength(2);
    expect(codesOf([request, failed])).toHaveLength(2);
    expect(codesOf([small, { ...dropped, backupId: 'another' }])).toHaveLength(2);
  });

  test('two schedules that missed the same run read alike, and are told once', () => {
    const findings = [notKept, { ...notKept, scheduleId: '216' }];
    const { words } = wordResult(serviceResult({ findings }), () => '');
    expect(words.map(({ isTold }) => isTold)).toEqual([true, false]);
  });
});

test('a backup that failed leads, although a schedule could not be set', () => {
  const findings = [EVERY_FINDING['schedule-change-failed'], failed];
  const worded = wordResult(serviceResult({ findings }), () => '');
  expect(leadingWords(worded)?.code).toBe('latest-backup-failed');
  const warned = { ...failed, severity: 'warn' } as const;
  const other = wordResult(
    serviceResult({ findings: [EVERY_FINDING['schedule-change-failed'], warned] }),
    () => '',
  );
  expect(leadingWords(other)?.code).toBe('schedule-change-failed');
});
