import { createClock } from '../clock.ts';
import { jsonAnswer } from '../server/answer.ts';
import type { Answer } from '../server/answer.ts';
import { emulatorOf } from '../server/emulator.ts';
import type { Emulator, StartOptions } from '../server/emulator.ts';
import { readJsonPost } from '../server/json-post.ts';
import type { ReceivedRequest } from '../server/received-request.ts';
import { Refusal } from '../server/refusal.ts';
import { startServer } from '../server/server.ts';
import { publishing, readPublished } from './message.ts';
import type { Published } from './message.ts';

/** A server of ntfy, on loopback. Publishing is by JSON only. */
export interface NtfyEmulator extends Emulator {
  /** The URL of the topic, which is a secret. */
  readonly topicUrl: string;
  /** The token that may write to the topic. */
  readonly token: string;
  readonly published: readonly Published[];
  /** From now on, only whoever has the token may write to the topic. */
  protect(): void;
}

const topic = 'acme-backups_7fQ';
const defaultToken = 'tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2';

/** Twice the longest message, for what JSON adds. */
const maxBytes = 2 * 4096;

/** `apiKey` is the access token. */
export async function startNtfy(options: StartOptions = {}): Promise<NtfyEmulator> {
  const clock = options.clock ?? createClock();
  const token = options.apiKey ?? defaultToken;
  const published: Published[] = [];
  let isProtected = false;
  const server = await startServer({
    clock,
    port: options.port ?? 0,
    answer: (request) => {
      authorize(request, { token, isProtected });
      return publish(request, published);
    },
    errorBody: ({ status, message = 'asked for by a fault' }) => ({
      code: status * 100 + 1,
      http: status,
      error: message,
    }),
    latencyMs: () => 0,
  });
  return emulatorOf(server, clock, {
    topicUrl: `${server.url}/${topic}`,
    token,
    published,
    protect: () => {
      isProtected = true;
    },
  });
}

function authorize(
  { record }: ReceivedRequest,
  { token, isProtected }: { readonly token: string; readonly isProtected: boolean },
): void {
  const { authorization } = record.headers;
  if (authorization !== undefined && authorization !== `Bearer ${token}`) {
    throw new Refusal(401, 'unauthorized');
  }
  if (isProtected && authorization === undefined) throw new Refusal(403, 'forbidden');
}

function publish(request: ReceivedRequest, published: Published[]): Answer {
  if (request.record.path !== '/') throw new Refusal(404, 'page not found');
  const one = readPublished(readJsonPost(request, { check: publishing, maxBytes }));
  published.push(one);
  const id = `m${String(published.length).padStart(11, '0')}`;
  return jsonAnswer({ id, time: Math.floor(request.record.at / 1000), event: 'message', ...one });
}
