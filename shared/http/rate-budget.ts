import type { Clock } from '../clock.ts';
import { formatDuration } from '../domain/duration.ts';
import type { Instant } from '../domain/instant.ts';
import { canWait, type Patience, MAX_SILENT_WAIT } from './patience.ts';
import { readReset } from './retry-after.ts';

/** Keeps to the rate limit that a server's answers announce. */
export interface RateBudget {
  /** Sends when the budget allows it, and reads the new budget from the answer. */
  spend(send: () => Promise<Response>): Promise<Response>;
}

const REMAINING = ['ratelimit-remaining', 'x-ratelimit-remaining', 'x-rate-limit-remaining'];

/**
 * When the limit is used up, waits until it resets. If that is too long to wait, sends anyway and
 * lets the server's refusal explain.
 */
export function createRateBudget(clock: Clock, patience: Patience): RateBudget {
  let closedUntil: Instant = 0;
  return {
    async spend(send) {
      const pause = closedUntil - clock.now();
      if (pause > 0 && canWait(pause, patience, clock.now())) {
        if (pause > MAX_SILENT_WAIT) {
          patience.log(`the rate limit is used up; continuing in ${formatDuration(pause)}`);
        }
        await clock.sleep(pause);
      }
      const response = await send();
      const { headers } = response;
      const reset = readReset(headers, clock.now());
      const isUsedUp = REMAINING.some((name) => headers.get(name) === '0');
      if (isUsedUp && reset !== null) closedUntil = clock.now() + reset;
      return response;
    },
  };
}
