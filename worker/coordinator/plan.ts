import type { BackupRequest } from '../../shared/domain/backup-request.ts';
import { type Instant, MINUTE, SECOND } from '../../shared/domain/instant.ts';
import type { BackupOrder } from '../../shared/provider/provider.ts';
import type { RunState } from './run.ts';

/** How far a run is, as the ledger has it. */
export interface Progress {
  readonly state: RunState;
  readonly acceptedAt: Instant;
  /** What was there before, once that is recorded. */
  readonly order: BackupOrder | null;
  /** When the request was last about to be sent; it may or may not have arrived. */
  readonly sendingSince: Instant | null;
  /** How often it was about to be sent. */
  readonly sends: number;
  /** Whether the last one was answered as a success, in a way that could not be read. */
  readonly accepted: boolean;
  /** What the provider made of it, once that is recorded. */
  readonly request: BackupRequest | null;
  /** How often the run was looked at, failed looks included. */
  readonly looks: number;
  readonly lastTriedAt: Instant | null;
  /** Until when the provider asks to be left alone. */
  readonly notBefore: Instant | null;
}

/** What is to be done next for a run, and not before when. */
export type Step = { readonly at: Instant } & (
  | { readonly kind: 'survey' }
  | { readonly kind: 'send'; readonly order: BackupOrder }
  | { readonly kind: 'reconcile'; readonly order: BackupOrder }
  | { readonly kind: 'look'; readonly request: BackupRequest }
  | { readonly kind: 'give-up' }
  | { readonly kind: 'none' }
);

const FIRST_WAIT = 5 * SECOND;
const LONGEST_WAIT = MINUTE;
const WIDENING = 1.5;

/**
 * The next step of a run: a pure function of what is recorded and of now. Whatever was recorded as
 * about to happen and has no recorded end may have happened, so the provider is asked before it is
 * done again. Past its time a run is given up, whatever it waits for; one that slept through its
 * time sends nothing any more, and looks once more at what it had sent.
 */
export function plan(progress: Progress, options: { timeoutMs: number; now: Instant }): Step {
  const { state, acceptedAt, order, sendingSince, request } = progress;
  if (state === 'succeeded' || state === 'failed' || state === 'timed-out') {
    return { kind: 'none', at: Number.POSITIVE_INFINITY };
  }
  const deadline = acceptedAt + options.timeoutMs;
  const at = nextTry(progress);
  const tooLate = options.now >= deadline && !request;
  if (at >= deadline || tooLate) return { kind: 'give-up', at: deadline };
  if (request) return { kind: 'look', at, request };
  if (!order) return { kind: 'survey', at };
  return sendingSince === null ? { kind: 'send', at, order } : { kind: 'reconcile', at, order };
}

/**
 * At once at first, then at widening intervals. A request that a crash cut off may still be on its
 * way, so it is given time to arrive before it is looked for.
 */
function nextTry(progress: Progress): Instant {
  const { acceptedAt, looks, lastTriedAt, sendingSince, notBefore } = progress;
  const arrived = sendingSince === null ? acceptedAt : sendingSince + FIRST_WAIT;
  const earliest = Math.max(arrived, notBefore ?? acceptedAt);
  if (lastTriedAt === null || looks === 0) return Math.max(lastTriedAt ?? acceptedAt, earliest);
  // Whole milliseconds, as alarms have: one that rings a fraction early would ring for nothing.
  const wait = Math.round(Math.min(FIRST_WAIT * WIDENING ** (looks - 1), LONGEST_WAIT));
  return Math.max(lastTriedAt + wait, earliest);
}
