import type { Clock } from '../clock.ts';
import { DAY } from '../domain/instant.ts';

/** A server's clock, as far as its answers show it. */
export interface ServerClock {
  learn(headers: Headers): void;
  /** The server's clock minus ours in milliseconds; `null` until an answer gave it. */
  offsetMs(): number | null;
}

/** A clock that is further off is broken, and is ignored. */
const MAX_OFFSET = DAY;

/** An answer with an `Age` comes from a cache, and its `Date` is older. */
export function createServerClock(clock: Clock): ServerClock {
  let offsetMs: number | null = null;
  return {
    learn(headers) {
      const offset = Date.parse(headers.get('date') ?? '') - clock.now();
      if (Math.abs(offset) <= MAX_OFFSET && !headers.has('age')) offsetMs = offset;
    },
    offsetMs: () => offsetMs,
  };
}
