import { getOctokit } from '@actions/github';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import type { Clock } from '../../shared/clock.ts';
import { formatDuration } from '../../shared/domain/duration.ts';
import { type Instant, SECOND } from '../../shared/domain/instant.ts';
import { MAX_PAUSE } from '../../shared/http/patience.ts';
import { boundAttempts, guardCreation } from './attempts.ts';
import { createThrottle } from './throttle.ts';

export type Octokit = ReturnType<typeof getOctokit>;

export interface Connection {
  readonly token: string;
  readonly apiUrl: string;
  readonly clock: Clock;
  /** Nothing is sent or waited for after this moment. */
  readonly deadline: Instant;
  readonly log: (line: string) => void;
}

/** GitHub asks for at least one second between writes. */
const BETWEEN_WRITES = SECOND;

/** Retries of a repeatable request, after 1, 4 and 9 seconds. */
const MAX_RETRIES = 3;

/** Statuses that a retry does not change. The throttling plugin handles rate limits. */
const LASTING = [400, 401, 403, 404, 410, 422, 429, 451];

/**
 * A client of GitHub's REST API that keeps to its rate limits. All its waits are on the given
 * clock. It uses the proxy that the environment names.
 */
export function connect({ token, apiUrl, clock, deadline, log }: Connection): Octokit {
  const wait = async (seconds: number) => {
    const pauseMs = seconds * SECOND;
    if (pauseMs > MAX_PAUSE || clock.now() + pauseMs >= deadline) return false;
    log(`GitHub's rate limit is used up; continuing in ${formatDuration(pauseMs)}`);
    await clock.sleep(pauseMs);
    return true;
  };
  const options = {
    baseUrl: apiUrl,
    userAgent: 'backup-gate',
    log: QUIET,
    // `wait` has waited already, so the plugins must not wait again.
    retry: { doNotRetry: LASTING, retries: MAX_RETRIES, retryAfterBaseValue: 0 },
    throttle: {
      write: createThrottle(clock, BETWEEN_WRITES),
      notifications: createThrottle(clock, 0),
      retryAfterBaseValue: 0,
      onRateLimit: wait,
      onSecondaryRateLimit: wait,
    },
  };
  // The first plugin is the innermost.
  const attempts = boundAttempts({ clock, deadline });
  return getOctokit(token, options, attempts, throttling, retry, guardCreation);
}

/** Octokit's own log lines may contain text from outside. */
const nothing = () => {};
const QUIET = { debug: nothing, info: nothing, warn: nothing, error: nothing };
