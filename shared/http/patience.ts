import { type Instant, MINUTE, SECOND } from '../domain/instant.ts';

/** How long a client waits. */
export interface Patience {
  /** All waiting ends at this moment, that for slow answers included. */
  readonly deadline: Instant;
  /** How long a read is retried: for up to a minute, or twice within a second. */
  readonly retries: 'a-minute' | 'twice';
  /** Takes a line about each wait of more than 5 seconds; it holds no text from outside. */
  readonly log: (line: string) => void;
}

/** For whoever looks again later anyway, such as a run in the background. */
export const BRIEF: Patience = {
  deadline: Number.POSITIVE_INFINITY,
  retries: 'twice',
  log: () => {},
};

/** If a server asks for a longer pause, it is not waited for. */
export const MAX_PAUSE = MINUTE;

/** A longer wait is logged. */
export const UNSAID_WAIT = 5 * SECOND;

/**
 * The least time for an answer. A last look at the deadline would otherwise have none, so requests
 * may end this much after it, all of them together.
 */
const LAST_LOOK = 2 * SECOND;

/** How long an attempt that begins now may take; 0 or less: it must not begin. */
export function timeLeft({ deadline }: Pick<Patience, 'deadline'>, now: Instant): number {
  return Math.max(deadline, Math.min(now, deadline) + LAST_LOOK) - now;
}

/** Whether a pause that begins now can be waited for. */
export function canWait(pauseMs: number, { deadline }: Patience, now: Instant): boolean {
  return pauseMs <= MAX_PAUSE && now + pauseMs < deadline;
}
