import { type Instant, MINUTE } from '../domain/instant.ts';
import { type Pace, waitAfterLooks } from './pace.ts';
import { type BackupRun, isEnded, type Progress } from './run.ts';

/** What is to be done next for a run, and not before when. */
export interface Step {
  readonly kind:
    /** Read what is there before. */
    | 'snapshot'
    | 'send'
    /** Look for a request whose fate is not known. */
    | 'search'
    /** Look how far a known request is. */
    | 'look'
    | 'give-up'
    | 'none';
  readonly at: Instant;
}

export interface Timing {
  /** After it the run is given up, counted from its acceptance. */
  readonly timeoutMs: number;
  readonly pace: Pace;
  readonly now: Instant;
}

/** For how long a refused credential or an unknown service is taken for a passing mistake. */
export const REFUSED_FOR = 2 * MINUTE;

/**
 * The next step of a run: a pure function of what is recorded and of now. Whatever was recorded as
 * about to happen and has no recorded end may have happened, so the provider is asked before it is
 * done again. Past its time a run sends nothing; what it may have sent is looked at once more.
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

/** A clock that was set back must not give a run more than its time. */
export function deadlineOf(
  { acceptedAt }: Pick<BackupRun, 'acceptedAt'>,
  { timeoutMs, now }: Pick<Timing, 'timeoutMs' | 'now'>,
): Instant {
  return Math.min(acceptedAt, now) + timeoutMs;
}

/**
 * At once at first, then at widening intervals, and not before the provider wants to be asked. A
 * request that a crash cut off may still be on its way, so it is given time to arrive.
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
  // The clock was set back since, so how long ago that was is not known.
  if (lastTriedAt > now) return now;
  return looks === 0 ? lastTriedAt : lastTriedAt + waitAfterLooks(looks, pace);
}
