import { type Asked, unreadable, type WorkerAnswer } from './answer.ts';
import { Unasked } from './connection.ts';
import type { Conversation, Outcome } from './conversation.ts';
import { followRuns } from './follow-runs.ts';
import { writeQuestion } from './question.ts';
import { waitForRunning } from './wait-for-running.ts';
import type { Run } from './worker-run.ts';

/**
 * Asks; follows the runs that the Worker takes, and asks once more what they came to; waits for
 * backups that run, and asks again. Rejects only for programming errors.
 */
export async function converse(conversation: Conversation): Promise<Outcome> {
  let ended: readonly Run[] | null = null;
  for (;;) {
    const askAgain = () => ask(conversation, ended);
    const first = await askAgain();
    const answer = await waitForRunning(first, askAgain, conversation);
    if (answer instanceof Unasked || answer.kind === 'checked') return answer;
    // It was told of the runs, so it cannot take another.
    if (ended) return unreadable();
    ended = await followRuns(answer.runs, conversation);
  }
}

async function ask(
  { job, worker }: Conversation,
  ended: readonly Run[] | null,
): Promise<WorkerAnswer | Unasked> {
  const { services, inputs } = job;
  const { backup, dryRun } = inputs;
  const asked: Asked = { services, judged: inputs.gate !== 'off', backup, dryRun, ended };
  try {
    return await worker.ask(writeQuestion(job, ended), asked);
  } catch (error) {
    if (error instanceof Unasked) return error;
    throw error;
  }
}
