import { CLOCK_TOLERANCE, type Instant, SECOND } from '../../shared/domain/instant.ts';
import { err, ok, type Result } from '../../shared/domain/result.ts';

/** Whole seconds since 1970, in one spelling: lenient parsing would accept several for one time. */
const SECONDS = /^[1-9]\d{0,11}$/;

/**
 * Parses the time at which a message was signed. A future time is refused like a past one: the
 * message could be kept and replayed until then.
 */
export function parseSignedTime(text: string, now: Instant): Result<Instant, string> {
  if (!SECONDS.test(text)) return err('the timestamp is not a number of seconds');
  const signedAt = Number(text) * SECOND;
  if (signedAt < now - CLOCK_TOLERANCE) return err('the timestamp is too old');
  if (signedAt > now + CLOCK_TOLERANCE) return err('the timestamp is in the future');
  return ok(signedAt);
}
