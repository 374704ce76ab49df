import { expect, test } from 'vitest';
import type { Backup } from '../../../../shared/domain/backup.ts';
import { findUsable } from '../../../../shared/domain/recovery-point.ts';
import { createRestoreChains } from '../../../../shared/domain/restore-chain.ts';
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
  const chains = createRestoreChains(listed);
  return findUsable({ listed, chains, accepted: 'all', now: NOW }).map(({ id }) => id);
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

test('a backup that names another depends on it, whatever word its type is', () => {
  for (const type of ['full', 'dump', 'snapshot', 'differential', 'a-new-kind', '', null]) {
    const naming = dependent({ type });
    expect(usableIds([naming, full])).toEqual(['inc', 'base']);
    expect(usableIds([naming])).toEqual([]);
    expect(usableIds([naming, failed({ id: 'base' })])).toEqual([]);
    const alone = type === 'differential' ? [] : ['inc'];
    expect(usableIds([dependent({ type, fullBackupId: null })])).toEqual(alone);
    // One that names itself names no other.
    expect(usableIds([dependent({ type, fullBackupId: 'inc' })])).toEqual(alone);
  }
});

test.each(['incr', 'diff', 'binlog'])('a type that is called %s cannot stand alone', (type) => {
  expect(usableIds([dependent({ type, fullBackupId: null })])).toEqual([]);
});

test('a chain of 20,000 links is followed, and as fast as its rows', () => {
  const links = Array.from({ length: 20_000 }, (_, index) =>
    backup({ id: `l${index}`, type: 'incremental', fullBackupId: `l${index + 1}` }),
  );
  const end = backup({ id: 'l20000' });
  expect(usableIds([...links, end])).toHaveLength(20_001);
  expect(usableIds([...links, { ...end, status: 'failed' }])).toEqual([]);
  expect(usableIds(links)).toEqual([]);
  expect(usableIds([...links, { ...end, type: 'incremental', fullBackupId: 'l0' }])).toEqual([]);
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
  const backups = [dependent(), olderBroken, full];
  expect(raised('restore-chain-broken', { backups })).toEqual([]);
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
