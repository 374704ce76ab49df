import type { BackupRun } from '../../shared/backup-run/run.ts';
import { identify, type Requester } from '../orders/requester.ts';
import type { Run, RunView } from '../orders/run.ts';

/** Programs that only read the run are listed up to this number. */
const MAX_NAMED = 100;

/** And those who are notified up to this one: a row of SQLite holds 2 MB. */
const MAX_NOTIFIED = 2000;

/** A run with the fields that only its coordinator uses. */
export type RunRecord = Run &
  BackupRun & {
    /** The version of the stored shape; see `stored-run.ts`. */
    readonly version: 2;
  };

/**
 * Adds a requester, or returns the same run if that changes nothing. A requester who asks again is
 * stored once, with the latest request, whose response URL lives longest.
 */
export function withRequester(run: RunRecord, requester: Requester): RunRecord {
  const { requestedBy } = run;
  const isProgram = requester.replyTo === null;
  if (isProgram && requestedBy.length >= MAX_NAMED) return run;
  const identity = identify(requester);
  const index = requestedBy.findIndex((each) => identify(each) === identity);
  if (index === -1) {
    const isFull = requestedBy.length >= MAX_NOTIFIED;
    return isFull ? run : { ...run, requestedBy: [...requestedBy, requester] };
  }
  return isProgram ? run : { ...run, requestedBy: requestedBy.with(index, requester) };
}

/** The part of a run that leaves the coordinator. */
export function toView({
  progress: _progress,
  target: _target,
  version: _version,
  ...run
}: RunRecord): RunView {
  return { ...run, requestedBy: run.requestedBy.map(({ via, details }) => ({ via, details })) };
}
