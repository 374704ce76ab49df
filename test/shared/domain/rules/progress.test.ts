import { describe, expect, test } from 'vitest';
import type { Backup } from '../../../../shared/domain/backup.ts';
import {
  backup,
  codesOf,
  HOUR,
  LAST_DUE,
  MINUTE,
  NOW,
  raised,
  running,
} from '../evidence-fixture.ts';

describe('backup-in-progress', () => {
  test('a newest backup under way is only told of, and blocks with `in-progress: block`', () => {
    const severities = { previous: 'info', wait: 'info', block: 'block' } as const;
    for (const inProgress of ['previous', 'wait', 'block'] as const) {
      const backups = [running(), backup()];
      expect(raised('backup-in-progress', { backups, policy: { inProgress } })).toEqual([
        {
          code: 'backup-in-progress',
          severity: severities[inProgress],
          backupId: 'running',
          status: 'running',
          type: 'full',
          startedAt: NOW - 10 * MINUTE,
          elapsedMs: 10 * MINUTE,
        },
      ]);
    }
  });

  test('a queued backup without a start is under way, for an unknown time', () => {
    const queued = running({ status: 'queued', startedAt: null });
    expect(raised('backup-in-progress', { backups: [backup(), queued] })).toMatchObject([
      { severity: 'info', status: 'queued', startedAt: null, elapsedMs: null },
    ]);
  });

  test('one under way that is not the newest is not told of', () => {
    const backups = [backup(), running({ startedAt: LAST_DUE - 1 })];
    expect(codesOf({ backups, policy: { inProgress: 'block' } })).toEqual([]);
  });

  test('one of a type that does not count is not told of', () => {
    const backups = [backup(), running({ type: 'dump' })];
    expect(codesOf({ backups, policy: { acceptTypes: ['full'] } })).toEqual([]);
  });
});

describe('backup-stuck', () => {
  /** A past success that took `minutes`, and began well before anything that is stuck. */
  const took = (minutes: number, over: Partial<Backup> = {}) => {
    const startedAt = NOW - 48 * HOUR;
    return backup({
      id: `took-${minutes}`,
      startedAt,
      endedAt: startedAt + minutes * MINUTE,
      ...over,
    });
  };
  const stuckAfter = (elapsed: number, ...past: Backup[]) =>
    raised('backup-stuck', { backups: [running({ startedAt: NOW - elapsed }), ...past] });

  test('without a history, one is stuck after more than six hours', () => {
    expect(stuckAfter(6 * HOUR - 1)).toEqual([]);
    expect(stuckAfter(6 * HOUR)).toEqual([]);
    expect(stuckAfter(6 * HOUR + 1)).toEqual([
      {
        code: 'backup-stuck',
        severity: 'block',
        backupId: 'running',
        type: 'full',
        startedAt: NOW - 6 * HOUR - 1,
        elapsedMs: 6 * HOUR + 1,
        limitMs: 6 * HOUR,
        medianMs: null,
      },
    ]);
  });

  test('where backups are quick, six hours still have to pass', () => {
    expect(stuckAfter(6 * HOUR, took(10))).toEqual([]);
    expect(stuckAfter(6 * HOUR + 1, took(10))).toMatchObject([{ medianMs: 10 * MINUTE }]);
  });

  test('where backups are slow, four times the median has to pass', () => {
    expect(stuckAfter(8 * HOUR - 1, took(120))).toEqual([]);
    expect(stuckAfter(8 * HOUR, took(120))).toEqual([]);
    expect(stuckAfter(8 * HOUR + 1, took(120))).toMatchObject([
      { severity: 'block', limitMs: 8 * HOUR, medianMs: 2 * HOUR },
    ]);
  });

  test('the median is of successes of the same type only', () => {
    const past = [took(600, { type: 'dump' }), took(700, { status: 'failed' }), took(100)];
    expect(stuckAfter(7 * HOUR, ...past)).toMatchObject([{ medianMs: 100 * MINUTE }]);
    const dump = running({ type: 'dump', startedAt: NOW - 7 * HOUR });
    expect(raised('backup-stuck', { backups: [dump, ...past] })).toEqual([]);
  });

  test('a queued backup can be stuck; one without a start cannot be called so', () => {
    const startedAt = NOW - 7 * HOUR;
    const queued = running({ status: 'queued', startedAt });
    expect(raised('backup-stuck', { backups: [queued] })).toHaveLength(1);
    const undated = { ...queued, startedAt: null };
    expect(raised('backup-stuck', { backups: [undated] })).toEqual([]);
  });

  test('a usable backup that began later overtakes it; one of the same second does not', () => {
    const startedAt = NOW - 20 * HOUR;
    const stuckBeside = (other: Backup) =>
      raised('backup-stuck', { backups: [running({ startedAt }), other] }).length;
    expect(stuckBeside(backup({ startedAt: startedAt - 1 }))).toBe(1);
    expect(stuckBeside(backup({ startedAt }))).toBe(1);
    expect(stuckBeside(backup({ startedAt: startedAt + 1 }))).toBe(0);
    // A later one that cannot be used does not help.
    expect(stuckBeside(backup({ startedAt: startedAt + 1, status: 'failed' }))).toBe(1);
    expect(stuckBeside(backup({ startedAt: startedAt + 1, type: 'incremental' }))).toBe(1);
  });

  test('a stuck one is seen behind a newer one that runs well', () => {
    const stuck = running({ id: 'stuck', startedAt: NOW - 7 * HOUR });
    expect(raised('backup-stuck', { backups: [running(), stuck] })).toMatchObject([
      { backupId: 'stuck' },
    ]);
  });

  test('one of a type that does not count is not looked at', () => {
    const backups = [running({ type: 'dump', startedAt: NOW - 24 * HOUR }), backup()];
    expect(codesOf({ backups, policy: { acceptTypes: ['full'] } })).toEqual([]);
  });
});
