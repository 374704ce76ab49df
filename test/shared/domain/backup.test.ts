import { expect, test } from 'vitest';
import {
  type Backup,
  duration,
  medianDuration,
  newestFirst,
  withBelievableTimes,
} from '../../../shared/domain/backup.ts';
import { backup, DAY, failed, MINUTE, NOW } from './evidence-fixture.ts';

const took = (minutes: number, startedAt = NOW) =>
  backup({ startedAt, endedAt: startedAt + minutes * MINUTE });

const idsOf = (backups: readonly Backup[]) => backups.map(({ id }) => id);
const undated = { startedAt: null, endedAt: null, recoveryPoint: null };

test('backups are ordered by when they began, the newest first', () => {
  const old = backup({ id: 'old', startedAt: NOW - 1 });
  expect(idsOf(newestFirst([old, backup({ id: 'new', startedAt: NOW })]))).toEqual(['new', 'old']);
});

test('an undated failure comes before all, an undated success after all', () => {
  const listed = [backup({ id: 'good', ...undated }), backup({ id: 'dated' }), failed(undated)];
  expect(idsOf(newestFirst(listed))).toEqual(['failed', 'dated', 'good']);
});

test('a time that is not believed dates nothing', () => {
  const ahead = backup({ id: 'ahead', startedAt: NOW + 1, recoveryPoint: NOW - DAY });
  const wrong = backup({ id: 'wrong', startedAt: NOW + 1 });
  const listed = [ahead, wrong, backup({ id: 'dated', startedAt: NOW })];
  expect(idsOf(newestFirst(listed))).toEqual(['ahead', 'wrong', 'dated']);
  expect(idsOf(newestFirst(listed, NOW))).toEqual(['dated', 'ahead', 'wrong']);
});

test('a start and an end in the future are unknown, but for five minutes', () => {
  const until = NOW + 5 * MINUTE;
  const near = backup({ startedAt: until, endedAt: until });
  expect(withBelievableTimes(near, NOW)).toBe(near);
  const far = backup({ startedAt: until + 1, endedAt: until + 1, recoveryPoint: NOW });
  expect(withBelievableTimes(far, NOW)).toEqual({ ...far, startedAt: null, endedAt: null });
  const none = backup(undated);
  expect(withBelievableTimes(none, NOW)).toBe(none);
});

test('a duration is known only where start and end are, and do not contradict', () => {
  expect(duration(took(3))).toBe(3 * MINUTE);
  expect(duration(took(0))).toBe(0);
  expect(duration(backup({ endedAt: null }))).toBeNull();
  expect(duration(backup({ startedAt: null, endedAt: NOW }))).toBeNull();
  expect(duration(backup({ startedAt: NOW, endedAt: NOW - 1 }))).toBeNull();
});

test('the median is the middle duration, or the mean of the two in the middle', () => {
  expect(medianDuration([], 'full')).toBeNull();
  expect(medianDuration([took(7)], 'full')).toBe(7 * MINUTE);
  expect(medianDuration([took(90), took(1), took(2)], 'full')).toBe(2 * MINUTE);
  expect(medianDuration([took(90), took(1), took(2), took(4)], 'full')).toBe(3 * MINUTE);
});

test('the median is of successes of that type with a known duration', () => {
  const others = [
    { ...took(50), type: 'dump' },
    { ...took(60), status: 'failed' as const },
    { ...took(70), endedAt: null },
  ];
  expect(medianDuration([...others, took(5)], 'full')).toBe(5 * MINUTE);
  expect(medianDuration(others, 'full')).toBeNull();
});

test('the median looks at the last twenty, so that it follows growth', () => {
  const took30 = Array.from({ length: 10 }, (_, i) => took(30, NOW - i * MINUTE));
  const took10 = Array.from({ length: 10 }, (_, i) => took(10, NOW - (10 + i) * MINUTE));
  const ancient = Array.from({ length: 100 }, (_, i) => took(1, NOW - (20 + i) * MINUTE));
  // The mean of both halves: one backup more or less would tip it to one side.
  expect(medianDuration([...ancient, ...took10, ...took30], 'full')).toBe(20 * MINUTE);
});
