import ky, { isHTTPError, type Options } from 'ky';
import pLimit from 'p-limit';
import type { Clock } from '../clock.ts';
import { readBody } from './bounded-body.ts';
import { createRateBudget } from './rate-budget.ts';
import { explainLoss, HttpError } from './http-error.ts';
import { removeSecrets } from './redact.ts';
import { readRetryAfter } from './retry-after.ts';
import { createServerClock } from './server-clock.ts';
import { meaningOfStatus } from './status.ts';

/** A call below the base URL. Path segments are encoded one by one; `undefined` is not sent. */
export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly json?: unknown;
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
  /** Removed from every answer before anything reads it. */
  readonly secrets: readonly string[];
  readonly clock: Clock;
  /** Bounds on one attempt, from the request to the last byte of its answer. */
  readonly timeouts?: Timeouts;
}

export interface Timeouts {
  readonly readMs: number;
  readonly writeMs: number;
}

/** A provider may answer a creating request only when it is done, and repeating it is worse. */
const TIMEOUTS: Timeouts = { readMs: 15_000, writeMs: 60_000 };
const MAX_AT_ONCE = 6;
const MAX_RETRIES = 2;
/** If a server asks for a longer pause, do not retry. */
const MAX_PAUSE_MS = 60_000;
const RETRIED_STATUSES = Array.from({ length: 200 }, (_, index) => 400 + index).filter((status) =>
  ['passing', 'rate-limited'].includes(meaningOfStatus(status)),
);

/**
 * An HTTP client for one provider. Reads are retried, writes never are: the caller must first find
 * out what became of the first attempt. Redirects are not followed, because they would carry the
 * credential to another host.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { baseUrl, headers, secrets, clock, timeouts = TIMEOUTS } = options;
  const budget = createRateBudget(clock);
  const serverClock = createServerClock(clock);
  const limit = pLimit(MAX_AT_ONCE);
  const client = ky.create({
    prefix: baseUrl,
    headers: { accept: 'application/json', 'user-agent': 'backup-gate', ...headers },
    redirect: 'manual',
    timeout: false,
    fetch: async (input, init) => {
      const spend = () => budget.spend(() => attempt({ input, init, secrets, timeouts }));
      const response = await limit(spend);
      serverClock.learn(response.headers);
      return withoutResetTime(response);
    },
    retry: {
      limit: MAX_RETRIES,
      methods: ['get'],
      statusCodes: RETRIED_STATUSES,
      afterStatusCodes: RETRIED_STATUSES,
      shouldRetry: ({ error }) => {
        const pause = pauseOf(error, clock);
        if (pause !== null && pause > MAX_PAUSE_MS) return false;
        return isLost(error) ? true : undefined;
      },
    },
  });
  return {
    send: async (call) => {
      const response = await send(() => client(urlOf(call), optionsOf(call)), clock);
      return parseBody(await response.text());
    },
    clockOffsetMs: serverClock.offsetMs,
  };
}

/** The query is part of the URL text: passed separately, it makes ky build every request twice. */
function urlOf({ path, query = {} }: HttpCall): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  return [path.map(encodeSegment).join('/'), search.toString()].filter(Boolean).join('?');
}

/** In a URL `.` and `..` change the path, even when encoded. */
function encodeSegment(segment: string): string {
  if (!['', '.', '..'].includes(segment)) return encodeURIComponent(segment);
  throw new HttpError({ kind: 'unreadable', reason: 'an id in it cannot be part of a URL' });
}

function optionsOf({ method, json }: HttpCall): Options {
  return { method, ...(json === undefined ? {} : { json }) };
}

interface Attempt {
  readonly input: Parameters<typeof fetch>[0];
  readonly init: Parameters<typeof fetch>[1];
  readonly secrets: readonly string[];
  readonly timeouts: Timeouts;
}

/**
 * An attempt holds its slot until the body is read, so a body that hangs or breaks counts as this
 * attempt's failure. Waiting for a retry holds no slot.
 */
async function attempt({ input, init, secrets, timeouts }: Attempt): Promise<Response> {
  const timeoutMs = isRead(input, init) ? timeouts.readMs : timeouts.writeMs;
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(input, { ...init, signal: timeout });
    const body = removeSecrets(await readBody(response), secrets);
    const { status, headers } = response;
    return new Response(body === '' ? null : body, { status, headers });
  } catch (error) {
    if (error instanceof HttpError) throw error;
    const tookTooLong = `no answer within ${timeoutMs / 1000} seconds`;
    const reason = timeout.aborted ? tookTooLong : explainLoss(error);
    throw new HttpError({ kind: 'lost', reason });
  }
}

function isRead(input: Attempt['input'], init: Attempt['init']): boolean {
  return (input instanceof Request ? input.method : init?.method) === 'GET';
}

/** ky would read the rate limit's reset time as `Retry-After` for any failure. */
function withoutResetTime(response: Response): Response {
  if (response.status !== 429) response.headers.delete('x-ratelimit-reset');
  return response;
}

function isLost(error: unknown): boolean {
  return error instanceof HttpError && error.failure.kind === 'lost';
}

/** The `Retry-After` of a failed call; `null` if there is none. */
function pauseOf(error: unknown, clock: Clock): number | null {
  if (!isHTTPError(error)) return null;
  return readRetryAfter(error.response.headers.get('retry-after'), clock.now());
}

async function send(request: () => Promise<Response>, clock: Clock): Promise<Response> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof HttpError) throw error;
    throw toHttpError(error, clock);
  }
}

/** ky's error contains the URL, so only its status and body are kept. */
function toHttpError(error: unknown, clock: Clock): HttpError {
  if (isHTTPError(error)) {
    const { response, data: body } = error;
    const retryAfterMs = pauseOf(error, clock);
    return new HttpError({ kind: 'status', status: response.status, body, retryAfterMs });
  }
  return new HttpError({ kind: 'lost', reason: explainLoss(error) });
}

function parseBody(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    const isPage = text.trimStart().startsWith('<');
    const reason = isPage ? 'it is a web page' : 'it is not whole JSON';
    throw new HttpError({ kind: 'unreadable', reason });
  }
}
