import { jsonAnswer } from '../server/answer.ts';
import type { Answer } from '../server/answer.ts';
import { Refusal } from '../server/refusal.ts';
import type { Row } from '../server/rows.ts';
import type { Call } from './call.ts';
import { pageOf } from './paging.ts';
import { isoTime } from './run.ts';
import type { BackupRecord, ScheduleState, SkyviaState } from './state.ts';

export interface NewBackup {
  workspace: number;
  backup: number;
  name?: string;
  /** Default: active. */
  schedule?: ScheduleState;
}

export function addBackup(state: SkyviaState, added: NewBackup): void {
  const { workspace, backup, name = `Backup ${backup}`, schedule = 'active' } = added;
  state.backups.push({
    workspace,
    backup,
    name,
    schedule,
    createdAt: state.clock.now(),
    staticSnapshots: [],
    runs: [],
  });
}

/** The backup a test names as `<workspace>/<backup>`; naming an unknown one is the test's mistake. */
export function backupOf(state: SkyviaState, service: string): BackupRecord {
  const record = state.backups.find(
    ({ workspace, backup }) => `${workspace}/${backup}` === service,
  );
  if (record === undefined) throw new Error(`no backup ${service}: call addBackup first`);
  return record;
}

/** The backup a request's path names. */
export function requestedBackup(call: Call): BackupRecord {
  const [workspace, backup] = call.ids;
  const record = inWorkspace(call).find((candidate) => candidate.backup === backup);
  if (record === undefined)
    throw new Refusal(404, `backup ${backup} was not found in workspace ${workspace}`);
  return record;
}

export function listWorkspaces({ state }: Call): Answer {
  const ids = new Set(state.backups.map(({ workspace }) => workspace));
  return jsonAnswer([...ids].map((id) => ({ id, name: `Workspace ${id}`, isPersonal: false })));
}

/** In the order in which they were added: the documents name none. */
export function listBackups(call: Call): Answer {
  return jsonAnswer(pageOf(call, inWorkspace(call).map(backupRow)));
}

export function readBackup(call: Call): Answer {
  return jsonAnswer(backupRow(requestedBackup(call)));
}

function inWorkspace({ state, ids: [id] }: Call): BackupRecord[] {
  const records = state.backups.filter(({ workspace }) => workspace === id);
  if (records.length === 0) throw new Refusal(404, `workspace ${id} was not found`);
  return records;
}

/** Whether `scheduled` minds a schedule that is switched off is not documented: here it does not. */
function backupRow({ backup, name, createdAt, schedule }: BackupRecord): Row {
  const created = isoTime(createdAt);
  return { id: backup, name, created, modified: created, scheduled: schedule !== 'none' };
}
