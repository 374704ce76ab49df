import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { type Post, slackForm, slackPost, webhookPost } from '../../worker/signed-requests.ts';
import { CHANNEL, TEAM, USER, type WorkerStage } from './stage.ts';

/** What the Worker answered, and how long that took. */
export interface WorkerAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly tookMs: number;
}

/** What Slack sends when the user types the command in the channel, signed at this moment. */
export function slackCommand(text: string, { slack, secrets }: WorkerStage): Post {
  const form = slackForm(text, {
    team_id: TEAM,
    channel_id: CHANNEL.id,
    user_id: USER.id,
    response_url: slack.newResponseUrl(CHANNEL.id),
    trigger_id: randomUUID(),
  });
  return slackPost(form, { secret: secrets.SLACK_SIGNING_SECRET, timestamp: seconds() });
}

/** A webhook by the Standard Webhooks scheme, signed at this moment. */
export function webhook(payload: unknown, { id, secret }: { id: string; secret: string }): Post {
  return webhookPost(payload, { id, secret, timestamp: seconds() });
}

export async function send([path, init]: Post, { worker }: WorkerStage): Promise<WorkerAnswer> {
  const start = performance.now();
  const answer = await fetch(`${worker.url}${path}`, init);
  const text = await answer.text();
  const tookMs = Math.round(performance.now() - start);
  return { status: answer.status, body: toObject(text), tookMs };
}

export async function findRun(id: string, { worker }: WorkerStage): Promise<WorkerAnswer['body']> {
  return toObject(await (await fetch(`${worker.url}/runs/${id}`)).text());
}

function toObject(text: string): WorkerAnswer['body'] {
  const json: unknown = JSON.parse(text);
  return typeof json === 'object' && json !== null ? { ...json } : {};
}

function seconds(): string {
  return String(Math.floor(Date.now() / 1000));
}
