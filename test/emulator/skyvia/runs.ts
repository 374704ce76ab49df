import { emptyAnswer, jsonAnswer } from '../server/answer.ts';
import type { Answer } from '../server/answer.ts';
import { Refusal, badRequest } from '../server/refusal.ts';
import { requestedBackup } from './backups.ts';
import type { Call } from './call.ts';
import { activeRun, isActive } from './run.ts';
import type { Run } from './run.ts';
import { defaultPlan } from './run-plan.ts';
import type { SkyviaSettings } from './settings.ts';
import { freeSnapshotId } from './snapshots.ts';
import type { BackupRecord, SkyviaState } from './state.ts';

export interface RunRequest {
  readonly record: BackupRecord;
  readonly bySchedule: boolean;
}

/** One at a time: a backup that has an active run refuses another. */
export function beginRun(state: SkyviaState, { record, bySchedule }: RunRequest): Run {
  const active = activeRunOf(state, record);
  if (active !== undefined)
    throw badRequest(`backup ${record.backup} already has an active run ${active.runId}`);
  const run: Run = {
    runId: state.nextRunId++,
    snapshotId: freeSnapshotId(state),
    requestedAt: state.clock.now(),
    bySchedule,
    plan: { ...defaultPlan, ...state.plans.shift() },
  };
  record.runs.push(run);
  return run;
}

export function postSnapshot(call: Call): Answer {
  const run = beginRun(call.state, { record: requestedBackup(call), bySchedule: false });
  return jsonAnswer(activeRun(run, call.state.clock.now()));
}

export function readActive(call: Call): Answer {
  const run = activeRunOf(call.state, requestedBackup(call));
  if (run === undefined) return noActive(call.settings);
  return jsonAnswer(activeRun(run, call.state.clock.now()));
}

function activeRunOf(state: SkyviaState, record: BackupRecord): Run | undefined {
  return record.runs.find((run) => isActive(run, state.clock.now()));
}

function noActive(settings: SkyviaSettings): Answer {
  switch (settings.noActive) {
    case 'no-content':
      return emptyAnswer({ status: 204 });
    case 'not-found':
      throw new Refusal(404, 'no run is active');
    case 'empty':
      return emptyAnswer();
    case 'null':
      return jsonAnswer(null);
    case 'empty-object':
      return jsonAnswer({});
  }
}
