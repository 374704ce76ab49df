import type { BackupRun } from '../../shared/backup-run/run.ts';
import { identify, type Requester } from '../orders/requester.ts';
import type { Run, RunView } from '../orders/run.ts';

/** Programs that only read the run are named up to here; whoever is told of its end always is. */
const MAX_NAMED = 100;

/** A run with what only its coordinator needs to know of it. */
export type RunRecord = Run &
  BackupRun & {
    /** Of the stored shape; see `stored-run.ts`. */
    readonly version: 2;
  };

/**
 * The run with one more requester, or the very same run where that changes nothing: who asks again
 * is the same requester, and of one who is told the last request counts, since its URL lives longest.
 */
export function withRequester(run: RunRecord, requester: Requester): RunRecord {
  const { requestedBy } = run;
  const isProgram = requester.replyTo === null;
  if (isProgram && requestedBy.length >= MAX_NAMED) return run;
  const identity = identify(requester);
  const index = requestedBy.findIndex((each) => identify(each) === identity);
  if (index === -1) return { ...run, requestedBy: [...requestedBy, requester] };
  return isProgram ? run : { ...run, requestedBy: requestedBy.with(index, requester) };
}

/** The part that leaves the coordinator. */
export function toView({
  progress: _progress,
  target: _target,
  version: _version,
  ...run
}: RunRecord): RunView {
  return { ...run, requestedBy: run.requestedBy.map(({ via, details }) => ({ via, details })) };
}
