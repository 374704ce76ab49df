import { jsonAnswer } from '../server/answer.ts';
import type { Answer } from '../server/answer.ts';
import { anyText, integerWithin, matching, oneOf } from '../server/query.ts';
import type { Query, QueryRules } from '../server/query.ts';
import { Refusal } from '../server/refusal.ts';
import { byTime, sameWord } from '../server/rows.ts';
import type { Row } from '../server/rows.ts';
import { pageOf } from './page.ts';
import type { ListSettings } from './settings.ts';
import type { BycloudState } from './state.ts';

/** A request that has passed the checks of its form. */
export interface Call {
  readonly state: BycloudState;
  readonly settings: ListSettings;
  /** The id in the path; '' where the path has none. */
  readonly id: string;
  readonly query: Query;
  readonly origin: string;
}

/** Any version: the UUIDs in the documented samples are of no real one. */
export const uuid = matching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i, 'a UUID');

const listQuery: QueryRules = {
  limit: integerWithin(1),
  marker: uuid,
  name: anyText,
  status: anyText,
};
export const backupsQuery: QueryRules = {
  ...listQuery,
  instance_id: uuid,
  datastore_type: anyText,
};
export const instancesQuery: QueryRules = {
  ...listQuery,
  datastore_type: oneOf('mysql', 'mariadb', 'postgresql', 'mongodb', 'redis', 'cassandra'),
};

export function listBackups(call: Call): Answer {
  const { state, settings, query } = call;
  const instance = query.get('instance_id');
  const rows = inOrder(state.backups, settings.order)
    .filter((row) => passes(row, query))
    .filter((row) => instance === undefined || sameWord(row['instance_id'], instance));
  return jsonAnswer(pageOf({ ...call, name: 'database_backups', rows }));
}

/** In the order in which they were added. */
export function listInstances(call: Call): Answer {
  const rows = call.state.instances.filter((row) => passes(row, call.query));
  return jsonAnswer(pageOf({ ...call, name: 'database_instances', rows }));
}

export function readBackup({ state, id }: Call): Answer {
  const row = state.backups.find((backup) => sameWord(backup['id'], id));
  if (row === undefined) throw new Refusal(404, `database backup ${id} was not found`);
  return jsonAnswer({ database_backup: row });
}

function inOrder(rows: readonly Row[], order: ListSettings['order']): Row[] {
  if (order === 'by-updated') return byTime(rows, 'updated_at').toReversed();
  const oldestFirst = byTime(rows, 'created_at');
  return order === 'oldest-first' ? oldestFirst : oldestFirst.toReversed();
}

function passes(row: Row, query: Query): boolean {
  const [name, status, type] = [
    query.get('name'),
    query.get('status'),
    query.get('datastore_type'),
  ];
  return (
    (name === undefined || hasName(row, name)) &&
    (status === undefined || sameWord(row['status'], status)) &&
    (type === undefined || sameWord(datastoreType(row['datastore']), type))
  );
}

/** `web-*` asks for names that begin with `web-`. */
function hasName(row: Row, wanted: string): boolean {
  const name = String(row['name']);
  return wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted;
}

function datastoreType(datastore: unknown): unknown {
  return typeof datastore === 'object' && datastore !== null && 'type' in datastore
    ? datastore.type
    : undefined;
}
