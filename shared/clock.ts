import type { Instant } from './domain/instant.ts';

/** Time, handed in by a shell so that tests can move it. */
export interface Clock {
  now(): Instant;
  /** Resolves after `milliseconds`; never rejects. */
  sleep(milliseconds: number): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/** The same clock, on which nobody sleeps beyond the deadline. */
export function endSleepAt(deadline: Instant, clock: Clock): Clock {
  return {
    now: () => clock.now(),
    sleep: (milliseconds) => {
      const left = Math.min(milliseconds, deadline - clock.now());
      return left > 0 ? clock.sleep(left) : Promise.resolve();
    },
  };
}
