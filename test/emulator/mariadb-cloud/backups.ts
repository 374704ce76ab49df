import { listedRow, newBackupId, startOf } from './one-time-backup.ts';
import type { OneTimeBackup } from './one-time-backup.ts';
import type { CloudState, Row } from './state.ts';

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
    .filter((row) => startTimeOf(row) <= at);
  return byStartTime(usable).at(-1)?.['id'] ?? '';
}

function isSucceededFull(row: Row): boolean {
  return row['type'] === 'full' && hasStatus(row, 'succeeded');
}

export function hasStatus(row: Row, status: string): boolean {
  return String(row['status']).toLowerCase() === status.toLowerCase();
}

/** Oldest first; rows with equal times keep the order in which they were added. */
export function byStartTime(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => {
    const [left, right] = [startTimeOf(a), startTimeOf(b)];
    return left === right ? 0 : left < right ? -1 : 1;
  });
}

/** Epoch milliseconds. A row without a readable start time counts as the newest. */
function startTimeOf(row: Row): number {
  const time = Date.parse(String(row['start_time']));
  return Number.isNaN(time) ? Infinity : time;
}
