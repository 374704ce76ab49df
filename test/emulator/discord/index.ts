import { createClock } from '../clock.ts';
import { emptyAnswer, jsonAnswer } from '../server/answer.ts';
import type { Answer } from '../server/answer.ts';
import { emulatorOf } from '../server/emulator.ts';
import type { Emulator, StartOptions } from '../server/emulator.ts';
import { readJsonPost } from '../server/json-post.ts';
import type { JsonObject } from '../server/json-post.ts';
import type { ReceivedRequest } from '../server/received-request.ts';
import { badRequest, Refusal } from '../server/refusal.ts';
import type { Problem } from '../server/refusal.ts';
import { startServer } from '../server/server.ts';
import { message } from './message.ts';

/** A webhook of Discord, on loopback. */
export interface DiscordEmulator extends Emulator {
  /** The URL that is a secret. */
  readonly webhookUrl: string;
  readonly messages: readonly JsonObject[];
  /** Somebody deletes the webhook. */
  deleteWebhook(): void;
}

const webhook = '/api/webhooks/223704706495545344';
const defaultToken = 'a-token_of-the-test';
const parameters = ['wait', 'thread_id'];

/** Discord takes files too; of JSON alone nobody sends so much. */
const maxBytes = 1024 * 1024;

interface State {
  readonly token: string;
  readonly messages: JsonObject[];
  isDeleted: boolean;
}

/** `apiKey` is the token in the URL. */
export async function startDiscord(options: StartOptions = {}): Promise<DiscordEmulator> {
  const clock = options.clock ?? createClock();
  const state: State = { token: options.apiKey ?? defaultToken, messages: [], isDeleted: false };
  const server = await startServer({
    clock,
    port: options.port ?? 0,
    answer: (request) => execute(request, state),
    errorBody,
    latencyMs: () => 0,
  });
  return emulatorOf(server, clock, {
    webhookUrl: `${server.url}${webhook}/${state.token}`,
    messages: state.messages,
    deleteWebhook: () => {
      state.isDeleted = true;
    },
  });
}

function execute(request: ReceivedRequest, { token, messages, isDeleted }: State): Answer {
  const { path, query } = request.record;
  if (!path.startsWith(`${webhook}/`) || isDeleted) throw new Refusal(404, 'Unknown Webhook');
  if (path !== `${webhook}/${token}`) throw new Refusal(401, 'Invalid Webhook Token');
  const strange = Object.keys(query).find((name) => !parameters.includes(name));
  if (strange !== undefined) throw badRequest(`${strange}: not a known parameter`);
  const body = readJsonPost(request, { check: message, maxBytes });
  messages.push(body);
  // Without `wait`, Discord answers before it has looked whether it can store the message.
  if (query['wait'] !== 'true') return emptyAnswer({ status: 204 });
  return jsonAnswer({ id: String(messages.length), type: 0, ...body });
}

const codes: Readonly<Record<number, number>> = { 400: 50_035, 401: 50_027, 404: 10_015 };

/** A rate limit is in the header in whole seconds, and in the body to the millisecond. */
function errorBody({ status, message: what = 'asked for by a fault' }: Problem): unknown {
  if (status === 429) {
    return { message: 'You are being rate limited.', retry_after: 1.337, global: false };
  }
  return { message: what, code: codes[status] ?? 0 };
}
