import { describe, expect, test } from 'vitest';
import type { Backup } from '../../../../shared/domain/backup.ts';
import {
  backup,
  cron,
  DAY,
  failed,
  HOUR,
  incomplete,
  LAST_DUE,
  MINUTE,
  NOW,
  raised,
  running,
  schedule,
} from '../evidence-fixture.ts';
import { startOf } from './past-nights.ts';

const snapshots = schedule({ id: 's2', type: 'snapshot', cron: cron('0 * * * *') });
const full = schedule();

/** Covers the data of the last hours; without it an age would be too old. */
const snapshot = backup({ id: 'snap', type: 'snapshot', startedAt: NOW - HOUR });
const old = backup({ id: 'old', startedAt: startOf(5) });

function notKept(backups: readonly Backup[], over = {}) {
  const seen = { backups: [snapshot, old, ...backups], schedules: [full, snapshots], ...over };
  return raised('schedule-not-kept', seen);
}

describe('a schedule beside another that covers the data', () => {
  test('is not kept if its last due run failed, night after night', () => {
    const nights = [0, 1, 2].map((ago) => failed({ id: `f${ago}`, startedAt: startOf(ago) }));
    expect(notKept(nights)).toEqual([
      {
        code: 'schedule-not-kept',
        severity: 'warn',
        scheduleId: 's1',
        type: 'full',
        cron: '0 2 * * *',
        dueAt: LAST_DUE,
        graceMs: HOUR,
        outcome: 'failed',
      },
    ]);
  });

  test('is not said to have failed where the status of its last due run is a new word', () => {
    const odd = failed({ id: 'odd', status: 'unrecognised', statusText: 'Teleported' });
    expect(notKept([{ ...odd, startedAt: startOf(0) }])).toMatchObject([
      { outcome: 'unrecognised' },
    ]);
    const since = failed({ id: 'since', startedAt: startOf(0) + MINUTE });
    expect(notKept([{ ...odd, startedAt: startOf(0) }, since])).toMatchObject([
      { outcome: 'failed' },
    ]);
  });

  test('is not kept if its last due run is missing', () => {
    expect(notKept([])).toMatchObject([{ outcome: 'missing' }]);
    const weekly = schedule({ cron: cron('0 2 * * 0') });
    const older = backup({ id: 'old', startedAt: NOW - 21 * DAY });
    expect(
      raised('schedule-not-kept', {
        backups: [snapshot, older],
        schedules: [weekly, snapshots],
      }),
    ).toMatchObject([{ outcome: 'missing', cron: '0 2 * * 0' }]);
  });

  test('is not kept if its last due run hangs: six hours at least, and four times the median', () => {
    const dueAgo = (age: number) =>
      notKept([running({ startedAt: NOW - age })], {
        schedules: [dueAt(NOW - age), snapshots],
      });
    expect(dueAgo(6 * HOUR)).toEqual([]);
    expect(dueAgo(6 * HOUR + MINUTE)).toMatchObject([{ outcome: 'running' }]);
  });

  test('is kept if its run is there, also one that was asked for since', () => {
    expect(notKept([backup()])).toEqual([]);
    expect(
      notKept([failed({ startedAt: LAST_DUE }), backup({ startedAt: NOW - 2 * HOUR })]),
    ).toEqual([]);
    expect(notKept([backup({ startedAt: LAST_DUE - 5 * MINUTE })])).toEqual([]);
    expect(notKept([backup({ startedAt: LAST_DUE - 5 * MINUTE - 1 })])).toHaveLength(1);
  });

  test('of incremental backups is kept by a full one that was taken instead', () => {
    const nightly = schedule({ type: 'incremental' });
    const seen = { schedules: [nightly, snapshots] };
    expect(notKept([backup()], seen)).toEqual([]);
    expect(notKept([backup({ startedAt: LAST_DUE - HOUR })], seen)).toHaveLength(1);
    expect(notKept([failed({ startedAt: LAST_DUE })], seen)).toMatchObject([
      { outcome: 'missing' },
    ]);
    expect(
      notKept([backup()], { schedules: [schedule({ type: 'dump' }), snapshots] }),
    ).toHaveLength(1);
  });

  test('is not judged before the grace is over, nor for a time before it was created', () => {
    expect(notKept([], { schedules: [dueAt(NOW - HOUR), snapshots] })).toMatchObject([
      { dueAt: NOW - HOUR - DAY },
    ]);
    const created = schedule({ createdAt: LAST_DUE + 1 });
    expect(notKept([], { schedules: [created, snapshots] })).toEqual([]);
  });

  test('is excused by a change of it for two periods, and no longer', () => {
    const schedules = [schedule({ updatedAt: NOW - MINUTE }), snapshots];
    const own = (startedAt: number) => [backup({ id: 'own', startedAt })];
    const seen = (startedAt: number) => ({ backups: [snapshot, ...own(startedAt)], schedules });
    expect(raised('schedule-not-kept', seen(NOW - 2 * DAY))).toEqual([]);
    expect(raised('schedule-not-kept', seen(NOW - 2 * DAY - 1))).toMatchObject([
      { outcome: 'missing' },
    ]);
  });

  test.each([
    ['is empty', { sizeBytes: 0 }, {}],
    ['is below `min-size`', { sizeBytes: 10 }, { policy: { minSizeBytes: 1_000_000 } }],
    ['cannot be restored', { fullBackupId: 'gone' }, {}],
  ])('is not kept if its run succeeded and %s', (_, over, given) => {
    expect(notKept([backup(over)], given)).toMatchObject([{ outcome: 'unusable' }]);
  });

  test('is not judged by a creation that is ahead of now, or younger than runs that fit it', () => {
    const nights = [1, 2, 3].map((ago) => backup({ id: `n${ago}`, startedAt: startOf(ago) }));
    for (const createdAt of [NOW - MINUTE, NOW + 400 * DAY]) {
      const schedules = [schedule({ createdAt }), snapshots];
      expect(notKept(nights, { schedules })).toMatchObject([{ outcome: 'missing' }]);
    }
    const created = schedule({ createdAt: NOW - MINUTE, changedNow: true });
    expect(notKept(nights, { schedules: [created, snapshots] })).toEqual([]);
  });

  test.each([
    ['is suspended', { suspended: true }],
    ['hides its times', { cron: null }],
    ['is a one-time request', { kind: 'one-time' }],
  ] as const)('is not judged if it %s', (_, over) => {
    expect(notKept([], { schedules: [schedule(over), snapshots] })).toEqual([]);
  });

  test('is not judged if its type does not count', () => {
    expect(notKept([], { policy: { acceptTypes: ['snapshot'] } })).toEqual([]);
  });
});

test('where nothing covers the data, its age says so instead', () => {
  const seen = { backups: [old], schedules: [full] };
  expect(raised('schedule-not-kept', seen)).toEqual([]);
  expect(raised('recovery-point-too-old', seen)).toHaveLength(1);
});

test('a run that may be in the unread part of the list is not called missing', () => {
  const seen = { schedules: [full, snapshots] };
  expect(raised('schedule-not-kept', { ...seen, backups: incomplete([snapshot, old]) })).toEqual(
    [],
  );
  // A long list is left unread beyond what settles the other rules.
  expect(raised('schedule-not-kept', { ...seen, backups: [snapshot] })).toEqual([]);
});

/** A daily schedule of full backups that was due at that time of the day. */
function dueAt(moment: number) {
  const due = new Date(moment);
  return schedule({ cron: cron(`${due.getUTCMinutes()} ${due.getUTCHours()} * * *`) });
}
