import type { Progress } from './plan.ts';
import type { Requester, Run } from './run.ts';

/** A run with what only its coordinator needs to know of it. */
export interface RunRecord extends Run {
  readonly progress: Omit<Progress, 'state' | 'acceptedAt'>;
}

export function withRequester(run: RunRecord, requester: Requester): RunRecord {
  return { ...run, requestedBy: [...run.requestedBy, requester] };
}
