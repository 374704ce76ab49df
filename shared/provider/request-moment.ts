import type { RequestMoment } from '../domain/backup-request.ts';
import { CLOCK_TOLERANCE, type Instant } from '../domain/instant.ts';

/** The moment a request was sent, by the provider's clock if the offset is known. */
export function momentOfSending(sentAt: Instant, clockOffsetMs: number | null): RequestMoment {
  if (clockOffsetMs === null) return { at: sentAt, clock: 'ours' };
  return { at: sentAt + clockOffsetMs, clock: 'provider' };
}

/** The same moment by the provider's clock, if its offset has become known. */
export function toProviderMoment(
  moment: RequestMoment,
  clockOffsetMs: number | null,
): RequestMoment {
  return moment.clock === 'provider' ? moment : momentOfSending(moment.at, clockOffsetMs);
}

/**
 * The latest believable start of a backup: now by either clock, since a gateway's `Date` may be
 * wrong, plus the tolerance between two honest clocks.
 */
export function latestStart(
  { at }: RequestMoment,
  { now, clockOffsetMs }: { now: Instant; clockOffsetMs: number | null },
): Instant {
  return Math.max(now, now + (clockOffsetMs ?? 0), at) + CLOCK_TOLERANCE;
}
