import { type Instant, MINUTE, SECOND } from '../domain/instant.ts';
import { HttpError } from './http-error.ts';

/** How long a client waits. */
export interface Patience {
  /** All waiting ends at this moment, that for slow answers included. */
  readonly deadline: Instant;
  /** How long a read is retried: for up to a minute, or twice within a second. */
  readonly retries: 'a-minute' | 'twice';
  /** Logs each wait of more than 5 seconds; the line holds no text from outside. */
  readonly log: (line: string) => void;
}

/** For callers that check again later anyway, such as a background run. */
export const BRIEF: Patience = {
  deadline: Number.POSITIVE_INFINITY,
  retries: 'twice',
  log: () => {},
};

/** If a server asks for a longer pause, do not wait. */
export const MAX_PAUSE = MINUTE;

/** A longer wait is logged. */
export const MAX_SILENT_WAIT = 5 * SECOND;

export interface Timeouts {
  readonly readMs: number;
  readonly writeMs: number;
}

/** Some providers answer a creating request only when it is done. Repeating it would be worse. */
export const TIMEOUTS: Timeouts = { readMs: 15 * SECOND, writeMs: MINUTE };

/**
 * The minimum time for an answer. A last look at the deadline would otherwise have none, so
 * requests may overrun it by this much in total.
 */
const LAST_LOOK = 2 * SECOND;

/** Whether a pause that begins now can be waited for. */
export function canWait(pauseMs: number, { deadline }: Patience, now: Instant): boolean {
  return pauseMs <= MAX_PAUSE && now + pauseMs < deadline;
}

/** The bound on one attempt, and what it means to reach it. */
export interface Bound {
  readonly ms: number;
  readonly reached: string;
}

/**
 * A read may still begin at the deadline, as a last look. A write may not: its result could not be
 * checked.
 */
export function boundOf(
  reads: boolean,
  {
    timeouts,
    patience: { deadline },
    now,
  }: { readonly timeouts: Timeouts; readonly patience: Patience; readonly now: Instant },
): Bound {
  const left = Math.max(deadline, Math.min(now, deadline) + LAST_LOOK) - now;
  if (left <= 0 || (!reads && now >= deadline)) {
    throw new HttpError({ kind: 'unsent', reason: 'the timeout was reached' });
  }
  const own = reads ? timeouts.readMs : timeouts.writeMs;
  return left < own
    ? { ms: left, reached: 'the timeout was reached' }
    : { ms: own, reached: `timed out after ${own / SECOND} seconds` };
}
