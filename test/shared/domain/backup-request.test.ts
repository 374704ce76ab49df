import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Backup, BackupStatus } from '../../../shared/domain/backup.ts';
import {
  type BackupRequest,
  findCandidates,
  isSinceRequest,
  judgeCandidates,
  snapshotBefore,
} from '../../../shared/domain/backup-request.ts';
import { DAY, MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import { backup, failed, NOW, running, schedule } from './evidence-fixture.ts';

/** A request of `NOW` by the provider's clock, before which nothing was listed. */
function request(given: Partial<BackupRequest> = {}): BackupRequest {
  const requestedAt = { at: NOW, clock: 'provider' } as const;
  const before = { backupIds: [], scheduleIds: [], cut: false };
  return { service: 'dbtgf1', type: 'full', handle: '215', requestedAt, before, ...given };
}

const LATEST = NOW + DAY;

const candidateIds = (listed: readonly Backup[], given: Partial<BackupRequest> = {}) =>
  findCandidates(listed, request(given), LATEST).map(({ id }) => id);

describe('the snapshot before a request', () => {
  test('keeps what its time does not rule out, as plain data', () => {
    const backups = [
      backup({ id: 'doubtful', startedAt: NOW - 10 * MINUTE }),
      backup({ id: 'old', startedAt: NOW - 10 * MINUTE - 1 }),
      backup({ id: 'ahead', startedAt: NOW + DAY }),
      backup({ id: 'undated', startedAt: null }),
      backup({ id: null, startedAt: NOW }),
    ];
    const once = { kind: 'one-time', cron: null } as const;
    const schedules = [
      schedule({ ...once, id: '1', createdAt: NOW - 10 * MINUTE }),
      schedule({ ...once, id: '2', createdAt: NOW - 10 * MINUTE - 1 }),
      schedule({ ...once, id: '3', createdAt: null }),
      schedule({ id: '4', kind: 'recurring', createdAt: null }),
      schedule({ id: '5', kind: 'unrecognised', createdAt: null }),
    ];
    const before = snapshotBefore(backups, schedules, NOW);
    expect(before).toEqual({
      backupIds: ['doubtful', 'ahead', 'undated'],
      scheduleIds: ['1', '3', '5'],
      cut: false,
    });
    expect(JSON.parse(JSON.stringify(before))).toEqual(before);
    expect(snapshotBefore([], [], NOW)).toEqual({ backupIds: [], scheduleIds: [], cut: false });
  });

  test.each([
    { listed: 499, kept: 499, cut: false },
    { listed: 500, kept: 500, cut: false },
    { listed: 501, kept: 500, cut: true },
  ])('of $listed keeps $kept', ({ listed, kept, cut }) => {
    const ids = Array.from({ length: listed }, (_, index) => `${index}`);
    const backups = ids.map((id) => backup({ id, startedAt: NOW }));
    const schedules = ids.map((id) => schedule({ id, kind: 'one-time', createdAt: NOW }));
    const ofBackups = snapshotBefore(backups, [], NOW);
    expect([ofBackups.backupIds.length, ofBackups.cut]).toEqual([kept, cut]);
    const ofSchedules = snapshotBefore([], schedules, NOW);
    expect([ofSchedules.scheduleIds.length, ofSchedules.cut]).toEqual([kept, cut]);
  });

  test('does not grow with the history of the lists', () => {
    const backups = Array.from({ length: 5000 }, (_, index) =>
      backup({ id: `${index}`, startedAt: NOW - DAY - index }),
    );
    expect(snapshotBefore(backups, [], NOW).backupIds).toEqual([]);
  });
});

describe('what began at or after a request', () => {
  test.each([
    { clock: 'provider', off: -1, isSince: false },
    { clock: 'provider', off: 0, isSince: true },
    { clock: 'provider', off: 1, isSince: true },
    { clock: 'ours', off: -5 * MINUTE - 1, isSince: false },
    { clock: 'ours', off: -5 * MINUTE, isSince: true },
    { clock: 'ours', off: -5 * MINUTE + 1, isSince: true },
  ] as const)('by the clock "$clock", $off ms off: $isSince', ({ clock, off, isSince }) => {
    expect(isSinceRequest(NOW + off, { at: NOW, clock })).toBe(isSince);
  });

  test('is told to the second, since some providers give no fraction', () => {
    const moment = { at: NOW + SECOND - 1, clock: 'provider' } as const;
    expect(isSinceRequest(NOW, moment)).toBe(true);
    expect(isSinceRequest(NOW - 1, moment)).toBe(false);
  });
});

describe('a candidate for a request', () => {
  const at = (startedAt: number) => candidateIds([backup({ id: 'x', startedAt })]);

  test('began in the second of the request or later; an earlier one was only not listed', () => {
    expect(at(NOW - 1)).toEqual([]);
    expect(at(NOW)).toEqual(['x']);
    expect(at(NOW + 1)).toEqual(['x']);
  });

  test('is not dated ahead of the latest moment that is believed', () => {
    expect(at(LATEST - 1)).toEqual(['x']);
    expect(at(LATEST)).toEqual(['x']);
    expect(at(LATEST + 1)).toEqual([]);
  });

  test('was not listed before, even if its status has changed since', () => {
    const before = { backupIds: ['b1'], scheduleIds: [], cut: false };
    const listed = [backup({ startedAt: NOW }), backup({ id: 'new', startedAt: NOW })];
    expect(candidateIds(listed, { before })).toEqual(['new']);
  });

  test('is no success without a start, which may be an old one', () => {
    expect(candidateIds([backup({ id: 'x', startedAt: null })])).toEqual([]);
  });

  test.each(['queued', 'running', 'failed', 'canceled', 'unrecognised'] as const)(
    'can be %s and without a start, unless more was there before than is kept',
    (status) => {
      const listed = [backup({ id: 'x', status, startedAt: null })];
      expect(candidateIds(listed)).toEqual(['x']);
      const before = { backupIds: [], scheduleIds: [], cut: true };
      expect(candidateIds(listed, { before })).toEqual([]);
    },
  );

  test('is of the asked type, and has an id to be told by', () => {
    const others = [
      backup({ id: 'x', type: 'dump', startedAt: NOW }),
      backup({ id: 'y', type: null, startedAt: NOW }),
      backup({ id: null, startedAt: NOW }),
    ];
    expect(candidateIds(others)).toEqual([]);
  });

  test('comes newest first', () => {
    const listed = [NOW, NOW + 2, NOW + 1].map((startedAt) =>
      backup({ id: `${startedAt - NOW}`, startedAt }),
    );
    expect(candidateIds(listed)).toEqual(['2', '1', '0']);
  });
});

describe('a request', () => {
  const odd = backup({ id: 'odd', status: 'unrecognised', statusText: 'Hibernating' });

  test('is not found while nothing new is listed', () => {
    expect(judgeCandidates([])).toEqual({ state: 'not-found' });
  });

  test('runs while a new backup is queued or running', () => {
    for (const status of ['queued', 'running'] as const) {
      const one = running({ status });
      expect(judgeCandidates([one])).toEqual({ state: 'running', backup: one });
      expect(judgeCandidates([failed(), odd, one])).toEqual({ state: 'running', backup: one });
    }
  });

  test('has succeeded as soon as one new backup has, whatever became of the others', () => {
    const success = { state: 'succeeded', backup: backup() };
    expect(judgeCandidates([failed(), running(), odd, backup()])).toEqual(success);
  });

  test('has failed only when all new backups have ended without success', () => {
    const canceled = failed({ id: 'c', status: 'canceled', statusText: 'Canceled' });
    expect(judgeCandidates([canceled, failed()])).toEqual({
      state: 'failed',
      backup: canceled,
      reason: 'Canceled',
    });
    expect(judgeCandidates([failed(), running()]).state).toBe('running');
  });

  test('is not ended by a status that is not a known word', () => {
    expect(judgeCandidates([failed(), odd])).toEqual({ state: 'waiting', lastSeen: 'Hibernating' });
  });

  test('has succeeded exactly where a success that began since is listed', () => {
    const statuses: readonly BackupStatus[] = ['succeeded', 'failed', 'running', 'unrecognised'];
    const one = fc.record({
      id: fc.constantFrom('a', 'b', 'c'),
      type: fc.constantFrom('full', 'dump'),
      status: fc.constantFrom(...statuses),
      startedAt: fc.option(fc.integer({ min: NOW - 2 * SECOND, max: NOW + 2 * SECOND })),
    });
    fc.assert(
      fc.property(fc.array(one), fc.subarray(['a', 'b', 'c']), (rows, backupIds) => {
        const before = { backupIds, scheduleIds: [], cut: false };
        const candidates = findCandidates(rows.map(backup), request({ before }), LATEST);
        const isOurs = rows.some(
          ({ id, type, status, startedAt }) =>
            status === 'succeeded' &&
            type === 'full' &&
            startedAt !== null &&
            startedAt >= NOW &&
            !backupIds.includes(id),
        );
        expect(judgeCandidates(candidates).state === 'succeeded').toBe(isOurs);
      }),
    );
  });
});
