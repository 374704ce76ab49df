import { MINUTE } from '../../shared/domain/instant.ts';
import { HttpError } from '../../shared/http/http-error.ts';
import { canWait } from '../../shared/http/patience.ts';
import type { Connection } from './connection.ts';

/**
 * A Worker that has not got the issuer's keys can verify no token. It then names a time with its 401,
 * as it does with no other, and is asked again for up to a minute.
 */
export async function awaitKeys<Value>(
  send: () => Promise<Value>,
  { clock, patience }: Connection,
): Promise<Value> {
  const until = clock.now() + MINUTE;
  for (;;) {
    try {
      return await send();
    } catch (error) {
      const pauseMs = error instanceof HttpError ? pauseForKeys(error) : null;
      const isOver = pauseMs === null || clock.now() + pauseMs > until;
      if (isOver || !canWait(pauseMs, patience('Worker'), clock.now())) throw error;
      await clock.sleep(pauseMs);
    }
  }
}

/** `null` for any other failure. */
export function pauseForKeys({ failure }: Pick<HttpError, 'failure'>): number | null {
  return failure.kind === 'status' && failure.status === 401 ? failure.retryAfterMs : null;
}
