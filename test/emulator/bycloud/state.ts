import { randomUUID } from 'node:crypto';
import type { Row } from '../server/rows.ts';

export interface BycloudState {
  backups: Row[];
  readonly instances: Row[];
}

export function createState(): BycloudState {
  return { backups: [], instances: [] };
}

/** Adds a row exactly as given, and its instance where that is new. */
export function addBackup(state: BycloudState, row: Row & { instance_id: string }): Row {
  const added = { id: randomUUID(), ...row };
  state.backups.push(added);
  const known = state.instances.some((instance) => instance['id'] === row.instance_id);
  if (!known) addInstance(state, { id: row.instance_id });
  return { ...added };
}

export function addInstance(state: BycloudState, row: Row & { id: string }): Row {
  const added = {
    crn: `crn:spo1:database:instance:${row.id}`,
    name: `db-${row.id.slice(0, 8)}`,
    status: 'ACTIVE',
    datastore: { type: 'mariadb', version: '11.4' },
    ...row,
  };
  state.instances.push(added);
  return { ...added };
}

/** What time, or somebody else, does to a backup: the API itself has no way to change one. */
export function changeBackup(state: BycloudState, id: string, fields: Row): void {
  requireBackup(state, id);
  state.backups = state.backups.map((row) => (row['id'] === id ? { ...row, ...fields } : row));
}

export function removeBackup(state: BycloudState, id: string): void {
  requireBackup(state, id);
  state.backups = state.backups.filter((row) => row['id'] !== id);
}

/** Naming an unknown backup is the test's mistake. */
function requireBackup(state: BycloudState, id: string): void {
  if (!state.backups.some((row) => row['id'] === id)) throw new Error(`no backup ${id}`);
}
