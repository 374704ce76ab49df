import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../../../shared/domain/instant.ts';
import type { Deployment } from '../../emulator/github-app/index.ts';
import { write, writePair } from '../paper.ts';
import { send, slackCommand } from './requests.ts';
import { PROTECTED, type WorkerStage } from './stage.ts';

export const title = 'GitHub holds a deployment until a backup is there';

const story = `The Worker is a GitHub App too, with a protection rule for the environment ${PROTECTED.environment}. GitHub's side of it is emulated. A workflow that knows nothing of backups deploys there; last night's backup of ${PROTECTED.service} failed, so the deployment is held. Anna takes a backup, and it goes on by itself.`;

const MAX_WAIT = 20 * SECOND;

/** Gives a sentence for everything that did not go as expected. */
export async function playProtectionScene(stage: WorkerStage): Promise<string[]> {
  const { github, cloud } = stage;
  write(story, { indent: 2 });
  const { repository, environment, service } = PROTECTED;
  const deployment = github.deploy({ repository, environment, runId: '4201' });
  const status = await deliver(stage);
  writePart('The event');
  writeRow('GitHub', `${repository} waits for ${environment}; the Worker answers ${status}`);
  await until(() => deployment.reports.length > 0);
  writeComments('What GitHub shows beside the job', deployment.reports);
  const before = deployment.state;
  cloud.nextBackup({ queuedMs: 500, runningMs: 1000 });
  await send(slackCommand(service, stage), stage);
  await until(() => deployment.state !== 'waiting');
  writeComments(`After /backup ${service}`, deployment.reviews);
  writeRow('the job', deployment.state);
  return [
    ...surprise('the answer to the event', status, 202),
    ...surprise('the deployment at first', before, 'waiting'),
    ...surprise('the deployment at last', deployment.state, 'approved'),
    ...surprise('the number of decisions', deployment.reviews.length, 1),
  ];
}

async function deliver({ github, worker }: WorkerStage): Promise<number> {
  const [event] = github.waitingEvents();
  if (!event) return 0;
  const { headers, body, deliveryId } = event;
  const { status } = await fetch(`${worker.url}/github/webhook`, { method: 'POST', headers, body });
  github.settle(deliveryId, status);
  return status;
}

async function until(isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + MAX_WAIT;
  while (!isTrue() && Date.now() < deadline) await sleep(100);
}

function writeComments(heading: string, said: Deployment['reports']): void {
  writePart(heading);
  for (const { comment } of said) {
    for (const line of comment.split('\n').filter(Boolean)) write(line, { indent: 4 });
  }
}

function surprise(name: string, seen: unknown, wanted: unknown): string[] {
  if (seen === wanted) return [];
  return [`${name} is ${JSON.stringify(seen)} where ${JSON.stringify(wanted)} was expected.`];
}

function writePart(text: string): void {
  write();
  write(text, { indent: 2, style: 'bold' });
}

function writeRow(name: string, value: string): void {
  writePair(name, value, { indent: 4, nameWidth: 'the job'.length });
}
