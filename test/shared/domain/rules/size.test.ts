import { describe, expect, test } from 'vitest';
import type { Backup } from '../../../../shared/domain/backup.ts';
import { backup, codesOf, LAST_DUE, raised } from '../evidence-fixture.ts';

const MIN = 1_000_000;

function raisedWith(sizeBytes: number | null, minSizeBytes: number | null) {
  return raised('too-small', { backups: [backup({ sizeBytes })], policy: { minSizeBytes } });
}

test('one byte below `min-size` blocks; exactly that size and more pass', () => {
  expect(raisedWith(MIN - 1, MIN)).toEqual([
    {
      code: 'too-small',
      severity: 'block',
      backupId: 'b1',
      dependentBackupId: null,
      sizeBytes: MIN - 1,
      minSizeBytes: MIN,
    },
  ]);
  expect(raisedWith(MIN, MIN)).toEqual([]);
  expect(raisedWith(MIN + 1, MIN)).toEqual([]);
});

test('an empty backup blocks even without `min-size`; a single byte does not', () => {
  expect(raisedWith(0, null)).toMatchObject([{ severity: 'block', sizeBytes: 0 }]);
  expect(raisedWith(1, null)).toEqual([]);
});

test('what is known to be too small blocks, whatever `on-unknown` says', () => {
  const backups = [backup({ sizeBytes: MIN - 1 })];
  const policy = { minSizeBytes: MIN, onUnknown: 'warn' } as const;
  expect(raised('too-small', { backups, policy })).toMatchObject([{ severity: 'block' }]);
});

test('a size that is not given matters only with `min-size`, and then as `on-unknown` says', () => {
  const backups = [backup({ sizeBytes: null })];
  expect(codesOf({ backups })).toEqual([]);
  for (const onUnknown of ['block', 'warn'] as const) {
    const policy = { minSizeBytes: MIN, onUnknown };
    expect(raised('too-small', { backups, policy })).toMatchObject([
      { severity: onUnknown, sizeBytes: null, minSizeBytes: MIN },
    ]);
  }
});

describe('the full backup that the latest usable one depends on', () => {
  const hour = 3_600_000;
  const full = (sizeBytes: number | null) =>
    backup({ id: 'full', startedAt: LAST_DUE - hour, sizeBytes });
  const link = (id: string, fullBackupId: string) =>
    backup({ id, type: 'incremental', fullBackupId, sizeBytes: MIN });
  const chain = (sizeBytes: number | null): [Backup, Backup, Backup] => [
    link('inc-2', 'inc-1'),
    { ...link('inc-1', 'full'), startedAt: LAST_DUE - 1, recoveryPoint: LAST_DUE - 1 },
    full(sizeBytes),
  ];
  const weighed = (sizeBytes: number | null, minSizeBytes: number | null) =>
    raised('too-small', { backups: chain(sizeBytes), policy: { minSizeBytes } });

  test('is weighed too, over any number of links', () => {
    expect(weighed(10, MIN)).toMatchObject([
      { severity: 'block', backupId: 'full', dependentBackupId: 'inc-2', sizeBytes: 10 },
    ]);
    expect(weighed(0, null)).toMatchObject([{ backupId: 'full', dependentBackupId: 'inc-2' }]);
    expect(weighed(MIN, MIN)).toEqual([]);
    expect(weighed(1, null)).toEqual([]);
  });

  test('blocks where a link between is empty, which is small by nature and never that', () => {
    const [latest, between, end] = chain(MIN);
    const found = (sizeBytes: number) => {
      const backups = [latest, { ...between, sizeBytes }, end];
      return raised('too-small', { backups, policy: { minSizeBytes: MIN } });
    };
    expect(found(0)).toMatchObject([
      { severity: 'block', backupId: 'inc-1', dependentBackupId: 'inc-2', sizeBytes: 0 },
    ]);
    expect(found(1)).toEqual([]);
  });

  test.each([0, MIN - 1])('blocks with %d bytes, also above one of unknown size', (sizeBytes) => {
    const backups = [{ ...link('inc-1', 'full'), sizeBytes: null }, full(sizeBytes)];
    const policy = { minSizeBytes: MIN, onUnknown: 'warn' } as const;
    expect(raised('too-small', { backups, policy })).toMatchObject([
      { severity: 'block', backupId: 'full', dependentBackupId: 'inc-1', sizeBytes },
    ]);
  });

  test('is unknown if its size is not given', () => {
    const policy = { minSizeBytes: MIN, onUnknown: 'warn' } as const;
    expect(raised('too-small', { backups: chain(null), policy })).toMatchObject([
      { severity: 'warn', backupId: 'full', sizeBytes: null },
    ]);
    expect(weighed(null, null)).toEqual([]);
  });
});

test('only the latest usable backup is weighed', () => {
  const older = backup({ id: 'older', startedAt: LAST_DUE - 1, sizeBytes: 0 });
  expect(codesOf({ backups: [backup(), older], policy: { minSizeBytes: MIN } })).toEqual([]);
});

test('without a usable backup there is nothing to weigh', () => {
  expect(raised('too-small', { backups: [], policy: { minSizeBytes: MIN } })).toEqual([]);
});
