import { decide as decideGate } from '../../shared/domain/gate.ts';
import { HOUR, type Instant, MINUTE, SECOND } from '../../shared/domain/instant.ts';
import type { Verdict } from '../../shared/domain/verdict.ts';
import type { ProtectEntry } from './config.ts';

/** Everything that a decision rests on. */
export interface Question {
  /** `null` if no entry names the environment. */
  readonly entry: Pick<ProtectEntry, 'onBlock' | 'holdForMs'> | null;
  /**
   * The verdict on each service of the entry; `null` if its coordinator could not be asked, and
   * what is not known of the service blocks.
   */
  readonly verdicts: readonly (Verdict | null)[];
  /** Whether two people let it through. */
  readonly isOverridden: boolean;
  readonly requestedAt: Instant;
  /** When GitHub was told why it is held, or one before it at the same address, oldest first. */
  readonly reports: readonly Instant[];
  /** Whether GitHub takes none, perhaps because nobody waits. It may still wait for a decision. */
  readonly isUnheard: boolean;
  readonly now: Instant;
}

export type Decision =
  | { readonly kind: 'approve'; readonly why: 'gate' | 'override' }
  | { readonly kind: 'reject'; readonly why: 'unnamed' | 'blocked' | 'held' | 'unjudged' }
  /** It is held, and GitHub is told why. */
  | { readonly kind: 'report'; readonly lookAt: Instant; readonly heldUntil: Instant }
  | { readonly kind: 'wait'; readonly lookAt: Instant };

/** GitHub takes 10 for a deployment; the rest are for what was lost on its way. */
export const MAX_REPORTS = 8;

/** The pause between two reports, which doubles each time. */
const FIRST_PAUSE = 5 * MINUTE;

const MIN_PACE = 30 * SECOND;
const MAX_PACE = 5 * MINUTE;
const UNHEARD_PACE = HOUR;

/** How long a coordinator that cannot be asked is waited for, whatever the entry says. */
export const MAX_UNJUDGED = 15 * MINUTE;

/**
 * Decides about a deployment that waits. What no entry names is never approved, whoever asks. The
 * severest of several services counts, and only a gate that is known to be open lets it through.
 */
export function decide(question: Question): Decision {
  const { entry, verdicts, isOverridden, requestedAt, now } = question;
  if (entry === null) return { kind: 'reject', why: 'unnamed' };
  const known = verdicts.filter((verdict) => verdict !== null);
  const isBlocked = known.some((verdict) => decideGate(verdict, 'block') === 'closed');
  const isKnown = known.length === verdicts.length && known.length > 0;
  if (isKnown && !isBlocked) return { kind: 'approve', why: 'gate' };
  if (isOverridden) return { kind: 'approve', why: 'override' };
  if (isBlocked && entry.onBlock === 'reject') return { kind: 'reject', why: 'blocked' };
  const holdForMs = entry.onBlock === 'hold' ? entry.holdForMs : 0;
  const heldUntil = requestedAt + (isBlocked ? holdForMs : Math.max(holdForMs, MAX_UNJUDGED));
  if (now >= heldUntil) return { kind: 'reject', why: isBlocked ? 'held' : 'unjudged' };
  const pace = question.isUnheard ? UNHEARD_PACE : paceAfter(now - requestedAt);
  const lookAt = Math.min(now + pace, heldUntil);
  return isReportDue(question) ? { kind: 'report', lookAt, heldUntil } : { kind: 'wait', lookAt };
}

/** The longer it has been held, the less a moment matters. Whole milliseconds, as alarms have. */
function paceAfter(heldForMs: number): number {
  return Math.min(Math.max(Math.ceil(heldForMs / 4), MIN_PACE), MAX_PACE);
}

function isReportDue({ reports, requestedAt, now }: Question): boolean {
  const last = reports.at(-1);
  if (last === undefined) return true;
  // What an older deployment of the run was told says the same, but not to this one.
  const own = reports.filter((at) => at >= requestedAt);
  const pauseMs = FIRST_PAUSE * 2 ** Math.max(own.length - 1, 0);
  return reports.length < MAX_REPORTS && now >= last + pauseMs;
}
