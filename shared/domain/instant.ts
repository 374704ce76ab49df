/** A moment: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How far two honest clocks may differ: the provider's and ours. */
export const CLOCK_TOLERANCE = 5 * MINUTE;

/** ISO 8601 and Go's own way: `2024-03-26T17:18Z`, `2024-03-26 19:18:57.5 +0200 CEST`. */
const TIMESTAMP =
  /^(?<date>\d{4}-\d{2}-\d{2})[T ](?<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s?(?:Z|UTC|GMT|(?<offset>[+-]\d{2}(?::?\d{2})?)(?: (?:[A-Z]{1,5}|[+-]\d{2,4}))?)?(?: UTC)?$/i;

/** RFC 1123: `Tue, 26 Mar 2024 17:18:57 GMT`. */
const HTTP_DATE =
  /^[A-Z]{3}, (?<day>\d{2}) (?<month>[A-Z]{3}) (?<year>\d{4}) (?<time>\d{2}:\d{2}:\d{2}) (?:GMT|UTC|Z|(?<offset>[+-]\d{4}))$/i;

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');

/** How MySQL, Go and Unix write that there is none. */
const NONE = /^(?:0000-00-00|0001-01-01|1970-01-01|0+(?:\.0+)?$|$)/;

/** Seconds from 1973 to 2286, or milliseconds: a shorter or longer number is something else. */
const EPOCH = /^(?<seconds>\d{9,10}(?:\.\d+)?)$|^(?<milliseconds>\d{12,13})$/;

/**
 * Reads ISO 8601, with or without seconds, a fraction and a zone, which without one is UTC; RFC
 * 1123; and seconds or milliseconds since 1970. Everything else and dates that do not exist are
 * `null`, as is what means "none": a time that cannot be read is unknown, not now.
 */
export function parseInstant(text: string | null): Instant | null {
  const trimmed = text?.trim() ?? '';
  if (NONE.test(trimmed)) return null;
  const instant = parseEpoch(trimmed) ?? parseWallClock(trimmed);
  return instant !== null && instant >= DAY ? instant : null;
}

/** The first text that is given and is neither a time nor a way to say that there is none. */
export function findUnreadableTime(...texts: readonly (string | null)[]): string | null {
  const isUnreadable = (text: string) => {
    const isNone = NONE.test(text.trim()) || parseWallClock(text.trim()) !== null;
    return !isNone && parseInstant(text) === null;
  };
  return texts.find((text) => text !== null && isUnreadable(text)) ?? null;
}

function parseEpoch(text: string): Instant | null {
  const parts = EPOCH.exec(text)?.groups;
  if (!parts) return null;
  const { seconds, milliseconds } = parts;
  return seconds === undefined ? Number(milliseconds) : Math.floor(Number(seconds) * SECOND);
}

function parseWallClock(text: string): Instant | null {
  const parts = (TIMESTAMP.exec(text) ?? HTTP_DATE.exec(text))?.groups;
  if (!parts) return null;
  const { time = '', offset, year, month = '', day } = parts;
  const monthNumber = String(MONTHS.indexOf(month.toUpperCase()) + 1).padStart(2, '0');
  const date = parts['date'] ?? `${year}-${monthNumber}-${day}`;
  const [clock = '', fraction = ''] = time.split('.');
  const seconds = clock.length === 5 ? `${clock}:00` : clock;
  const wallClock = `${date}T${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
  const utc = Date.parse(wallClock);
  const exists = !Number.isNaN(utc) && new Date(utc).toISOString() === wallClock;
  const offsetMs = parseOffset(offset);
  return exists && offsetMs !== null ? utc - offsetMs : null;
}

function parseOffset(offset: string | undefined): number | null {
  if (offset === undefined) return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(':', '') || 0);
  if (hours > 23 || minutes > 59) return null;
  return (offset.startsWith('-') ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
}

/** ISO 8601 in UTC, to the second, for machines: `2026-11-20T02:00:00Z`. */
export function formatInstant(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

/** A date without its year is read as the nearest one. */
const YEAR_IS_CLEAR = 180 * DAY;

/** For people, in UTC: `20 Nov 02:00 UTC`, with the year where it is not near `now`. */
export function formatMoment(instant: Instant, now: Instant): string {
  const [date = '', time = ''] = new Date(instant).toISOString().split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  const name = MONTHS[Number(month) - 1] ?? '';
  const named = `${Number(day)} ${name.charAt(0)}${name.slice(1).toLowerCase()}`;
  const near = Math.abs(instant - now) <= YEAR_IS_CLEAR;
  return `${near ? named : `${named} ${year}`} ${time.slice(0, 5)} UTC`;
}
