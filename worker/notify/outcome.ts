import type { Asker, Outcome } from '../../shared/report/slack.ts';
import type { Requester, Run } from '../coordinator/run.ts';

/** A run that has ended, in the words of the report. `addressee`: the Slack user who is told. */
export function toOutcome(run: Run, addressee: string | null): Outcome {
  const { service, type, backup, acceptedAt, startedAt, finishedAt, message } = run;
  return {
    state: endOf(run),
    service,
    type,
    backup,
    waitedMs: finishedAt === null ? null : finishedAt - (startedAt ?? acceptedAt),
    reason: message,
    askedBy: listAskers(run.requestedBy, addressee),
  };
}

function endOf({ state }: Run): Outcome['state'] {
  if (state === 'succeeded' || state === 'failed' || state === 'timed-out') return state;
  throw new RangeError(`a run that is ${state} has no outcome to tell`);
}

/** The addressee first, because only the first is named; a user who asked twice counts once. */
function listAskers(requesters: readonly Requester[], addressee: string | null): readonly Asker[] {
  const askers = requesters.map(toAsker);
  const isAddressee = (asker: Asker) => asker.via === 'slack' && asker.user === addressee;
  const ordered = [...askers.filter(isAddressee), ...askers.filter((one) => !isAddressee(one))];
  return [...new Map(ordered.map((asker) => [JSON.stringify(asker), asker])).values()];
}

function toAsker(requester: Requester): Asker {
  return requester.via === 'slack' ? { via: 'slack', user: requester.user } : requester;
}
