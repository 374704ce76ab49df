import { expect, test } from 'vitest';
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

test('only the latest usable backup is weighed', () => {
  const older = backup({ id: 'older', startedAt: LAST_DUE - 1, sizeBytes: 0 });
  expect(codesOf({ backups: [backup(), older], policy: { minSizeBytes: MIN } })).toEqual([]);
});

test('without a usable backup there is nothing to weigh', () => {
  expect(raised('too-small', { backups: [], policy: { minSizeBytes: MIN } })).toEqual([]);
});
