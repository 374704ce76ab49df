import { BRISK, waitAfterLooks } from '../../shared/backup-run/pace.ts';
import { isEnded } from '../../shared/backup-run/run.ts';
import { formatDuration } from '../../shared/domain/duration.ts';
import { quotePlain } from '../../shared/report/text.ts';
import { Unasked } from './connection.ts';
import type { Conversation } from './conversation.ts';
import type { Run } from './worker-run.ts';

/**
 * Looks after the runs at widening intervals until all have ended, or the time is up. Each look is
 * logged. A Worker that does not answer meanwhile is waited for: the runs go on without it.
 */
export async function followRuns(
  taken: readonly Run[],
  conversation: Conversation,
): Promise<readonly Run[]> {
  const { clock, waitUntil, log } = conversation;
  const start = clock.now();
  conversation.runs = taken;
  for (const run of taken) log(run.service, describeTaken(run));
  for (let looks = 1; !conversation.runs.every(isEnded) && clock.now() < waitUntil; looks += 1) {
    await clock.sleep(Math.min(waitAfterLooks(looks, BRISK), waitUntil - clock.now()));
    const look = (run: Run) => (isEnded(run) ? run : lookOnce(run, start, conversation));
    conversation.runs = await Promise.all(conversation.runs.map(look));
  }
  return conversation.runs;
}

function describeTaken({ id, type, joined }: Run): string {
  return joined
    ? `a one-time ${type} backup is already under way; waiting for it (run ${id})`
    : `one-time ${type} backup requested (run ${id})`;
}

async function lookOnce(
  run: Run,
  start: number,
  { worker, clock, log }: Conversation,
): Promise<Run> {
  const after = () => `after ${formatDuration(clock.now() - start)}`;
  try {
    const seen = await worker.readRun(run.id);
    log(run.service, `${after()}: ${describeState(seen)}`);
    return seen;
  } catch (error) {
    if (!(error instanceof Unasked)) throw error;
    const { kind, message } = error.problem;
    log(run.service, `${after()}: check failed: ${quotePlain(message)}`);
    return kind === 'unknown-service' ? { ...run, state: 'failed', message: GONE } : run;
  }
}

const GONE = 'the Worker does not know this run any more';

function describeState({ state, message }: Run): string {
  if (state === 'succeeded' || message === undefined) return state;
  const words = isEnded({ state }) ? state : 'waiting';
  return `${words} (${quotePlain(message)})`;
}
