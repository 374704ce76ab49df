import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../../../shared/domain/instant.ts';
import { write, writePair } from '../paper.ts';
import { findRun, send, slackCommand, webhook, type WorkerAnswer } from './requests.ts';
import { writeCommand, writeMessage } from './show-channel.ts';
import { CHANNEL, SERVICES, USER, type WorkerStage } from './stage.ts';

export const title = 'The Worker: Slack and a webhook ask, one backup is taken';

const story = `The Worker, built as it is deployed, runs in workerd as on Cloudflare, and Slack is emulated too. Anna types a command. A release script asks for the same by a signed webhook, and sends it once more because it has seen no answer. Somebody who does not know the secret forges one.`;

/** Longer than any of it takes; one that hangs must not hold up the walkthrough. */
const MAX_WAIT = 20 * SECOND;

/** Gives a sentence for everything that did not go as expected. */
export async function playWorkerScene(stage: WorkerStage): Promise<string[]> {
  const { cloud } = stage;
  write(story, { indent: 2 });
  const before = cloud.backups(SERVICES.prod).length;
  cloud.nextBackup({ queuedMs: 500, runningMs: 2000 });
  const answers = await showRequests(stage);
  const id = String(answers.webhook.body['id']);
  writePart(`#${CHANNEL.name}, as Slack shows it`);
  writeCommand('/backup prod', answers.slack.body);
  const run = await untilEnded(id, stage);
  stage.slack.messages.forEach(writeMessage);
  const taken = cloud.backups(SERVICES.prod).length - before;
  writePart('The result');
  const askers = Array.isArray(run['requestedBy']) ? run['requestedBy'].length : 0;
  writeRow('run', `${id}: ${String(run['state'])}`);
  writeRow('asked for by', `${askers}: the command and the webhook; the forged one left no trace`);
  writeRow('backups taken', `${taken} at MariaDB Cloud`);
  return [
    ...surprise('the command in Slack', answers.slack.status, 200),
    ...surprise('the kind of its answer', answers.slack.body['response_type'], 'ephemeral'),
    ...surprise('the webhook', answers.webhook.status, 202),
    ...surprise('whether it joined', answers.webhook.body['joined'], true),
    ...surprise('the webhook sent again', answers.again.status, 202),
    ...surprise('its run', answers.again.body['id'], id),
    ...surprise('the forged webhook', answers.forged.status, 401),
    ...surprise('the end of the run', run['state'], 'succeeded'),
    ...surprise('the number of those who asked', askers, 2),
    ...surprise('the number of messages in the channel', stage.slack.messages.length, 1),
    ...surprise('the number of backups', taken, 1),
  ];
}

type Asked = 'slack' | 'webhook' | 'again' | 'forged';

async function showRequests(stage: WorkerStage): Promise<Record<Asked, WorkerAnswer>> {
  writePart('The requests');
  const payload = { service: 'prod', reason: 'release 4.2' };
  const known = { id: 'msg_1', secret: stage.secrets.WEBHOOK_SECRET };
  const guessed = { id: 'msg_2', secret: `whsec_${randomBytes(24).toString('base64')}` };
  const slack = await send(slackCommand('prod', stage), stage);
  writeAnswer('/backup prod', slack, `an answer that only ${USER.name} sees`);
  const first = await send(webhook(payload, known), stage);
  writeAnswer('a webhook', first, 'joins the run that the command has caused');
  const again = await send(webhook(payload, known), stage);
  writeAnswer('the same again', again, 'recognised by its id, nothing is doubled');
  const forged = await send(webhook(payload, guessed), stage);
  writeAnswer('a forged one', forged, 'the signature is not right, nothing happens');
  return { slack, webhook: first, again, forged };
}

async function untilEnded(id: string, stage: WorkerStage): Promise<WorkerAnswer['body']> {
  const deadline = Date.now() + MAX_WAIT;
  let run = await findRun(id, stage);
  while ((!('finishedAt' in run) || stage.slack.messages.length === 0) && Date.now() < deadline) {
    await sleep(100);
    run = await findRun(id, stage);
  }
  return run;
}

function surprise(name: string, seen: unknown, wanted: unknown): string[] {
  if (seen === wanted) return [];
  return [`${name} is ${JSON.stringify(seen)} where ${JSON.stringify(wanted)} was expected.`];
}

function writePart(text: string): void {
  write();
  write(text, { indent: 2, style: 'bold' });
}

function writeAnswer(name: string, { status, tookMs }: WorkerAnswer, meaning: string): void {
  const style = status < 300 ? 'green' : 'red';
  writeRow(name, `${status} in ${tookMs} ms: ${meaning}`, style);
}

function writeRow(name: string, value: string, style?: 'green' | 'red'): void {
  writePair(name, value, { indent: 4, nameWidth: 'the same again'.length, style });
}
