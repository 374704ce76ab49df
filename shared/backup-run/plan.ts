import { type Instant, MINUTE } from '../domain/instant.ts';
import { type Pace, waitAfterLooks } from './pace.ts';
import { type BackupRun, isEnded, type Progress } from './run.ts';

/** The next step of a run, and the earliest moment for it. */
export interface Step {
  readonly kind:
    /** Read what is listed before the request. */
    | 'snapshot'
    | 'send'
    /** Search for a request whose fate is unknown. */
    | 'search'
    /** Check the progress of a known request. */
    | 'look'
    | 'give-up'
    | 'none';
  readonly at: Instant;
}

export interface Timing {
  /** The run times out this long after its acceptance. */
  readonly timeoutMs: number;
  readonly pace: Pace;
  readonly now: Instant;
}

/** A refused credential or unknown service counts as a passing error for this long. */
export const REFUSED_FOR = 2 * MINUTE;

/**
 * The next step of a run: a pure function of the record and of now. An effect that was recorded as
 * started, and not as ended, may have happened, so the provider is asked before it is repeated.
 * After its timeout a run sends nothing; a request that may have been sent is checked once more.
 */
export function plan(run: BackupRun, timing: Timing): Step {
  if (isEnded(run)) return { kind: 'none', at: Number.POSITIVE_INFINITY };
  const { progress } = run;
  const { now } = timing;
  const deadline = deadlineOf(run, timing);
  const at = nextTry(run, timing);
  if (!progress.found && !progress.sending) {
    if (Math.max(at, now) >= deadline) return { kind: 'give-up', at: deadline };
    return { kind: progress.before ? 'send' : 'snapshot', at };
  }
  const lastTriedAt = progress.lastTriedAt ?? 0;
  if (lastTriedAt >= deadline && lastTriedAt <= now) return { kind: 'give-up', at: deadline };
  return { kind: progress.found ? 'look' : 'search', at: Math.min(at, deadline) };
}

/** If the clock was set back, the run must not get more than its timeout. */
export function deadlineOf(
  { acceptedAt }: Pick<BackupRun, 'acceptedAt'>,
  { timeoutMs, now }: Pick<Timing, 'timeoutMs' | 'now'>,
): Instant {
  return Math.min(acceptedAt, now) + timeoutMs;
}

/**
 * At once, then at widening intervals, and no sooner than the provider asked for. A request that a
 * crash interrupted may still be on its way, so it gets time to arrive.
 */
function nextTry({ acceptedAt, progress }: BackupRun, { pace, now }: Timing): Instant {
  const { sending, pause } = progress;
  const arrived = sending && sending.since <= now ? sending.since + pace.firstMs : 0;
  const paused = pause && pause.from <= now ? pause.from + pause.ms : 0;
  const due = Math.max(afterLastTry(progress, { acceptedAt, pace, now }), arrived);
  const refusalEnds = progress.refusedSince === null ? due : progress.refusedSince + REFUSED_FOR;
  return Math.max(Math.min(due, Math.max(refusalEnds, progress.lastTriedAt ?? 0)), paused);
}

function afterLastTry(
  { looks, lastTriedAt }: Progress,
  { acceptedAt, pace, now }: { acceptedAt: Instant; pace: Pace; now: Instant },
): Instant {
  if (lastTriedAt === null) return Math.min(acceptedAt, now);
  // The clock was set back, so the time since then is unknown.
  if (lastTriedAt > now) return now;
  return looks === 0 ? lastTriedAt : lastTriedAt + waitAfterLooks(looks, pace);
}
