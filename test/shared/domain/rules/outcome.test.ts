import { expect, test } from 'vitest';
import { backup, codesOf, failed, LAST_DUE, MINUTE, raised, running } from '../evidence-fixture.ts';

const LATER = LAST_DUE + 60 * MINUTE;

test('a failure after the last success blocks, and says what was seen', () => {
  const backups = [backup(), failed({ startedAt: LATER, statusText: 'Failed: disk full' })];
  expect(raised('latest-backup-failed', { backups })).toEqual([
    {
      code: 'latest-backup-failed',
      severity: 'block',
      backupId: 'failed',
      status: 'failed',
      statusText: 'Failed: disk full',
      type: 'full',
      startedAt: LATER,
      detail: null,
    },
  ]);
});

test('rows that were left out of a success are told, and change no verdict', () => {
  const backups = [backup({ failedRows: 7 })];
  expect(raised('rows-failed', { backups })).toEqual([
    {
      code: 'rows-failed',
      severity: 'info',
      backupId: 'b1',
      failedRows: 7,
      succeededRows: null,
    },
  ]);
  expect(raised('rows-failed', { backups: [backup({ failedRows: 0 })] })).toEqual([]);
  expect(raised('rows-failed', { backups: [backup({ failedRows: null })] })).toEqual([]);
});

test('a success of which no row was saved blocks; one saved row is a backup', () => {
  const severityOf = (succeededRows: number | null) =>
    raised('rows-failed', { backups: [backup({ failedRows: 1_000_000, succeededRows })] });
  expect(severityOf(0)).toMatchObject([{ severity: 'block', succeededRows: 0 }]);
  expect(severityOf(1)).toMatchObject([{ severity: 'info', succeededRows: 1 }]);
  const empty = backup({ failedRows: 0, succeededRows: 0 });
  expect(raised('rows-failed', { backups: [empty] })).toEqual([]);
});

test('a canceled backup counts as one that did not succeed', () => {
  const canceled = failed({ status: 'canceled', startedAt: LATER });
  expect(raised('latest-backup-failed', { backups: [backup(), canceled] })).toMatchObject([
    { severity: 'block', status: 'canceled' },
  ]);
});

test('a failure before the last success is past', () => {
  const backups = [failed({ startedAt: LAST_DUE - 1 }), backup()];
  expect(codesOf({ backups })).toEqual([]);
});

test('of two in the same second, the one that did not succeed counts as the newer', () => {
  for (const backups of [
    [backup(), failed()],
    [failed(), backup()],
  ]) {
    expect(codesOf({ backups })).toEqual(['latest-backup-failed']);
  }
});

test('a failure without any time may be the newest, so it counts as that', () => {
  const undated = failed({ startedAt: null });
  for (const backups of [
    [backup(), undated],
    [undated, backup()],
  ]) {
    expect(codesOf({ backups })).toEqual(['latest-backup-failed']);
  }
});

test('a failure without a start is placed by its recovery point, and then by its end', () => {
  const known = { startedAt: null, recoveryPoint: null, endedAt: null };
  const before = LAST_DUE - 1;
  const after = LAST_DUE + 1;
  const codesWith = (over: Parameters<typeof failed>[0]) =>
    codesOf({ backups: [backup(), failed({ ...known, ...over })] });
  expect(codesWith({ recoveryPoint: before, endedAt: after })).toEqual([]);
  expect(codesWith({ recoveryPoint: after, endedAt: before })).toEqual(['latest-backup-failed']);
  expect(codesWith({ endedAt: before })).toEqual([]);
  expect(codesWith({ endedAt: after })).toEqual(['latest-backup-failed']);
});

test('a failure of a type that does not count is not looked at', () => {
  const backups = [backup(), failed({ startedAt: LATER, type: 'binarylog' })];
  expect(codesOf({ backups, policy: { acceptTypes: ['full'] } })).toEqual([]);
  expect(codesOf({ backups, policy: { acceptTypes: ['full', 'binarylog'] } })).toEqual([
    'latest-backup-failed',
  ]);
});

test('a failure shows behind a backup that is still under way', () => {
  const backups = [running(), failed({ startedAt: LATER }), backup()];
  expect(codesOf({ backups })).toEqual(['latest-backup-failed', 'backup-in-progress']);
});

const odd = { id: 'odd', status: 'unrecognised', statusText: 'Hibernating' } as const;

test('a newest status that is not a known word is unknown, and judged as `on-unknown` says', () => {
  const backups = [backup(), backup({ ...odd, startedAt: LATER })];
  for (const onUnknown of ['block', 'warn'] as const) {
    expect(raised('status-unrecognised', { backups, policy: { onUnknown } })).toEqual([
      {
        code: 'status-unrecognised',
        severity: onUnknown,
        backupId: 'odd',
        statusText: 'Hibernating',
      },
    ]);
  }
});

test('an unknown status is no success: alone it leaves nothing to return to', () => {
  expect(codesOf({ backups: [backup(odd)] })).toEqual(['no-usable-backup', 'status-unrecognised']);
});

test('an unknown status shows behind a backup that is still under way', () => {
  const backups = [running(), backup({ ...odd, startedAt: LATER }), backup()];
  expect(raised('status-unrecognised', { backups })).toHaveLength(1);
});

test('an unknown status before the last success is past', () => {
  expect(codesOf({ backups: [backup(), backup({ ...odd, startedAt: LAST_DUE - 1 })] })).toEqual([]);
});

test('an unknown status does not hide the failure before it', () => {
  const backups = [
    backup({ ...odd, startedAt: LATER + 1 }),
    failed({ startedAt: LATER }),
    backup(),
  ];
  expect(codesOf({ backups })).toEqual(['latest-backup-failed', 'status-unrecognised']);
});
