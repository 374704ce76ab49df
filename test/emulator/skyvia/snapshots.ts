import { jsonAnswer } from '../server/answer.ts';
import type { Answer } from '../server/answer.ts';
import { matching, oneOf } from '../server/query.ts';
import type { Check, Query, QueryRules } from '../server/query.ts';
import { Refusal, badRequest } from '../server/refusal.ts';
import { byNumber, byTime } from '../server/rows.ts';
import type { Row } from '../server/rows.ts';
import { requestedBackup } from './backups.ts';
import type { Call } from './call.ts';
import { pageOf, pagingQuery } from './paging.ts';
import { listedRow } from './run.ts';
import type { SkyviaSettings } from './settings.ts';
import type { BackupRecord, SkyviaState } from './state.ts';

/** A `+` that was not encoded arrives as a space and is refused. */
const zonedTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:\d\d)$/;

const dateTime: Check = (value, name) => {
  matching(zonedTime, 'a date and time with a zone')(value, name);
  if (Number.isNaN(Date.parse(value))) throw badRequest(`${name} is not on the calendar`);
};

export const snapshotsQuery: QueryRules = {
  ...pagingQuery,
  startDate: dateTime,
  endDate: dateTime,
  failed: oneOf('true', 'false'),
  sortOrder: oneOf('asc', 'desc'),
  sortBy: oneOf('startTime', 'snapshotId'),
};

/** Every record that there is at this moment, with its `result`; static rows first. */
export function snapshotRows(record: BackupRecord, now: number): Row[] {
  const finished = record.runs.map((run) => listedRow(run, now));
  return [...record.staticSnapshots, ...finished.filter((row) => row !== undefined)];
}

/** Adds a row exactly as given; a `snapshotId` of undefined stays absent. */
export function addSnapshot(state: SkyviaState, record: BackupRecord, row: Row): Row {
  const added = { snapshotId: freeSnapshotId(state), ...row };
  record.staticSnapshots.push(added);
  return { ...added };
}

/** A generated id never equals one that a test gave a row, nor one a run keeps for its record. */
export function freeSnapshotId(state: SkyviaState): number {
  const taken = new Set(
    state.backups.flatMap(({ staticSnapshots }) => staticSnapshots.map((row) => row['snapshotId'])),
  );
  while (taken.has(state.nextSnapshotId)) state.nextSnapshotId += 1;
  return state.nextSnapshotId++;
}

export function listSnapshots(call: Call): Answer {
  const { query, settings, state } = call;
  const rows = snapshotRows(requestedBackup(call), state.clock.now()).filter((row) =>
    passes(row, query),
  );
  const listed = ordered(rows, query, settings).map(withoutText);
  return jsonAnswer(pageOf(call, listed));
}

/** The text of the details is not in the list. */
function withoutText(row: Row): Row {
  const { result: _result, log: _log, ...rest } = row;
  return rest;
}

export function readSnapshot(call: Call): Answer {
  const { ids, settings, state } = call;
  const rows = snapshotRows(requestedBackup(call), state.clock.now());
  const row = rows.find(({ snapshotId }) => String(snapshotId) === String(ids[2]));
  if (row === undefined) throw new Refusal(404, `snapshot ${ids[2]} was not found`);
  const { result, ...rest } = { result: null, ...row };
  return jsonAnswer({ [settings.detailsField]: result, ...rest });
}

/** To which of the times the dates apply is not documented; here it is the start. */
function passes(row: Row, query: Query): boolean {
  const [from, to, failed] = [query.get('startDate'), query.get('endDate'), query.get('failed')];
  const started = Date.parse(String(row['startTime']));
  return (
    (from === undefined || started >= Date.parse(from)) &&
    (to === undefined || started <= Date.parse(to)) &&
    (failed === undefined || (row['state'] === 'Failed') === (failed === 'true'))
  );
}

function ordered(rows: readonly Row[], query: Query, settings: SkyviaSettings): Row[] {
  if (settings.ignoreOrder) return byTime(rows, 'startTime');
  const byId = query.get('sortBy') === 'snapshotId';
  const ascending = byId ? byNumber(rows, 'snapshotId') : byTime(rows, 'startTime');
  return query.get('sortOrder') === 'desc' ? ascending.toReversed() : ascending;
}
