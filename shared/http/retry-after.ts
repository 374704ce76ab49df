import { DAY, type Instant, SECOND } from '../domain/instant.ts';
import { meaningOfStatus } from './status.ts';

/** A longer pause cannot be meant, and would exceed the range of dates. */
const MAX_ASKED = 365 * DAY;

/** Headers that name a pause, whatever the status. */
const PAUSES = ['retry-after', 'x-ratelimit-retry-after'];

/** Headers that say when a rate limit resets. */
const RESETS = ['ratelimit-reset', 'x-ratelimit-reset', 'x-rate-limit-reset'];

/**
 * The pause in milliseconds that a failed answer asks for; `null` if it asks for none. The reset of
 * a rate limit counts only if the request was refused because of that limit.
 */
export function readPause({ headers, status }: Response, now: Instant): number | null {
  const named = PAUSES.map((name) => readRetryAfter(headers.get(name), now));
  const isLimited = meaningOfStatus(status) === 'rate-limited';
  return named.find((pause) => pause !== null) ?? (isLimited ? readReset(headers, now) : null);
}

/** When the rate limit resets, in milliseconds from now; `null` if no header says so. */
export function readReset(headers: Headers, now: Instant): number | null {
  const reset = RESETS.map((name) => headers.get(name)).find((text) => text !== null);
  return reset === undefined || reset === null ? null : parseReset(reset, now);
}

/** Seconds from now, or a moment in seconds or milliseconds since 1970. */
function parseReset(text: string, now: Instant): number | null {
  if (!/^\d+(?:\.\d+)?$/.test(text)) return readRetryAfter(text, now);
  const count = Number(text);
  if (count < 1e9) return count * SECOND;
  return clamp((count < 1e11 ? count * SECOND : count) - now);
}

/** The three forms of an HTTP date; the last one, asctime's, does not say that it is in UTC. */
const HTTP_DATE = / GMT$/;
const ASCTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/;

/**
 * Reads `Retry-After` in milliseconds: seconds, or an HTTP date (RFC 9110, section 10.2.3). `null`
 * if it is missing or unreadable.
 */
export function readRetryAfter(text: string | null, now: Instant): number | null {
  if (text === null) return null;
  if (/^\d+$/.test(text)) return clamp(Number(text) * SECOND);
  // `Date.parse` accepts nearly any text, so require the form of an HTTP date.
  const date = ASCTIME.test(text) ? `${text} GMT` : text;
  const wait = HTTP_DATE.test(date) ? Date.parse(date) - now : Number.NaN;
  return Number.isNaN(wait) ? null : clamp(wait);
}

function clamp(wait: number): number {
  return Math.min(Math.max(wait, 0), MAX_ASKED);
}
