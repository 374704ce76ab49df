import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Clock } from '../../../../shared/clock.ts';
import { closeNow, listenOnLoopback } from '../../../emulator/server/loopback.ts';
import { readText } from '../../../emulator/server/received-request.ts';
import type { TokenEndpoint } from '../token-endpoint.ts';
import { judge } from './judge.ts';
import { readQuestion } from './question.ts';
import { createRuns } from './runs.ts';
import { Refused } from './refused.ts';

/** A service in the stand-in's configuration. */
export interface ServiceConfig {
  readonly service: string;
  readonly apiKey: string;
  readonly baseUrl: string;
}

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly token: string | null;
  readonly body: unknown;
}

/** What becomes of the next request for this path; `times` of them. */
export interface Mishap {
  readonly path?: RegExp;
  readonly times?: number;
  readonly answer: 'hang' | 'lose' | Written | ((request: Received) => Written);
}

export interface Written {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly text: string;
}

/**
 * Answers as the Worker does, for the tests of the step: strict about what it is asked, with what
 * `check` finds at the emulated provider.
 */
export interface StandIn {
  readonly url: string;
  readonly requests: readonly Received[];
  fail(mishap: Mishap): void;
  /** Changes the JSON of every 200 before it is sent. */
  rewrite: ((body: unknown, request: Received) => unknown) | null;
  close(): Promise<void>;
}

export interface StandInOptions {
  readonly services: Readonly<Record<string, ServiceConfig>>;
  readonly tokens: TokenEndpoint;
  readonly clock: Clock;
}

interface Running extends StandInOptions {
  readonly url: string;
  readonly usedTokens: Set<string>;
  readonly runs: ReturnType<typeof createRuns>;
}

export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const requests: Received[] = [];
  const mishaps: { mishap: Mishap; left: number }[] = [];
  const controls: Pick<StandIn, 'rewrite'> = { rewrite: null };
  const running = { ...options, url: '', usedTokens: new Set<string>(), runs: createRuns(options) };
  const http = createServer((message, response) => void serve(message, response));
  running.url = await listenOnLoopback(http, 0);

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await receive(message);
    requests.push(request);
    const struck = mishaps.find(
      ({ mishap, left }) => left > 0 && (mishap.path ?? /./).test(request.path),
    );
    if (struck) {
      struck.left -= 1;
      const { answer } = struck.mishap;
      if (answer === 'hang') return;
      if (answer === 'lose') return void response.destroy();
      const written = typeof answer === 'function' ? answer(request) : answer;
      response.writeHead(written.status, written.headers ?? { 'content-type': 'application/json' });
      return void response.end(written.text);
    }
    const { status, body } = await answerTo(request, message, running);
    const sent = status === 200 && controls.rewrite ? controls.rewrite(body, request) : body;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(sent));
  }

  return Object.assign(controls, {
    url: running.url,
    requests,
    fail: (mishap: Mishap) => void mishaps.push({ mishap, left: mishap.times ?? 1 }),
    close: () => closeNow(http),
  });
}

async function receive(message: IncomingMessage): Promise<Received> {
  const text = await readText(message);
  const [, token = null] = /^Bearer (.+)$/.exec(message.headers.authorization ?? '') ?? [];
  const { method = '', url = '' } = message;
  return { method, path: url, token, body: text === '' ? undefined : JSON.parse(text) };
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function answerTo(
  request: Received,
  { headers }: IncomingMessage,
  running: Running,
): Promise<Answer> {
  try {
    const [, id] = /^\/runs\/(.+)$/.exec(request.path) ?? [];
    if (id !== undefined && request.method === 'GET') {
      return { status: 200, body: await running.runs.look(id) };
    }
    if (request.path !== '/verdict') throw new Refused(404, 'not-found', 'Not found.');
    if (request.method !== 'POST') throw new Refused(405, 'method-not-allowed', 'Use POST.');
    if (headers['content-type'] !== 'application/json') {
      throw new Refused(415, 'wrong-content-type', 'Send JSON.');
    }
    const question = readQuestion(request.body, Object.keys(running.services));
    const takes = question.backup !== undefined && question.runs === undefined;
    admit(request.token, takes, running);
    return await judge(question, running);
  } catch (error) {
    if (error instanceof Refused) return { status: error.status, body: error.body };
    return { status: 500, body: { error: { code: 'internal', message: String(error) } } };
  }
}

/** A token is for this address, and one with which a backup is asked for works once. */
function admit(token: string | null, takes: boolean, { tokens, url, usedTokens }: Running): void {
  const isGood = token !== null && tokens.audienceOf(token) === url && !usedTokens.has(token);
  if (!isGood) throw new Refused(401, 'unauthorized', 'Unauthorized.');
  if (takes) usedTokens.add(token);
}
