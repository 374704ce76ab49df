import type { Clock } from '../clock.ts';
import { formatDuration } from '../domain/duration.ts';
import { type Instant, MINUTE, SECOND } from '../domain/instant.ts';
import { HttpError, type HttpFailure } from './http-error.ts';
import { canWait, type Patience, MAX_SILENT_WAIT } from './patience.ts';
import { meaningOfStatus } from './status.ts';

/** Repeats reads that failed in a way that may pass. */
export interface Retrier {
  run<Answer>(read: () => Promise<Answer>, retries?: Patience['retries']): Promise<Answer>;
}

const MAX_BRIEF_RETRIES = 2;
const RETRIED_FOR = MINUTE;
const FIRST_PAUSE = 300;
const MAX_OWN_PAUSE = 15 * SECOND;

/**
 * A read is retried for a minute after its first attempt. Reads that fail while none is answered
 * share that minute, so a provider that is down is not waited for once per service.
 */
export function createRetrier(clock: Clock, patience: Patience): Retrier {
  let failingSince: Instant | null = null;

  function pauseAfter(failure: HttpFailure, { tries, begunAt, retries }: Tried): number | null {
    const own = Math.min(FIRST_PAUSE * 2 ** (tries - 1), MAX_OWN_PAUSE);
    const asked = failure.kind === 'status' ? (failure.retryAfterMs ?? 0) : 0;
    if (retries === 'twice') return tries > MAX_BRIEF_RETRIES ? null : Math.max(own, asked);
    const left = Math.min(begunAt, failingSince ?? begunAt) + RETRIED_FOR - clock.now();
    return left <= 0 || asked > left ? null : Math.max(Math.min(own, left), asked);
  }

  return {
    async run(read, retries = patience.retries) {
      const begunAt = clock.now();
      for (let tries = 1; ; tries += 1) {
        try {
          const answer = await read();
          failingSince = null;
          return answer;
        } catch (error) {
          if (!(error instanceof HttpError)) throw error;
          if (!mayPass(error.failure)) {
            failingSince = null;
            throw error;
          }
          failingSince ??= begunAt;
          const pause = pauseAfter(error.failure, { tries, begunAt, retries });
          if (pause === null || !canWait(pause, patience, clock.now())) throw error;
          if (clock.now() + pause - begunAt > MAX_SILENT_WAIT) {
            patience.log(`${error.message}; trying again in ${formatDuration(pause)}`);
          }
          await clock.sleep(pause);
        }
      }
    },
  };
}

interface Tried {
  readonly tries: number;
  readonly begunAt: Instant;
  readonly retries: Patience['retries'];
}

function mayPass(failure: HttpFailure): boolean {
  if (failure.kind === 'lost') return true;
  return (
    failure.kind === 'status' &&
    ['passing', 'rate-limited'].includes(meaningOfStatus(failure.status))
  );
}
