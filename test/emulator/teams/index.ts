import { createClock } from '../clock.ts';
import { emptyAnswer } from '../server/answer.ts';
import type { Answer } from '../server/answer.ts';
import { emulatorOf } from '../server/emulator.ts';
import type { Emulator, StartOptions } from '../server/emulator.ts';
import { readJsonPost } from '../server/json-post.ts';
import type { ReceivedRequest } from '../server/received-request.ts';
import { Refusal } from '../server/refusal.ts';
import { startServer } from '../server/server.ts';
import { message, textsOf } from './card.ts';

/** A workflow of Teams that posts a card when its webhook is called, on loopback. */
export interface TeamsEmulator extends Emulator {
  /** The URL that is a secret. */
  readonly workflowUrl: string;
  /** The texts of each card that was posted, from top to bottom. */
  readonly cards: readonly (readonly string[])[];
}

/** Teams refuses a longer message after the workflow has answered; here it is refused at once. */
const maxBytes = 28 * 1024;
const path = '/workflows/0a1b2c3d4e5f/triggers/manual/paths/invoke';
const defaultSignature = 'a-signature-of-the-test';

/** `apiKey` is the signature in the URL. */
export async function startTeams(options: StartOptions = {}): Promise<TeamsEmulator> {
  const clock = options.clock ?? createClock();
  const signature = options.apiKey ?? defaultSignature;
  const cards: (readonly string[])[] = [];
  const server = await startServer({
    clock,
    port: options.port ?? 0,
    answer: (request) => post(request, signature, cards),
    errorBody: ({ status, message: what }) => ({
      error: { code: `Status${status}`, message: what },
    }),
    latencyMs: () => 0,
  });
  const query = new URLSearchParams({
    'api-version': '1',
    sp: '/triggers/manual/run',
    sig: signature,
  });
  return emulatorOf(server, clock, { workflowUrl: `${server.url}${path}?${query}`, cards });
}

function post(request: ReceivedRequest, signature: string, cards: (readonly string[])[]): Answer {
  const { path: asked, query } = request.record;
  if (asked !== path) throw new Refusal(404, 'there is no such workflow');
  if (query['sig'] !== signature) throw new Refusal(401, 'the signature is not right');
  cards.push(textsOf(readJsonPost(request, { check: message, maxBytes })));
  return emptyAnswer({ status: 202 });
}
