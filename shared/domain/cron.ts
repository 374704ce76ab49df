import { CRON_FIELDS, readField, type Reading } from './cron-field.ts';
import type { Instant } from './instant.ts';
import { err, ok, type Result } from './result.ts';
import { firstDue, lastDue, type Timetable } from './timetable.ts';

/** A checked cron expression of five fields, in UTC, in its plainest spelling. */
export interface Cron {
  readonly text: string;
}

/**
 * Checks a cron expression before it is sent anywhere. Five fields; lists, ranges, steps and names
 * (`MON`, `JAN`) are allowed; extensions that not every cron has (`L`, `W`, `#`, `?`, `@daily`,
 * seconds, `5/10`) are not. Leading zeros, spacing and case aside, one expression has one text.
 */
export function parseCron(text: string): Result<Cron, string> {
  return read(text, 'strict');
}

const UTC_PREFIX = /^(?:CRON_)?TZ=(?:(?:Etc\/)?(?:UTC|GMT|UCT|Zulu|Universal))?\s+/;

const DESCRIPTORS: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);

/**
 * Reads what a server shows, by the standard parser of Go's robfig/cron: `@daily`, `?`, `2/6` and a
 * prefix such as `CRON_TZ=UTC` as well. `null` where that parser does not take it, or it never comes
 * due.
 */
export function readShownCron(text: string): Cron | null {
  const rest = text.trim().replace(UTC_PREFIX, '').trim();
  const shown = read(DESCRIPTORS.get(rest) ?? rest, 'lenient');
  return shown.ok ? shown.value : null;
}

function read(text: string, reading: Reading): Result<Cron, string> {
  const fields = text.trim().toUpperCase().split(/\s+/);
  if (fields.length !== CRON_FIELDS.length) {
    return err(`the fields are minute, hour, day, month and weekday; ${countFields(text)}`);
  }
  for (const [index, field] of CRON_FIELDS.entries()) {
    const values = readField(fields[index] ?? '', field, reading);
    if (!values.ok) return values;
  }
  const cron = { text: fields.map(withoutLeadingZeros).join(' ') };
  return nextDueAfter(cron, 0) === null ? err('this date never comes') : ok(cron);
}

/**
 * The text to send: robfig/cron takes neither 7 as a weekday nor a range that ends on Sunday, so
 * such weekdays are listed.
 */
export function spellForServer(cron: Cron): string {
  const [weekday = '', ...before] = cron.text.split(' ').toReversed();
  if (!/7|-SUN/.test(weekday)) return cron.text;
  const days = isRestricted(weekday) ? toTimetable(cron).weekdays.join(',') : '*';
  return [...before.toReversed(), days].join(' ');
}

/** Whether two crons are due at the same times, however they are spelled. */
export function isSameCron(a: Cron, b: Cron): boolean {
  return JSON.stringify(toTimetable(a)) === JSON.stringify(toTimetable(b));
}

/** The last moment strictly before `before` at which the schedule was due. */
export function lastDueBefore(cron: Cron, before: Instant): Instant | null {
  return lastDue(toTimetable(cron), before - 1);
}

/** The first moment strictly after `after` at which the schedule is due. */
export function nextDueAfter(cron: Cron, after: Instant): Instant | null {
  return firstDue(toTimetable(cron), after + 1);
}

function countFields(text: string): string {
  const count = text.trim() === '' ? 0 : text.trim().split(/\s+/).length;
  return `${count} found${text.includes('**') ? ', and "**" lacks a space' : ''}`;
}

function withoutLeadingZeros(field: string): string {
  return field.replace(/\d+/g, (digits) => String(Number(digits)));
}

/** When it is due. Every field of a checked expression can be read. */
export function toTimetable({ text }: Cron): Timetable {
  const fields = text.split(' ');
  const [minutes = [], hours = [], days = [], months = [], weekdays = []] = CRON_FIELDS.map(
    (field, index) => {
      const values = readField(fields[index] ?? '', field);
      return values.ok ? values.value : [];
    },
  );
  const eitherDay = isRestricted(fields[2]) && isRestricted(fields[4]);
  return {
    minutes,
    hours,
    days,
    months,
    weekdays: [...new Set(weekdays.map((weekday) => weekday % 7))].toSorted(),
    eitherDay,
  };
}

/** A list that holds `*` allows every day. */
function isRestricted(field = '*'): boolean {
  return !field.split(',').some((part) => /^[*?](?:\/1)?$/.test(part));
}
