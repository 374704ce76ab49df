import { setTimeout as sleep } from 'node:timers/promises';
import { MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import { createClock } from '../../emulator/clock.ts';
import { send, slackCommand } from '../../walkthrough/worker/requests.ts';
import {
  FAILURE,
  SERVICES,
  type WorkerStage,
  withWorkerStage,
} from '../../walkthrough/worker/stage.ts';
import type { ShownMessage } from '../html/slack.ts';

/** What the Worker says in Slack, by what it is about. */
export interface SlackMessages {
  readonly accepted: ShownMessage;
  readonly succeeded: ShownMessage;
  readonly failed: ShownMessage;
  readonly status: ShownMessage;
}

/** How long the requested backups take, by a clock that is moved past it. */
const TIMES = { queuedMs: MINUTE, runningMs: 4.5 * MINUTE };

/** Far longer than the Worker needs to look again. */
const MAX_WAIT = 60 * SECOND;

/** Commands as Anna types them, to the built Worker in workerd. */
export function playSlack(): Promise<SlackMessages> {
  // Behind by more than a backup takes, so that none ends in the future.
  const clock = createClock({ ticking: true, startAt: Date.now() - 8 * MINUTE });
  return withWorkerStage(playCommands, { clock });
}

async function playCommands(stage: WorkerStage): Promise<SlackMessages> {
  const { cloud, slack } = stage;
  for (const { id } of cloud.schedules(SERVICES.shop)) cloud.removeSchedule(String(id));
  cloud.everyBackup(SERVICES.prod, TIMES);
  cloud.everyBackup(SERVICES.failing, { ...FAILURE, ...TIMES });
  const status = await command('status', stage);
  const accepted = await command('prod', stage);
  await command('failing', stage);
  await waitFor('both requests', () => requestsOf(stage) === 2);
  cloud.clock.advance(TIMES.queuedMs + TIMES.runningMs + MINUTE);
  await waitFor('both messages', () => slack.messages.length === 2);
  const about = (name: string) => {
    const found = slack.messages.find(({ text }) => text.includes(name));
    if (!found) throw new Error(`Slack got no message about ${name}.`);
    return found;
  };
  return { accepted, status, succeeded: about('prod'), failed: about('failing') };
}

async function command(text: string, stage: WorkerStage): Promise<ShownMessage> {
  const { body } = await send(slackCommand(text, stage), stage);
  const { blocks } = body;
  if (!Array.isArray(blocks)) throw new Error(`/backup ${text} was not answered with a message.`);
  return { blocks, ephemeral: body['response_type'] === 'ephemeral' };
}

function requestsOf({ cloud }: WorkerStage): number {
  return cloud.requests.filter(({ method }) => method === 'POST').length;
}

async function waitFor(what: string, isThere: () => boolean): Promise<void> {
  const deadline = Date.now() + MAX_WAIT;
  while (!isThere()) {
    if (Date.now() > deadline) throw new Error(`The Worker is still at work: no ${what} so far.`);
    await sleep(100);
  }
}
