import { describe, expect, test } from 'vitest';
import type { Backup } from '../../../shared/domain/backup.ts';
import {
  type BackupRequest,
  findNewBackups,
  isBackupNeeded,
  judgeNewBackups,
  rememberBackups,
} from '../../../shared/domain/backup-request.ts';
import { EVERY_FINDING } from './every-finding-fixture.ts';
import { backup, failed, LAST_DUE, NOW, running } from './evidence-fixture.ts';

function requestAfter(...listed: Backup[]): BackupRequest {
  return { service: 'dbtgf1', type: 'full', handle: '215', known: rememberBackups(listed) };
}

const newIds = (listed: readonly Backup[], request: BackupRequest) =>
  findNewBackups(listed, request).map(({ id }) => id);

test('what was there is remembered by ids and by the latest start, as plain data', () => {
  const listed = [backup({ startedAt: LAST_DUE - 1 }), backup({ id: 'b2' }), backup({ id: null })];
  const known = rememberBackups([...listed, backup({ id: 'b3', startedAt: null })]);
  expect(known).toEqual({ ids: ['b1', 'b2', 'b3'], newestStart: LAST_DUE });
  expect(JSON.parse(JSON.stringify(known))).toEqual(known);
  expect(rememberBackups([])).toEqual({ ids: [], newestStart: null });
  expect(rememberBackups([backup({ startedAt: null })]).newestStart).toBeNull();
});

describe('a backup that was not there before', () => {
  const request = requestAfter(backup());

  test('is new; one that was there is not, even if its status has changed since', () => {
    expect(newIds([backup(), backup({ id: 'new', startedAt: NOW })], request)).toEqual(['new']);
    expect(newIds([backup()], requestAfter(running({ id: 'b1' })))).toEqual([]);
  });

  test('is new from the second of the latest start on; an earlier one was only not listed', () => {
    const newAt = (startedAt: number) => newIds([backup({ id: 'x', startedAt })], request);
    expect(newAt(LAST_DUE - 1)).toEqual([]);
    expect(newAt(LAST_DUE)).toEqual(['x']);
    expect(newAt(LAST_DUE + 1)).toEqual(['x']);
  });

  test('is not believed to be new where it is a success without a start', () => {
    expect(newIds([backup({ id: 'x', startedAt: null })], request)).toEqual([]);
  });

  test('is new without a start, or where no start was known before', () => {
    const queued = { status: 'queued', startedAt: null } as const;
    expect(newIds([backup({ id: 'x', ...queued })], request)).toEqual(['x']);
    expect(newIds([backup({ id: 'x', startedAt: 0 })], requestAfter())).toEqual(['x']);
  });

  test('must be of the asked type, and have an id to be told by', () => {
    const others = [
      backup({ id: 'x', type: 'dump', startedAt: NOW }),
      backup({ id: 'y', type: null, startedAt: NOW }),
      backup({ id: null, startedAt: NOW }),
    ];
    expect(newIds(others, request)).toEqual([]);
  });

  test('comes newest first', () => {
    const listed = [NOW - 2, NOW, NOW - 1].map((at) =>
      backup({ id: `${NOW - at}`, startedAt: at }),
    );
    expect(newIds(listed, request)).toEqual(['0', '1', '2']);
  });
});

describe('a request', () => {
  const odd = backup({ id: 'odd', status: 'unrecognised', statusText: 'Hibernating' });

  test('waits while nothing new is listed', () => {
    expect(judgeNewBackups([])).toEqual({ state: 'waiting', lastSeen: 'not listed yet' });
  });

  test('runs while a new backup is queued or running', () => {
    for (const status of ['queued', 'running'] as const) {
      const one = running({ status });
      expect(judgeNewBackups([one])).toEqual({ state: 'running', backup: one });
      expect(judgeNewBackups([failed(), odd, one])).toEqual({ state: 'running', backup: one });
    }
  });

  test('has succeeded as soon as one new backup has, whatever became of the others', () => {
    const seen = { state: 'succeeded', backup: backup() };
    expect(judgeNewBackups([failed(), running(), odd, backup()])).toEqual(seen);
  });

  test('has failed only when all new backups have ended without success', () => {
    const canceled = failed({ id: 'c', status: 'canceled', statusText: 'Canceled' });
    expect(judgeNewBackups([canceled, failed()])).toEqual({
      state: 'failed',
      backup: canceled,
      reason: 'Canceled',
    });
    expect(judgeNewBackups([failed(), running()]).state).toBe('running');
  });

  test('is not ended by a status that is not a known word', () => {
    expect(judgeNewBackups([failed(), odd])).toEqual({ state: 'waiting', lastSeen: 'Hibernating' });
  });
});

describe('`backup: if-needed`', () => {
  const needing = Object.values(EVERY_FINDING)
    .filter((finding) => isBackupNeeded([{ ...finding, severity: 'block' }]))
    .map(({ code }) => code);

  test('asks for one exactly where a new backup can cure what blocks', () => {
    expect(needing.toSorted()).toEqual([
      'backup-stuck',
      'latest-backup-failed',
      'no-usable-backup',
      'recovery-point-too-old',
      'restore-chain-broken',
      'size-dropped',
      'too-small',
    ]);
  });

  test('asks for none where the gate would stay open', () => {
    expect(isBackupNeeded([])).toBe(false);
    const old = EVERY_FINDING['recovery-point-too-old'];
    expect(isBackupNeeded([{ ...old, severity: 'warn' }])).toBe(false);
  });

  test('asks for one where a curable finding blocks among others', () => {
    const { 'schedule-ambiguous': ambiguous, 'no-usable-backup': none } = EVERY_FINDING;
    expect(isBackupNeeded([ambiguous, none])).toBe(true);
  });
});
