import { CLOCK_TOLERANCE, type Instant, SECOND } from '../../shared/domain/instant.ts';
import { err, ok, type Result } from '../../shared/domain/result.ts';

/** Whole seconds since 1970 and nothing else: what parses leniently can be written in many ways. */
const SECONDS = /^[1-9]\d{0,11}$/;

/**
 * Reads the time at which a message was signed. One from the future is refused as one from the
 * past is: it could be kept, and sent again as long as its time has not come.
 */
export function parseSignedTime(text: string, now: Instant): Result<Instant, string> {
  if (!SECONDS.test(text)) return err('the timestamp is not a number of seconds');
  const signedAt = Number(text) * SECOND;
  if (signedAt < now - CLOCK_TOLERANCE) return err('the timestamp is too old');
  if (signedAt > now + CLOCK_TOLERANCE) return err('the timestamp is in the future');
  return ok(signedAt);
}
