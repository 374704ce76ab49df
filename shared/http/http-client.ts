import pLimit from 'p-limit';
import type { Clock } from '../clock.ts';
import { readBody } from './bounded-body.ts';
import { createRateBudget } from './rate-budget.ts';
import { explainLoss, HttpError } from './http-error.ts';
import { type Bound, boundOf, BRIEF, type Patience, TIMEOUTS, type Timeouts } from './patience.ts';
import { parseJson } from './json.ts';
import { redactBody } from './redact.ts';
import { createRetrier } from './retry.ts';
import { readPause } from './retry-after.ts';
import type { HttpRequest, Send } from './send.ts';
import { createServerClock } from './server-clock.ts';

/** A call below the base URL. Path segments are encoded one by one; `undefined` is not sent. */
export interface HttpCall {
  readonly method: HttpRequest['method'];
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly json?: unknown;
  /** Asked for before every attempt, since a token may be good for one only. */
  readonly headers?: () => Promise<Readonly<Record<string, string>>>;
  /** `twice`: the answer is not worth a minute of retries. */
  readonly retries?: Patience['retries'];
}

export interface HttpClient {
  /** Resolves with the JSON answer, `undefined` for an empty body. Rejects with `HttpError`. */
  send(call: HttpCall): Promise<unknown>;
  /**
   * The server's clock minus ours in milliseconds, from the `Date` of its latest answer; `null`
   * before the first one. `Date` has whole seconds and is older than its arrival, so the true value
   * is up to a second higher.
   */
  clockOffsetMs(): number | null;
}

export interface HttpClientOptions {
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Removed from every answer before anything reads it; may grow. */
  readonly secrets: readonly string[];
  readonly clock: Clock;
  readonly send: Send;
  /** Bounds on one attempt, from the request to the last byte of its answer. */
  readonly timeouts?: Timeouts;
  /** How long to wait in all. */
  readonly patience?: Patience;
  /** Calls that may be repeated without harm; they are retried. */
  readonly repeatable?: readonly HttpCall['method'][];
}

const HEADERS = { accept: 'application/json', 'user-agent': 'backup-gate' };
const MAX_AT_ONCE = 6;

/**
 * An HTTP client for one server. Reads are retried, writes never are: the caller must first find
 * out what became of the first attempt. Redirects are not followed, because they would carry the
 * credential to another host.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { headers, secrets, clock, send, timeouts = TIMEOUTS, patience = BRIEF } = options;
  const { repeatable = ['GET'] } = options;
  const root = options.baseUrl.replace(/\/+$/, '');
  const budget = createRateBudget(clock, patience);
  const serverClock = createServerClock(clock);
  const retrier = createRetrier(clock, patience);
  const limit = pLimit(MAX_AT_ONCE);

  async function request(call: HttpCall): Promise<Response> {
    const { method, json } = call;
    const url = `${root}/${targetOf(call)}`;
    const own = await call.headers?.();
    const outgoing = { url, method, json, headers: { ...HEADERS, ...headers, ...own } };
    const response = await limit(() =>
      budget.spend(() => {
        const bound = boundOf(repeatable.includes(method), {
          timeouts,
          patience,
          now: clock.now(),
        });
        return attempt({ send: (signal) => send({ ...outgoing, signal }), secrets, bound });
      }),
    );
    serverClock.learn(response.headers);
    if (response.ok) return response;
    throw await explainStatus(response, clock);
  }

  return {
    send: async (call) => {
      const response = await (repeatable.includes(call.method)
        ? retrier.run(() => request(call), call.retries)
        : request(call));
      return parseBody(await response.text());
    },
    clockOffsetMs: serverClock.offsetMs,
  };
}

/** Path and query. */
function targetOf({ path, query = {} }: HttpCall): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  return [path.map(encodeSegment).join('/'), search.toString()].filter(Boolean).join('?');
}

/** In a URL `.` and `..` change the path, even when encoded. */
function encodeSegment(segment: string): string {
  if (!['', '.', '..'].includes(segment)) return encodeURIComponent(segment);
  throw new HttpError({ kind: 'unreadable', reason: 'an id cannot be used in a URL' });
}

interface Attempt {
  readonly send: (signal: AbortSignal) => Promise<Response>;
  readonly secrets: readonly string[];
  readonly bound: Bound;
}

/**
 * An attempt holds its slot until the body is read, so a body that hangs or breaks counts as this
 * attempt's failure. Waiting for a retry holds no slot.
 */
async function attempt({ send, secrets, bound }: Attempt): Promise<Response> {
  const timeout = AbortSignal.timeout(bound.ms);
  try {
    const response = await send(timeout);
    const body = redactBody(await readBody(response), secrets);
    const { status, headers } = response;
    return new Response(body === '' ? null : body, { status, headers });
  } catch (error) {
    if (error instanceof HttpError) throw error;
    const reason = timeout.aborted ? bound.reached : explainLoss(error);
    throw new HttpError({ kind: 'lost', reason });
  }
}

/** A body that is not JSON is given as text, and none as `undefined`. */
async function explainStatus(response: Response, clock: Clock): Promise<HttpError> {
  const text = await response.text();
  const body = text === '' ? undefined : (parseJson(text) ?? text);
  const retryAfterMs = readPause(response, clock.now());
  return new HttpError({ kind: 'status', status: response.status, body, retryAfterMs });
}

function parseBody(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    const isPage = text.trimStart().startsWith('<');
    const reason = isPage ? 'it is a web page' : 'it is not valid JSON';
    throw new HttpError({ kind: 'unreadable', reason });
  }
}
