import type { Post } from '../../worker/signed-requests.ts';
import { write } from '../paper.ts';
import { writeActionCommand, writeKeylessCommand } from './action-command.ts';
import { webhook } from './requests.ts';
import { signDeployment, signSlack, signWebhook, writeVerdictCall } from './signing.ts';
import { DEPLOYMENT, type WorkerStage } from './stage.ts';

/** Writes how to call the Worker, and how to run the Action, to be pasted into a shell. */
export function writeCalls(stage: WorkerStage): void {
  const { worker, secrets } = stage;
  const { url } = worker;
  const example = webhook({ service: 'shop' }, { id: 'try-1', secret: secrets.WEBHOOK_SECRET });
  writeCode('Look at it', [`curl ${url}/health`]);
  const twice = 'good for five minutes; sent twice it is still one run';
  writeCode(`Ask for a backup, already signed: ${twice}`, writeCurl(url, example));
  writeCode('Follow it, with the id of the answer', [`curl ${url}/runs/ID`]);
  writeCode('Ring the cron of the watch: each service is looked at within two minutes', [
    `curl '${worker.cronUrl}?cron=*/15+*+*+*+*'`,
  ]);
  writeCode('Look at the status page, in a browser or as JSON', [
    `curl ${url}/status/${secrets.STATUS_TOKEN}/status.json`,
  ]);
  writeCode('Sign a webhook yourself', signWebhook(stage));
  const texts = 'prod, prod dump, failing, status, help';
  writeCode(`Give a /backup command as Slack would send it (${texts})`, signSlack(stage));
  const { environment, service } = DEPLOYMENT;
  const deployment = `a deployment to ${environment} as GitHub would send it (${service})`;
  writeCode(`Announce ${deployment}`, signDeployment(stage));
  writeCode('Run the built Action, in this folder', writeActionCommand(stage));
  const job = `a job of ${DEPLOYMENT.repository}, which has no key (failing)`;
  writeCode(`Run it as ${job}`, writeKeylessCommand(stage));
  writeCode('Ask for a verdict as such a job, without the Action', writeVerdictCall(stage));
}

function writeCode(title: string, lines: readonly string[]): void {
  write();
  write(`${title}:`, { indent: 2, style: 'bold' });
  // Not wrapped: a shell has to understand it.
  for (const line of lines) process.stdout.write(`    ${line}\n`);
}

function writeCurl(url: string, [path, { body, headers }]: Post): string[] {
  const lines = [
    `curl -i ${url}${path}`,
    ...Object.entries(headers).map(([name, value]) => `  -H '${name}: ${value}'`),
    `  --data '${String(body)}'`,
  ];
  return lines.map((line, index) => (index < lines.length - 1 ? `${line} \\` : line));
}
