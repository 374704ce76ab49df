import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, vi } from 'vitest';

/** Small beside every delay that matters, so that a request under way is never overtaken. */
const STEP_MS = 10;

/**
 * In the tests of this file the waits between a client's attempts, and `Date` with them, pass only
 * when they are moved. Sockets and `AbortSignal.timeout` keep real time.
 */
export function holdRetryDelays(): void {
  beforeEach(() => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'Date'],
      now: Date.UTC(2026, 0, 15, 12, 0, 0),
    });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}

/** Moves the held waits on until the call has ended, while its real HTTP goes on. */
export async function hurry<Value>(call: Promise<Value>): Promise<Value> {
  const state = { ended: false };
  const end = () => {
    state.ended = true;
  };
  call.then(end, end);
  while (!state.ended) {
    await vi.advanceTimersByTimeAsync(STEP_MS);
    await nextTurn();
  }
  return call;
}
