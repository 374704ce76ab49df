import { describe, expect, test } from 'vitest';
import type { Backup } from '../../../../shared/domain/backup.ts';
import { findUsable } from '../../../../shared/domain/recovery-point.ts';
import { createRestoreChains } from '../../../../shared/domain/restore-chain.ts';
import {
  backup,
  codesOf,
  failed,
  incomplete,
  LAST_DUE,
  MINUTE,
  NOW,
  raised,
  running,
  unavailable,
} from '../evidence-fixture.ts';

function usableIds(listed: readonly Backup[], accepted: readonly string[] | 'all' = 'all') {
  const chains = createRestoreChains(listed);
  return findUsable({ listed, chains, accepted, now: NOW }).map(({ id }) => id);
}

describe('usable', () => {
  test('only a positively known success is usable', () => {
    const statuses = ['queued', 'running', 'failed', 'canceled', 'unrecognised'] as const;
    const others = statuses.map((status) => backup({ id: status, status }));
    expect(usableIds([...others, backup()])).toEqual(['b1']);
  });

  test('a backup of a type that does not count, or without a type, is not usable', () => {
    const listed = [
      backup(),
      backup({ id: 'dump', type: 'dump' }),
      backup({ id: '?', type: null }),
    ];
    expect(usableIds(listed, ['dump'])).toEqual(['dump']);
    expect(usableIds(listed)).toEqual(['b1', 'dump', '?']);
  });

  test('a backup is usable up to five minutes ahead of now, and not beyond', () => {
    const at = (startedAt: number) => usableIds([backup({ startedAt })]);
    expect(at(NOW + 5 * MINUTE - 1)).toEqual(['b1']);
    expect(at(NOW + 5 * MINUTE)).toEqual(['b1']);
    expect(at(NOW + 5 * MINUTE + 1)).toEqual([]);
  });

  test('a backup whose recovery point is not known is not usable', () => {
    expect(usableIds([backup({ recoveryPoint: null })])).toEqual([]);
  });

  test('the latest recovery point comes first, whichever backup began or ended later', () => {
    const early = backup({ id: 'early', recoveryPoint: LAST_DUE - 1, endedAt: NOW });
    expect(usableIds([early, backup()])).toEqual(['b1', 'early']);
  });
});

describe('no-usable-backup', () => {
  test('an empty list blocks', () => {
    expect(raised('no-usable-backup', { backups: [] })).toEqual([
      {
        code: 'no-usable-backup',
        severity: 'block',
        backupsSeen: 0,
        succeededSeen: 0,
        undatedSeen: 0,
        acceptTypes: 'all',
      },
    ]);
  });

  test('it counts what is listed, what of that is a success of an accepted type, and what is undated', () => {
    const backups = [
      backup({ type: 'dump', recoveryPoint: null }),
      backup({ type: 'full' }),
      failed({ type: 'dump' }),
      running({ type: 'dump' }),
    ];
    expect(
      raised('no-usable-backup', { backups, policy: { acceptTypes: ['dump'] } }),
    ).toMatchObject([{ backupsSeen: 4, succeededSeen: 1, undatedSeen: 1, acceptTypes: ['dump'] }]);
  });

  test('one usable backup is enough, however many are not', () => {
    expect(raised('no-usable-backup', { backups: [failed(), running(), backup()] })).toEqual([]);
  });

  test('a list that could not be read at all is unknown, not empty', () => {
    expect(codesOf({ backups: unavailable() })).toEqual(['evidence-unavailable']);
  });

  test('a list cut short without a usable backup in it is unknown, and counts as `on-unknown` says', () => {
    const policy = { onUnknown: 'warn' } as const;
    const backups = incomplete([failed()]);
    expect(raised('no-usable-backup', { backups, policy })).toMatchObject([{ severity: 'warn' }]);
    expect(raised('no-usable-backup', { backups })).toMatchObject([{ severity: 'block' }]);
  });
});

describe('recovery-point-in-future', () => {
  const ahead = (milliseconds: number) =>
    raised('recovery-point-in-future', {
      backups: [backup({ id: 'ahead', recoveryPoint: NOW + milliseconds }), backup()],
    });

  test('up to five minutes ahead is a difference of clocks', () => {
    expect(ahead(5 * MINUTE - 1)).toEqual([]);
    expect(ahead(5 * MINUTE)).toEqual([]);
  });

  test('more than five minutes ahead blocks, even beside a good backup', () => {
    expect(ahead(5 * MINUTE + 1)).toEqual([
      {
        code: 'recovery-point-in-future',
        severity: 'block',
        backupId: 'ahead',
        recoveryPointAt: NOW + 5 * MINUTE + 1,
        aheadMs: 5 * MINUTE + 1,
      },
    ]);
  });

  test('where the only success is dated ahead, there is nothing to return to either', () => {
    const backups = [backup({ startedAt: NOW + 6 * MINUTE })];
    expect(codesOf({ backups })).toEqual(['no-usable-backup', 'recovery-point-in-future']);
  });

  test('one that did not succeed, or does not count, is not held against the clock', () => {
    const startedAt = NOW + 60 * MINUTE;
    const others = [
      failed({ startedAt }),
      running({ startedAt }),
      backup({ type: 'dump', startedAt }),
    ];
    const policy = { acceptTypes: ['full'] };
    const backups = [...others, backup()];
    expect(raised('recovery-point-in-future', { backups, policy })).toEqual([]);
  });
});
