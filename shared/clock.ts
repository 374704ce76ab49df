import type { Instant } from './domain/instant.ts';

/** Time as a shell hands it in, so that rules and waits can be tested by moving it. */
export interface Clock {
  now(): Instant;
  /** Resolves after `milliseconds`; never rejects. */
  sleep(milliseconds: number): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
