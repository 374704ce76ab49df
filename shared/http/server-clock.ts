import type { Clock } from '../clock.ts';
import { DAY } from '../domain/instant.ts';

/** What is known of a server's clock from its answers. */
export interface ServerClock {
  learn(headers: Headers): void;
  /** Milliseconds by which it is ahead of ours; `null` before an answer told. */
  offsetMs(): number | null;
}

/** A clock that is further off than this is broken, and so is no measure. */
const MAX_OFFSET = DAY;

/** An answer with an `Age` comes from a cache: its `Date` is that of the origin, some time ago. */
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
