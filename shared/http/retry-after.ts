import { type Instant, SECOND } from '../domain/instant.ts';

/**
 * Reads `Retry-After` in milliseconds: seconds, or an HTTP date (RFC 9110, section 10.2.3). `null`
 * if it is missing or unreadable.
 */
export function readRetryAfter(text: string | null, now: Instant): number | null {
  if (text === null) return null;
  const seconds = /^\d+$/.test(text) ? Number(text) : null;
  // `Date.parse` accepts nearly any text, so require the form of an HTTP date.
  const date = text.endsWith(' GMT') ? Date.parse(text) : Number.NaN;
  const wait = seconds === null ? date - now : seconds * SECOND;
  return Number.isNaN(wait) ? null : Math.max(wait, 0);
}
