import type { getOctokit } from '@actions/github';
import { looseObject, safeParse, string } from 'valibot';
import type { Clock } from '../../shared/clock.ts';
import { type Instant, SECOND } from '../../shared/domain/instant.ts';
import { MAX_PAUSE } from '../../shared/http/patience.ts';
import { meaningOfStatus } from '../../shared/http/status.ts';
import { Misled, OutOfTime, UnreadableAnswer } from './failure.ts';

type Plugin = NonNullable<Parameters<typeof getOctokit>[2]>;

export interface AttemptOptions {
  readonly clock: Clock;
  /** Nothing is sent after this moment. */
  readonly deadline: Instant;
}

/** Bound on one attempt, from the request to the last byte of its answer. */
const ATTEMPT_TIMEOUT_MS = 15 * SECOND;

/** For a POST that is harmless when sent twice, so it may be retried like a read. */
export const REPEATABLE = { repeatable: true } as const;

/**
 * The outermost plugin: a creating request is not retried, unless it is `REPEATABLE`. The options
 * are changed in place, because every plugin gets this object; `request` is replaced, because
 * Octokit shares one among all requests and the plugins count their attempts in it.
 */
export const guardCreation: Plugin = (octokit) => {
  octokit.hook.wrap('request', (request, options) => {
    const creates = options.method === 'POST' && !options.request['repeatable'];
    options.request = { ...options.request, ...(creates ? { retries: 0 } : {}) };
    return request(options);
  });
};

/**
 * The innermost plugin: bounds each attempt, waits before a retry, and turns an unreadable answer
 * into a failure.
 */
export function boundAttempts({ clock, deadline }: AttemptOptions): Plugin {
  const asked = new WeakMap<object, number>();
  return (octokit) => {
    octokit.hook.wrap('request', async (request, options) => {
      const pause = pauseBefore(options.request['retryCount'], asked.get(options));
      if (pause > MAX_PAUSE || clock.now() + pause >= deadline) {
        throw new OutOfTime('no time is left for reports');
      }
      if (pause > 0) await clock.sleep(pause);
      if (!isOfApi(options)) throw new Misled('pointed to another host for the rest of a list');
      const left = Math.min(ATTEMPT_TIMEOUT_MS, deadline - clock.now());
      options.request.signal = AbortSignal.timeout(Math.max(left, 1));
      // Followed, it would carry the token to another host, and a POST would become a GET.
      options.request.redirect = 'manual';
      try {
        const answer = await request(options);
        const { status } = answer;
        if (meaningOfStatus(status) === 'redirect') {
          throw new Misled(
            `redirected the request (HTTP ${status}), as it does for a renamed repository`,
          );
        }
        if (!isJson(answer.data)) throw new UnreadableAnswer(options);
        return answer;
      } catch (error) {
        asked.set(options, retryAfterOf(error));
        throw error;
      }
    });
  };
}

/** The next page of a list is at the address that the answer names, and gets the token. */
function isOfApi({ url, baseUrl }: { readonly url: string; readonly baseUrl: string }): boolean {
  return new URL(url, baseUrl).origin === new URL(baseUrl).origin;
}

/** Octokit passes text on that is not JSON, and takes an empty body for an empty list. */
function isJson(data: unknown): boolean {
  return typeof data === 'object' && data !== null;
}

const Asking = looseObject({
  response: looseObject({ headers: looseObject({ 'retry-after': string() }) }),
});

/** 1, 4 and 9 seconds, or the server's `Retry-After` if that is longer. */
function pauseBefore(retries: unknown, askedMs = 0): number {
  const count = typeof retries === 'number' ? retries : 0;
  return count === 0 ? 0 : Math.max(count ** 2 * SECOND, askedMs);
}

/** In milliseconds; 0 if there is none that can be read. */
function retryAfterOf(error: unknown): number {
  const answer = safeParse(Asking, error);
  const seconds = answer.success ? Number(answer.output.response.headers['retry-after']) : 0;
  return Number.isFinite(seconds) ? seconds * SECOND : 0;
}
