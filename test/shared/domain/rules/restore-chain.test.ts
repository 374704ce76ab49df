import { expect, test } from 'vitest';
import type { Backup } from '../../../../shared/domain/backup.ts';
import { findUsable } from '../../../../shared/domain/recovery-point.ts';
import {
  backup,
  codesOf,
  failed,
  HOUR,
  incomplete,
  LAST_DUE,
  NOW,
  raised,
  running,
} from '../evidence-fixture.ts';

const full = backup({ id: 'base', startedAt: LAST_DUE - 24 * HOUR });

function dependent(over: Partial<Backup> = {}): Backup {
  return backup({ id: 'inc', type: 'incremental', fullBackupId: 'base', ...over });
}

function usableIds(listed: readonly Backup[]) {
  return findUsable({ listed, accepted: 'all', now: NOW }).map(({ id }) => id);
}

test('a dependent backup is usable only on a full backup that is listed and succeeded', () => {
  for (const type of ['incremental', 'binarylog']) {
    const inc = dependent({ type });
    expect(usableIds([inc, full])).toEqual(['inc', 'base']);
    expect(usableIds([inc])).toEqual([]);
    expect(usableIds([inc, failed({ id: 'base' })])).toEqual([]);
    expect(usableIds([inc, running({ id: 'base' })])).toEqual([]);
    expect(usableIds([dependent({ type, fullBackupId: null }), full])).toEqual(['base']);
  }
});

test('other types need no other backup, whatever they name', () => {
  for (const type of ['full', 'dump', 'snapshot', 'a-new-kind', null]) {
    expect(usableIds([backup({ type, fullBackupId: 'gone' })])).toEqual(['b1']);
  }
});

test('the full backup may be of a type that does not count by itself', () => {
  const policy = { acceptTypes: ['incremental'] };
  expect(codesOf({ backups: [dependent(), full], policy })).toEqual([]);
});

test('an incremental may stand on another one, as far as that stands on a full backup itself', () => {
  const onAnother = dependent({ id: 'inc-2', fullBackupId: 'inc', startedAt: LAST_DUE + HOUR });
  expect(usableIds([onAnother, dependent(), full])).toEqual(['inc-2', 'inc', 'base']);
  expect(usableIds([onAnother, dependent(), failed({ id: 'base' })])).toEqual([]);
  expect(usableIds([dependent({ fullBackupId: 'inc' })])).toEqual([]);
});

test('the newest dependent backup on a broken chain blocks, and says what is wrong with it', () => {
  const faultOf = (over: Partial<Backup>, ...others: Backup[]) =>
    raised('restore-chain-broken', { backups: [dependent(over), ...others] });
  expect(faultOf({}, failed({ id: 'base' }))).toEqual([
    {
      code: 'restore-chain-broken',
      severity: 'block',
      backupId: 'inc',
      type: 'incremental',
      fullBackupId: 'base',
      fault: 'full-backup-not-good',
    },
  ]);
  expect(faultOf({})).toMatchObject([{ severity: 'block', fault: 'full-backup-missing' }]);
  expect(faultOf({ fullBackupId: null }, full)).toMatchObject([
    { severity: 'block', fullBackupId: null, fault: 'names-no-full-backup' },
  ]);
});

test('an older full backup does not excuse the broken chain of a newer incremental', () => {
  const backups = [dependent({ fullBackupId: 'gone' }), full];
  expect(raised('restore-chain-broken', { backups })).toHaveLength(1);
});

test('a usable backup that began later overtakes a broken chain; one of the same second does not', () => {
  const broken = dependent({ fullBackupId: 'gone' });
  const raisedBeside = (startedAt: number) =>
    raised('restore-chain-broken', { backups: [broken, backup({ startedAt })] }).length;
  expect(raisedBeside(LAST_DUE - 1)).toBe(1);
  expect(raisedBeside(LAST_DUE)).toBe(1);
  expect(raisedBeside(LAST_DUE + 1)).toBe(0);
});

test('only the newest dependent success is looked at', () => {
  const olderBroken = dependent({ id: 'old', fullBackupId: 'gone', startedAt: LAST_DUE - 1 });
  expect(codesOf({ backups: [dependent(), olderBroken, full] })).toEqual([]);
});

test('a full backup that may be in the unread part of the list is not called missing', () => {
  const codes = codesOf({ backups: incomplete([dependent()]) });
  expect(codes).toEqual(['no-usable-backup', 'evidence-incomplete']);
});

test('a chain that is seen to be broken is so even where the list was cut short', () => {
  const backups = incomplete([dependent(), failed({ id: 'base' })]);
  expect(raised('restore-chain-broken', { backups })).toMatchObject([
    { fault: 'full-backup-not-good' },
  ]);
});

test('a broken chain of a type that does not count is not looked at', () => {
  const backups = [dependent({ fullBackupId: 'gone' }), full];
  const policy = { acceptTypes: ['full'], maxAge: { kind: 'off' } } as const;
  expect(codesOf({ backups, policy })).toEqual([]);
});
