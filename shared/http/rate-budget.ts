import type { Clock } from '../clock.ts';
import { type Instant, MINUTE, SECOND } from '../domain/instant.ts';

/** Beyond this a step would only seem to hang; the server's own refusal then says why. */
const MAX_PAUSE = MINUTE;

/** Keeps to the rate limit that a server announces with its answers. */
export interface RateBudget {
  /** Sends when the budget allows it, and learns from the answer what is left of it. */
  spend(send: () => Promise<Response>): Promise<Response>;
}

/**
 * `X-RateLimit-Remaining: 0` means that nothing may be sent before `X-RateLimit-Reset`, which is a
 * moment in seconds since 1970.
 */
export function createRateBudget(clock: Clock): RateBudget {
  let closedUntil: Instant = 0;
  return {
    async spend(send) {
      const pause = Math.min(closedUntil - clock.now(), MAX_PAUSE);
      if (pause > 0) await clock.sleep(pause);
      const response = await send();
      const resetAt = Number(response.headers.get('x-ratelimit-reset') ?? Number.NaN) * SECOND;
      const exhausted = response.headers.get('x-ratelimit-remaining') === '0';
      if (exhausted && resetAt > clock.now()) closedUntil = resetAt;
      return response;
    },
  };
}
