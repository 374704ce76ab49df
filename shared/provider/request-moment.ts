import type { RequestMoment } from '../domain/backup-request.ts';
import { CLOCK_TOLERANCE, type Instant } from '../domain/instant.ts';

/** When a request was sent, by the provider's clock where an answer told how far that is from ours. */
export function momentOfSending(sentAt: Instant, clockOffsetMs: number | null): RequestMoment {
  if (clockOffsetMs === null) return { at: sentAt, clock: 'ours' };
  return { at: sentAt + clockOffsetMs, clock: 'provider' };
}

/** The same moment by the provider's clock, if that became known since. */
export function toProviderMoment(
  moment: RequestMoment,
  clockOffsetMs: number | null,
): RequestMoment {
  return moment.clock === 'provider' ? moment : momentOfSending(moment.at, clockOffsetMs);
}

/**
 * Up to when a backup may have begun and be believed: now by either clock, since a gateway's `Date`
 * may be wrong, with the difference that two honest clocks may have.
 */
export function latestStart(
  { at }: RequestMoment,
  { now, clockOffsetMs }: { now: Instant; clockOffsetMs: number | null },
): Instant {
  return Math.max(now, now + (clockOffsetMs ?? 0), at) + CLOCK_TOLERANCE;
}
