import { expect, test } from 'vitest';
import type { Backup } from '../../../shared/domain/backup.ts';
import { isEnoughToJudge } from '../../../shared/domain/enough.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { backup, DAY, failed, LAST_DUE, MINUTE, NOW, policy, running } from './evidence-fixture.ts';

function isEnough(backups: readonly Backup[], over: Partial<Policy> = {}): boolean {
  // What is asked here is not how far back the list was read.
  const old = failed({ id: 'old', type: 'other', startedAt: NOW - 9 * DAY });
  return isEnoughToJudge([...backups, old], policy(over), NOW);
}

const inc = (over: Partial<Backup> = {}) =>
  backup({ id: 'inc', type: 'incremental', fullBackupId: 'base', ...over });

test('nothing, or nothing usable, is not enough: the good backup may come later', () => {
  expect(isEnough([])).toBe(false);
  expect(isEnough([running(), failed()])).toBe(false);
  expect(isEnough([backup({ startedAt: NOW + 6 * MINUTE })])).toBe(false);
});

test('a usable backup in sight is enough, behind whatever came after it', () => {
  expect(isEnough([backup()])).toBe(true);
  expect(isEnough([running(), failed(), backup()])).toBe(true);
});

test('a usable backup of a type that does not count is not enough', () => {
  expect(isEnough([backup()], { acceptTypes: ['dump'] })).toBe(false);
  expect(isEnough([backup(), backup({ type: 'dump' })], { acceptTypes: ['dump'] })).toBe(true);
});

test('a dependent backup is enough only with its full backup in sight', () => {
  expect(isEnough([inc()])).toBe(false);
  expect(isEnough([inc(), backup({ id: 'base', startedAt: LAST_DUE - 1 })])).toBe(true);
});

test('the full backup need not be of a type that counts by itself', () => {
  const backups = [inc(), backup({ id: 'base', startedAt: LAST_DUE - 1 })];
  expect(isEnough(backups, { acceptTypes: ['incremental'] })).toBe(true);
});

test('a usable backup is not enough while the full backup of another one is still to come', () => {
  expect(isEnough([inc(), backup()])).toBe(false);
  // No rule looks at it there.
  expect(isEnough([inc(), backup()], { acceptTypes: ['full'] })).toBe(true);
});

test('a chain that no further page can mend does not ask for more', () => {
  expect(isEnough([inc({ fullBackupId: null }), backup()])).toBe(true);
  expect(isEnough([inc(), failed({ id: 'base' }), backup()])).toBe(true);
});

test('the last run of a weekly schedule has to be in sight, to the last moment of eight days', () => {
  const reading = (startedAt: number) =>
    isEnoughToJudge([backup(), backup({ id: 'old', startedAt })], policy(), NOW);
  expect(reading(NOW - 8 * DAY)).toBe(false);
  expect(reading(NOW - 8 * DAY - 1)).toBe(true);
});
