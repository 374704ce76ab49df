import { describe, expect, test } from 'vitest';
import type { Schedule } from '../../../../shared/domain/schedule.ts';
import {
  backup,
  cron,
  DAY,
  HOUR,
  LAST_DUE,
  MINUTE,
  NOW,
  raised,
  schedule,
} from '../evidence-fixture.ts';

/** A backup at `recoveryPoint` that took `minutes`, under these schedules. */
function missed(recoveryPoint: number, schedules: readonly Schedule[], minutes = 10) {
  const endedAt = recoveryPoint + minutes * MINUTE;
  const backups = [backup({ startedAt: recoveryPoint, endedAt })];
  return raised('recovery-point-too-old', { backups, schedules });
}

const YESTERDAY = LAST_DUE - DAY;

describe('the last run that was due', () => {
  test('blocks where it is missing, and names the schedule, the due time and the grace', () => {
    expect(missed(YESTERDAY, [schedule()])).toEqual([
      {
        code: 'recovery-point-too-old',
        severity: 'block',
        backupId: 'b1',
        recoveryPointAt: YESTERDAY,
        ageMs: NOW - YESTERDAY,
        limit: {
          kind: 'due',
          scheduleId: 's1',
          cron: '0 2 * * *',
          dueAt: LAST_DUE,
          graceMs: HOUR,
          outcome: 'missing',
        },
      },
    ]);
  });

  test('may lie up to five minutes before the due time, for clocks differ', () => {
    expect(missed(LAST_DUE - 5 * MINUTE - 1, [schedule()])).toHaveLength(1);
    expect(missed(LAST_DUE - 5 * MINUTE, [schedule()])).toEqual([]);
    expect(missed(LAST_DUE, [schedule()])).toEqual([]);
    expect(missed(LAST_DUE + HOUR, [schedule()])).toEqual([]);
  });

  test('may be older than 48 hours where the schedule is rare', () => {
    const sunday = Date.UTC(2026, 0, 11, 3);
    const weekly = schedule({ cron: cron('0 3 * * SUN') });
    expect(missed(sunday, [weekly])).toEqual([]);
    expect(missed(sunday - 6 * MINUTE, [weekly])).toMatchObject([{ severity: 'block' }]);
  });

  test('must be there for each schedule; the latest one missed is told of', () => {
    const hourly = schedule({ id: 's2', cron: cron('0 * * * *') });
    for (const schedules of [
      [schedule(), hourly],
      [hourly, schedule()],
    ]) {
      expect(missed(YESTERDAY, schedules)).toMatchObject([{ limit: { scheduleId: 's2' } }]);
      expect(missed(LAST_DUE, schedules)).toMatchObject([{ limit: { scheduleId: 's2' } }]);
    }
  });
});

describe('the grace', () => {
  // Due at 11:00, an hour before now: `before` means strictly before (now - grace).
  const dueAgo = (milliseconds: number) => {
    const due = new Date(NOW - milliseconds);
    return schedule({ cron: cron(`${due.getUTCMinutes()} ${due.getUTCHours()} * * *`) });
  };

  test('is one hour at least: a run due an hour ago or later is not yet owed', () => {
    expect(missed(NOW - DAY + HOUR, [dueAgo(59 * MINUTE)])).toEqual([]);
    expect(missed(NOW - DAY + HOUR, [dueAgo(60 * MINUTE)])).toEqual([]);
    expect(missed(NOW - DAY + HOUR, [dueAgo(61 * MINUTE)])).toMatchObject([
      { limit: { graceMs: HOUR } },
    ]);
  });

  test('is twice the median of past durations where that is longer', () => {
    const half = 30;
    expect(missed(NOW - DAY, [dueAgo(61 * MINUTE)], half)).toMatchObject([
      { limit: { graceMs: HOUR } },
    ]);
    expect(missed(NOW - DAY, [dueAgo(119 * MINUTE)], 60)).toEqual([]);
    expect(missed(NOW - DAY, [dueAgo(120 * MINUTE)], 60)).toEqual([]);
    expect(missed(NOW - DAY, [dueAgo(121 * MINUTE)], 60)).toMatchObject([
      { limit: { graceMs: 2 * HOUR } },
    ]);
  });

  test('goes by the durations of the type that the schedule makes', () => {
    const slowDump = backup({ id: 'dump', type: 'dump', startedAt: YESTERDAY, endedAt: LAST_DUE });
    const backups = [slowDump, backup({ startedAt: YESTERDAY })];
    const schedules = [dueAgo(61 * MINUTE)];
    expect(raised('recovery-point-too-old', { backups, schedules })).toMatchObject([
      { limit: { graceMs: HOUR } },
    ]);
  });

  test('leaves the run before it owed', () => {
    expect(missed(NOW - 2 * DAY, [dueAgo(60 * MINUTE)])).toMatchObject([
      { limit: { dueAt: NOW - DAY - HOUR } },
    ]);
  });
});

describe('what owes nothing', () => {
  // Recent enough for the fallback of 48 hours, and yet before the last due time.
  const old = LAST_DUE - HOUR;

  test('a schedule created or changed after its due time; at that very time it already owes', () => {
    for (const name of ['createdAt', 'updatedAt'] as const) {
      expect(missed(old, [schedule({ [name]: LAST_DUE - 1 })])).toHaveLength(1);
      expect(missed(old, [schedule({ [name]: LAST_DUE })])).toHaveLength(1);
      expect(missed(old, [schedule({ [name]: LAST_DUE + 1 })])).toEqual([]);
    }
  });

  test('but a schedule that cannot be dated is taken to have always been there', () => {
    expect(missed(old, [schedule({ createdAt: null, updatedAt: null })])).toHaveLength(1);
  });

  test('a suspended schedule, a one-time request, one of an unknown kind or cron', () => {
    for (const over of [
      { suspended: true },
      { kind: 'one-time' },
      { kind: 'unrecognised' },
      { cron: null },
    ] as const) {
      expect(missed(old, [schedule(over)])).toEqual([]);
    }
  });

  test('a schedule of a type that does not count', () => {
    const schedules = [schedule({ type: 'dump' })];
    const seen = { backups: [backup({ startedAt: old })], schedules };
    const raisedFor = (acceptTypes: readonly string[]) =>
      raised('recovery-point-too-old', { ...seen, policy: { acceptTypes } });
    expect(raisedFor(['full'])).toEqual([]);
    expect(raisedFor(['full', 'dump'])).toHaveLength(1);
  });

  test('a changed schedule from before its change, but then two periods without one block', () => {
    const weekly = schedule({ cron: cron('0 3 * * SUN'), updatedAt: NOW - HOUR });
    expect(missed(NOW - 14 * DAY, [weekly])).toEqual([]);
    expect(missed(NOW - 14 * DAY - 1, [weekly])).toMatchObject([
      { severity: 'block', limit: { kind: 'changed', changedAt: NOW - HOUR, limitMs: 14 * DAY } },
    ]);
    const daily = schedule({ updatedAt: NOW - HOUR });
    expect(missed(NOW - 48 * HOUR, [daily])).toEqual([]);
    expect(missed(NOW - 48 * HOUR - 1, [daily])).toMatchObject([
      { severity: 'block', limit: { kind: 'changed', limitMs: 2 * DAY } },
    ]);
  });
});
