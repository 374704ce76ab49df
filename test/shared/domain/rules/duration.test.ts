import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Backup } from '../../../../shared/domain/backup.ts';
import { backup, HOUR, LAST_DUE, MINUTE, codesOf, raised } from '../evidence-fixture.ts';
import { nights, startOf, times } from './past-nights.ts';

/** How long the nights took, in milliseconds, the last one first. */
const took = (...durations: readonly (number | null)[]) => tookAs({}, ...durations);

function tookAs(shared: Partial<Backup>, ...durations: readonly (number | null)[]) {
  const rows = durations.map((tookMs, ago) => ({
    endedAt: tookMs === null ? null : startOf(ago) + tookMs,
  }));
  return nights(rows, shared);
}

const raisedBy = (backups: readonly Backup[]) => raised('slower-than-usual', { backups });

test('more than four times the median is told, with its numbers; exactly that is not', () => {
  const past = times(4, HOUR);
  expect(raisedBy(took(4 * HOUR - 1, ...past))).toEqual([]);
  expect(raisedBy(took(4 * HOUR, ...past))).toEqual([]);
  expect(raisedBy(took(4 * HOUR + 1, ...past))).toEqual([
    {
      code: 'slower-than-usual',
      severity: 'info',
      backupId: 'night-0',
      type: 'full',
      durationMs: 4 * HOUR + 1,
      medianMs: HOUR,
      compared: 4,
      limitMs: 4 * HOUR,
    },
  ]);
});

test('where backups are quick, it has to take more than ten minutes longer', () => {
  const past = times(4, MINUTE);
  expect(raisedBy(took(11 * MINUTE - 1, ...past))).toEqual([]);
  expect(raisedBy(took(11 * MINUTE, ...past))).toEqual([]);
  expect(raisedBy(took(11 * MINUTE + 1, ...past))).toMatchObject([{ limitMs: 11 * MINUTE }]);
});

test('the two limits meet where four times the median is ten minutes more', () => {
  const past = times(4, 200_000);
  expect(raisedBy(took(800_000, ...past))).toEqual([]);
  expect(raisedBy(took(800_001, ...past))).toMatchObject([{ limitMs: 800_000 }]);
});

test('backups that took no time have a median, too', () => {
  expect(raisedBy(took(10 * MINUTE, ...times(4, 0)))).toEqual([]);
  expect(raisedBy(took(10 * MINUTE + 1, ...times(4, 0)))).toMatchObject([{ medianMs: 0 }]);
});

test('the median needs four earlier backups', () => {
  expect(raisedBy(took(9 * HOUR, ...times(3, MINUTE)))).toEqual([]);
  expect(raisedBy(took(9 * HOUR, ...times(4, MINUTE)))).toMatchObject([{ compared: 4 }]);
});

test('the median of an even count is the mean of the two in the middle', () => {
  const past = [HOUR, 9 * HOUR, 3 * HOUR, HOUR];
  expect(raisedBy(took(8 * HOUR, ...past))).toEqual([]);
  expect(raisedBy(took(8 * HOUR + 1, ...past))).toMatchObject([{ medianMs: 2 * HOUR }]);
});

test('the twenty before the latest are compared; the one before them does not count', () => {
  const twenty = [...times(10, HOUR), ...times(10, 3 * HOUR)];
  for (const older of [HOUR, 3 * HOUR]) {
    const found = raisedBy(took(9 * HOUR, ...twenty, older));
    expect(found).toMatchObject([{ medianMs: 2 * HOUR, compared: 20 }]);
  }
});

test.each<Partial<Backup>>([
  { type: 'dump' },
  { status: 'failed' },
  { status: 'running' },
  { recoveryPoint: null },
  { endedAt: null },
  { endedAt: LAST_DUE - 300 * HOUR },
])('of the four earlier ones, one with %o does not count', (over) => {
  const backups = took(9 * HOUR, ...times(4, MINUTE));
  const changed = backups.map((each, ago) => (ago === 2 ? { ...each, ...over } : each));
  expect(raisedBy(backups)).toHaveLength(1);
  expect(raisedBy(changed)).toEqual([]);
});

test('without an end the latest is not called slow', () => {
  expect(raisedBy(took(null, ...times(9, MINUTE)))).toEqual([]);
});

test.each(['incremental', 'dump', 'snapshot'])('%s backups are compared, too', (type) => {
  const base = backup({ id: 'base', startedAt: LAST_DUE - 300 * HOUR });
  const backups = tookAs({ type, fullBackupId: 'base' }, 9 * HOUR, ...times(4, MINUTE));
  expect(raisedBy([...backups, base])).toMatchObject([{ type, severity: 'info' }]);
});

test('backups of an unknown type are not known to be of the same', () => {
  expect(raisedBy(tookAs({ type: null }, 9 * HOUR, ...times(4, MINUTE)))).toEqual([]);
});

test('a slow backup is as good as any: nothing else is said', () => {
  expect(codesOf({ backups: took(9 * HOUR, ...times(4, HOUR)) })).toEqual(['slower-than-usual']);
});

const durationMs = fc.integer({ min: 0, max: 10 * HOUR });

test('whatever the durations are, one that no earlier one was quicker than is never slow', () => {
  fc.assert(
    fc.property(durationMs, fc.array(durationMs, { maxLength: 25 }), (latest, past) => {
      const [said] = raisedBy(took(latest, ...past));
      const quicker = past.slice(0, 20).filter((each) => each < latest).length;
      if (2 * quicker < Math.min(past.length, 20)) expect(said).toBeUndefined();
      if (latest <= 10 * MINUTE) expect(said).toBeUndefined();
    }),
  );
});

test('whatever the durations are, what is older than twenty changes nothing', () => {
  const twenty = fc.array(durationMs, { minLength: 20, maxLength: 20 });
  fc.assert(
    fc.property(durationMs, twenty, fc.array(durationMs), (latest, past, older) => {
      const said = raisedBy(took(latest, ...past));
      expect(raisedBy(took(latest, ...past, ...older))).toEqual(said);
    }),
  );
});
