import { showStep } from '../show-step.ts';
import { write } from '../paper.ts';
import type { WorkerStage } from './stage.ts';

export const title = 'Without a key in the repository: the step asks the Worker';

const story = `This step has no api-key. GitHub gives its job a token that says which repository and environment it is of; a rule in the Worker's configuration allows that, and only the Worker has the provider's key. Last night's backup of invoices failed, so the Worker takes one, and the step waits for it. The issuer of the tokens is emulated.`;

/** What a workflow has in place of this machine's address. */
const ADDRESS = 'https://backup-gate.example.workers.dev';

/** Gives a sentence for everything that did not go as expected. */
export async function playKeylessScene({ worker, cloud, issuer }: WorkerStage): Promise<string[]> {
  write(story, { indent: 2 });
  cloud.nextBackup({ queuedMs: 500, runningMs: 2000 });
  const { exitCode, outputs } = await showStep({
    inputs: { 'worker-url': ADDRESS, service: 'invoices', backup: 'if-needed' },
    hiddenInputs: { 'worker-url': worker.url },
    env: {
      ACTIONS_ID_TOKEN_REQUEST_URL: issuer.requestUrl,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: issuer.requestToken,
    },
    outputs: ['verdict', 'backup-status', 'recovery-point'],
    summary: false,
  });
  const expected = { exitCode: 0, gate: 'open', 'backup-status': 'succeeded' };
  const seen = { exitCode, gate: outputs['gate'], 'backup-status': outputs['backup-status'] };
  return Object.entries(expected).flatMap(([name, wanted]) => {
    const value = Object.entries(seen).find(([key]) => key === name)?.[1];
    return value === wanted ? [] : [`${name} is ${value} where ${wanted} was expected.`];
  });
}
