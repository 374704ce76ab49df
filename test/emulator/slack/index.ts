import { createClock } from '../clock.ts';
import type { Answer } from '../server/answer.ts';
import { emulatorOf } from '../server/emulator.ts';
import type { Emulator, StartOptions } from '../server/emulator.ts';
import type { ReceivedRequest } from '../server/received-request.ts';
import { startServer } from '../server/server.ts';
import { postMessage, updateMessage } from './post-message.ts';
import { respond } from './respond.ts';
import { errorBody, refusalAnswer, SlackRefusal } from './slack-refusal.ts';
import { addResponseUrl, createState } from './state.ts';
import type { Channel, PostedMessage, SlackState } from './state.ts';

export type { PostedMessage } from './state.ts';

/** Slack's `chat.postMessage`, `chat.update` and response URLs, on loopback. */
export interface SlackEmulator extends Emulator {
  /** The root of the Web API: `http://127.0.0.1:PORT/api`. */
  readonly apiUrl: string;
  /** As they are shown now, in the order in which they were taken. */
  readonly messages: readonly PostedMessage[];
  /** Somebody deletes a message. */
  deleteMessage(ts: string): void;
  /** A channel that exists, with the app in it unless it says otherwise; again: changes it. */
  addChannel(channel: Channel): void;
  /** A person who can be written to by their id. */
  addUser(id: string): void;
  /** What a command in this channel brings: it dies after 30 minutes or five messages. */
  newResponseUrl(channel: string): string;
}

const defaultToken = 'xoxb-test-token';

/** `apiKey` is the bot's token; by default `xoxb-test-token`. */
export async function startSlack(options: StartOptions = {}): Promise<SlackEmulator> {
  const clock = options.clock ?? createClock();
  const state = createState(clock, options.apiKey ?? defaultToken);
  const server = await startServer({
    clock,
    port: options.port ?? 0,
    answer: (request) => answerRequest(state, request),
    errorBody,
    latencyMs: () => 0,
  });
  return emulatorOf(server, clock, {
    apiUrl: `${server.url}/api`,
    messages: state.messages,
    deleteMessage: (ts: string) => {
      const index = state.messages.findIndex((message) => message.ts === ts);
      if (index >= 0) state.messages.splice(index, 1);
    },
    addChannel: (channel: Channel) => void state.channels.set(channel.id, channel),
    addUser: (id: string) => void state.users.add(id),
    newResponseUrl: (channel: string) => `${server.url}${addResponseUrl(state, channel)}`,
  });
}

function answerRequest(state: SlackState, request: ReceivedRequest): Answer {
  try {
    return route(state, request);
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    return refusalAnswer(error);
  }
}

function route(state: SlackState, request: ReceivedRequest): Answer {
  const { method, path } = request.record;
  if (method !== 'POST') throw new SlackRefusal('method_not_supported', { status: 405 });
  if (path === '/api/chat.postMessage') return postMessage(state, request);
  if (path === '/api/chat.update') return updateMessage(state, request);
  if (path.startsWith('/commands/')) return respond(state, request);
  throw new SlackRefusal('unknown_method', { status: path.startsWith('/api/') ? 200 : 404 });
}
