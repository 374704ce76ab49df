import { byTime, sameWord, timeOf } from '../server/rows.ts';
import type { Row } from '../server/rows.ts';
import { listedRow, newBackupId, startOf } from './one-time-backup.ts';
import type { OneTimeBackup } from './one-time-backup.ts';
import type { CloudState } from './state.ts';

/** Adds a row exactly as given; an `id` of undefined stays absent. */
export function addBackup(state: CloudState, row: Row & { service_id: string }): Row {
  const added = { id: newBackupId(row.service_id), ...row };
  state.services.add(row.service_id);
  state.staticBackups.push(added);
  return { ...added };
}

/** Every backup that is listed at this moment, static rows first. */
export function backupRows(state: CloudState): Row[] {
  const now = state.clock.now();
  const requested = state.oneTimeBackups.map((backup) => requestedRow(state, backup, now));
  return [...state.staticBackups, ...requested.filter((row) => row !== undefined)];
}

function requestedRow(state: CloudState, backup: OneTimeBackup, now: number): Row | undefined {
  const row = listedRow(backup, now);
  if (row === undefined || !needsFullBackup(backup)) return row;
  return { ...row, reference_full_backup: referenceFor(state, backup) };
}

function needsFullBackup(backup: OneTimeBackup): boolean {
  return backup.type === 'incremental' || backup.type === 'binarylog';
}

/** The id of the newest full backup that had succeeded when this one started, else ''. */
function referenceFor(state: CloudState, backup: OneTimeBackup): unknown {
  const at = startOf(backup);
  const rows = state.oneTimeBackups.map((other) => listedRow(other, at));
  const usable = [...state.staticBackups, ...rows.filter((row) => row !== undefined)]
    .filter((row) => row['service_id'] === backup.serviceId && isSucceededFull(row))
    .filter((row) => timeOf(row['start_time']) <= at);
  return byTime(usable, 'start_time').at(-1)?.['id'] ?? '';
}

function isSucceededFull(row: Row): boolean {
  return row['type'] === 'full' && sameWord(row['status'], 'succeeded');
}
