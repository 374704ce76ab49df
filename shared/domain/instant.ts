/** A moment: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How far two honest clocks may differ: the provider's and ours. */
export const CLOCK_TOLERANCE = 5 * MINUTE;

const TIMESTAMP =
  /^(?<date>\d{4}-\d{2}-\d{2})[T ](?<time>\d{2}:\d{2}:\d{2})(?:\.(?<fraction>\d{1,9}))?\s?(?<zone>Z|UTC|[+-]\d{2}:?\d{2})?(?: UTC)?$/i;

/**
 * Reads `2024-03-26T17:18:57Z`, with or without a fraction, with `T` or a space, with a zone or
 * without one, which then means UTC. Everything else, dates that do not exist and Go's zero time
 * (year 1, its way to say "none") are `null`, as is what is not given: a time that cannot be read is
 * unknown, not now.
 */
export function parseInstant(text: string | null): Instant | null {
  const parts = TIMESTAMP.exec(text?.trim() ?? '')?.groups;
  if (!parts) return null;
  const { date = '', time = '', fraction = '', zone = 'Z' } = parts;
  const wallClock = `${date}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
  const utc = Date.parse(wallClock);
  const exists = !Number.isNaN(utc) && new Date(utc).toISOString() === wallClock;
  const offset = parseOffset(zone);
  return exists && offset !== null && utc >= 0 ? utc - offset : null;
}

function parseOffset(zone: string): number | null {
  const parts = /^(?<sign>[+-])(?<hours>\d{2}):?(?<minutes>\d{2})$/.exec(zone)?.groups;
  if (!parts) return 0;
  const hours = Number(parts['hours']);
  const minutes = Number(parts['minutes']);
  if (hours > 23 || minutes > 59) return null;
  return (parts['sign'] === '-' ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
}

/** ISO 8601 in UTC, to the second, for machines: `2026-11-20T02:00:00Z`. */
export function formatInstant(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

/** For people: `2026-11-20 02:00 UTC`. */
export function formatMinute(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
