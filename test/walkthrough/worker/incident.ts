import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../../../shared/domain/instant.ts';
import { slackPost } from '../../worker/signed-requests.ts';
import { clickPayload } from '../../worker/entrances/slack/click.ts';
import type { PostedMessage } from '../../emulator/slack/index.ts';
import { write, writePair } from '../paper.ts';
import { findRun, send, slackCommand } from './requests.ts';
import { writeMessage } from './show-channel.ts';
import { CHANNEL, TEAM, USER, type WorkerStage } from './stage.ts';

export const title = 'The watch: an incident, from its first message to its last';

const story = `The Worker also looks at every service by itself, each hour, and tells once when something turns bad. Nobody has to wait for that here: Anna presses the button that looks now. Last night's backup of orders failed. She takes one, and looks again.`;

const PICTURE = 'docs/images/status-light.png';
const SERVICE = 'orders';
const MAX_WAIT = 20 * SECOND;

/** Gives a sentence for everything that did not go as expected. */
export async function playIncidentScene(stage: WorkerStage): Promise<string[]> {
  write(story, { indent: 2 });
  const before = stage.slack.messages.length;
  const sinceThen = () => stage.slack.messages.slice(before).filter(({ ephemeral }) => !ephemeral);
  await click('check', stage);
  await until(() => sinceThen().length > 0);
  writePart(`#${CHANNEL.name}, after the first look`);
  sinceThen().forEach(writeMessage);
  const bad = await showStatus('The status page says', stage);
  stage.cloud.nextBackup({ queuedMs: 500, runningMs: 1000 });
  const asked = await send(slackCommand(SERVICE, stage), stage);
  const run = await untilEnded(runIdIn(asked.body), stage);
  await click('check', stage);
  const isOver = ({ text }: PostedMessage) => text.includes('recovered');
  await until(() => sinceThen().some(isOver));
  writePart(`#${CHANNEL.name}, when a backup was taken: the same message, and what followed it`);
  sinceThen().forEach(writeMessage);
  const good = await showStatus('The status page says now', stage);
  writeRow('what it looks like', PICTURE);
  return [
    ...surprise('the verdict at first', bad, 'block'),
    ...surprise('the end of the run', run['state'], 'succeeded'),
    ...surprise('the verdict at last', good, 'pass'),
    ...surprise('whether the first message says so', sinceThen().slice(0, 1).some(isOver), true),
  ];
}

/** A button of a message, pressed by Anna and signed by Slack at this moment. */
async function click(action: 'check' | 'backup', { slack, secrets, worker }: WorkerStage) {
  const payload = clickPayload(action, SERVICE, {
    team: { id: TEAM, domain: 'acme' },
    user: { id: USER.id, username: USER.name, name: USER.name, team_id: TEAM },
    channel: { id: CHANNEL.id, name: CHANNEL.name },
    trigger_id: randomUUID(),
    response_url: slack.newResponseUrl(CHANNEL.id),
  });
  const form = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const [, init] = slackPost(form, { secret: secrets.SLACK_SIGNING_SECRET, timestamp });
  await fetch(`${worker.url}/slack/interact`, init);
}

/** The verdict of the service, which it writes with its sentence. */
async function showStatus(heading: string, { worker, secrets }: WorkerStage): Promise<unknown> {
  const answer = await fetch(`${worker.url}/status/${secrets.STATUS_TOKEN}/status.json`);
  const { services } = asObject(await answer.json());
  const all = Array.isArray(services) ? services.map(asObject) : [];
  const shown = all.find(({ name }) => name === SERVICE) ?? {};
  writePart(heading);
  for (const key of ['name', 'verdict', 'message', 'recoveryPoint', 'nextDue']) {
    if (typeof shown[key] === 'string') writeRow(key, shown[key]);
  }
  return shown['verdict'];
}

function runIdIn(body: Readonly<Record<string, unknown>>): string {
  return /orders\.[0-9a-f]{32}/.exec(JSON.stringify(body))?.[0] ?? '';
}

async function untilEnded(id: string, stage: WorkerStage) {
  let run = await findRun(id, stage);
  await until(async () => {
    run = await findRun(id, stage);
    return 'finishedAt' in run;
  });
  return run;
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + MAX_WAIT;
  while (!(await isTrue()) && Date.now() < deadline) await sleep(100);
}

function surprise(name: string, seen: unknown, wanted: unknown): string[] {
  if (seen === wanted) return [];
  return [`${name} is ${JSON.stringify(seen)} where ${JSON.stringify(wanted)} was expected.`];
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function writePart(text: string): void {
  write();
  write(text, { indent: 2, style: 'bold' });
}

function writeRow(name: string, value: string): void {
  writePair(name, value, { indent: 4, nameWidth: 'what it looks like'.length });
}
