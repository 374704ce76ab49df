import type { Row } from '../server/rows.ts';
import type { RunPlan } from './run-plan.ts';

/** One run of a backup. What it looks like is worked out from the clock whenever it is read. */
export interface Run {
  readonly runId: number;
  /** The id its record has once it is listed; never the run's own. */
  readonly snapshotId: number;
  /** Epoch milliseconds, UTC. */
  readonly requestedAt: number;
  readonly bySchedule: boolean;
  readonly plan: RunPlan;
}

function startOf({ requestedAt, plan }: Run): number {
  return requestedAt + plan.queuedMs;
}

function endOf(run: Run): number {
  return startOf(run) + run.plan.runningMs;
}

export function isActive(run: Run, now: number): boolean {
  return now < endOf(run);
}

/** The run as an ActiveRun. The unit of `duration` is not documented; seconds are likely. */
export function activeRun(run: Run, now: number): Row {
  const running = now >= startOf(run);
  const { successRows, errorRows } = run.plan;
  return {
    runId: run.runId,
    date: isoTime(run.requestedAt),
    duration: running ? Math.floor((now - startOf(run)) / 1000) : 0,
    state: stateOf(run, now),
    ...(successRows === null ? {} : { successRows: running ? successRows : 0 }),
    ...(errorRows === null ? {} : { errorRows: running ? errorRows : 0 }),
  };
}

/** New is what the request itself sees; Queued what comes after it. */
function stateOf(run: Run, now: number): string {
  if (now >= startOf(run)) return 'Running';
  return now > run.requestedAt ? 'Queued' : 'New';
}

/** The record of a finished run with its `result`; undefined while nothing shows it. */
export function listedRow(run: Run, now: number): Row | undefined {
  const { neverListed, listedAfterMs, outcome, result } = run.plan;
  if (neverListed || isActive(run, now) || now < endOf(run) + listedAfterMs) return undefined;
  return {
    snapshotId: run.snapshotId,
    queueTime: isoTime(run.requestedAt),
    startTime: isoTime(startOf(run)),
    endTime: isoTime(endOf(run)),
    state: outcome,
    runBySchedule: run.bySchedule,
    result,
  };
}

/** Epoch milliseconds to ISO 8601 with milliseconds and Z, as Skyvia writes times. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
