import type { BackupRun } from '../../shared/backup-run/run.ts';
import { isSameRequester, type Requester } from '../orders/requester.ts';
import type { Run } from '../orders/run.ts';

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
  const known = requestedBy.some((each) => isSameRequester(each, requester));
  const isProgram = requester.replyTo === null;
  if (isProgram && (known || requestedBy.length >= MAX_NAMED)) return run;
  const others = requestedBy.map((each) => (isSameRequester(each, requester) ? requester : each));
  return { ...run, requestedBy: known ? others : [...requestedBy, requester] };
}

/** The part that leaves the coordinator. */
export function toRun({
  progress: _progress,
  target: _target,
  version: _version,
  ...run
}: RunRecord): Run {
  return run;
}
