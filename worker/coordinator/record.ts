import type { Progress } from './plan.ts';
import type { Requester, Run } from './run.ts';

/** Programs that only read the run are named up to here; whoever is told of its end always is. */
const MOST_NAMED = 100;

/** A run with what only its coordinator needs to know of it. */
export interface RunRecord extends Run {
  readonly progress: Omit<Progress, 'state' | 'acceptedAt'>;
}

/**
 * The run with one more requester, or the very same run where that changes nothing: who asks again
 * is the same requester, and of a Slack user the last request counts, because its URL lives longest.
 */
export function withRequester(run: RunRecord, requester: Requester): RunRecord {
  const { requestedBy } = run;
  const identity = identify(requester);
  const known = requestedBy.some((each) => identify(each) === identity);
  if (requester.via !== 'slack' && (known || requestedBy.length >= MOST_NAMED)) return run;
  const others = requestedBy.map((each) => (identify(each) === identity ? requester : each));
  return { ...run, requestedBy: known ? others : [...requestedBy, requester] };
}

function identify(requester: Requester): string {
  switch (requester.via) {
    case 'slack':
      return JSON.stringify(['slack', requester.team, requester.channel, requester.user]);
    case 'github':
      return JSON.stringify(['github', requester.event, requester.repository]);
    case 'webhook':
      return JSON.stringify(['webhook', requester.reason]);
  }
}

/** The part that leaves the coordinator. */
export function toRun({ progress: _progress, ...run }: RunRecord): Run {
  return run;
}
