import { describe, expect, test } from 'vitest';
import { causeOf, isBackupNeeded, isUnknown } from '../../../shared/domain/finding-catalogue.ts';
import { ALL_FINDINGS, EVERY_FINDING } from './every-finding-fixture.ts';

describe('`backup: if-needed`', () => {
  const needing = Object.values(EVERY_FINDING)
    .filter((finding) => isBackupNeeded([{ ...finding, severity: 'block' }]))
    .map(({ code }) => code);

  test('asks for one exactly where a new backup can cure what blocks', () => {
    expect(needing.toSorted()).toEqual([
      'backup-stuck',
      'latest-backup-failed',
      'no-usable-backup',
      'recovery-point-too-old',
      'restore-chain-broken',
      'rows-failed',
      'size-dropped',
      'too-small',
    ]);
  });

  test('asks for none where the gate would stay open', () => {
    expect(isBackupNeeded([])).toBe(false);
    const old = EVERY_FINDING['recovery-point-too-old'];
    expect(isBackupNeeded([{ ...old, severity: 'warn' }])).toBe(false);
  });

  test('asks for one where a curable finding blocks among others', () => {
    const { 'schedule-ambiguous': ambiguous, 'no-usable-backup': none } = EVERY_FINDING;
    expect(isBackupNeeded([ambiguous, none])).toBe(true);
  });
});

describe('the cause', () => {
  const causing = (cause: string) =>
    ALL_FINDINGS.filter((each) => causeOf(each) === cause)
      .map(({ code }) => code)
      .toSorted();

  test('is a request where a schedule or backup was asked for', () => {
    expect(causing('request')).toEqual([
      'backup-request-failed',
      'invalid-input',
      'schedule-ambiguous',
      'schedule-change-failed',
      'schedule-kept',
      'schedule-missing',
      'unsupported',
      'wait-timed-out',
    ]);
  });

  test('is unknown where something could not be found out', () => {
    const unknown = ['evidence-incomplete', 'evidence-unavailable'];
    expect(causing('unknown')).toEqual([
      ...unknown,
      'schedule-unverifiable',
      'status-unrecognised',
    ]);
    const said = ALL_FINDINGS.filter(isUnknown).map(({ code }) => code);
    expect(said.toSorted()).toEqual(causing('unknown'));
  });
});
