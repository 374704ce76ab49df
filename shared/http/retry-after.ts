import { type Instant, SECOND } from '../domain/instant.ts';

/**
 * How long a server asks to be left alone, in milliseconds; `null` where it does not say, or not so
 * that it can be read. Seconds, or a date as HTTP spells it (RFC 9110, section 10.2.3).
 */
export function readRetryAfter(text: string | null, now: Instant): number | null {
  if (text === null) return null;
  const seconds = /^\d+$/.test(text) ? Number(text) : null;
  // Left alone, `Date.parse` finds a date in nearly anything.
  const date = text.endsWith(' GMT') ? Date.parse(text) : Number.NaN;
  const wait = seconds === null ? date - now : seconds * SECOND;
  return Number.isNaN(wait) ? null : Math.max(wait, 0);
}
