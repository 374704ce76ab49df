import type { Clock } from '../clock.ts';
import { type Instant, MINUTE, SECOND } from '../domain/instant.ts';

/** Longer, and the step would seem to hang; send, and let the server's refusal explain. */
const MAX_PAUSE = MINUTE;

/** Keeps to the rate limit that a server's answers announce. */
export interface RateBudget {
  /** Sends when the budget allows it, and reads the new budget from the answer. */
  spend(send: () => Promise<Response>): Promise<Response>;
}

/** `X-RateLimit-Remaining: 0`: send nothing before `X-RateLimit-Reset`, in seconds since 1970. */
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
