import { Cron as Croner } from 'croner';
import type { Instant } from './instant.ts';
import { err, ok, type Result } from './result.ts';

/** A checked cron expression of five fields, in UTC, in its plainest spelling. */
export interface Cron {
  readonly text: string;
}

const FIELDS = [
  { name: 'minute', lowest: 0, highest: 59 },
  { name: 'hour', lowest: 0, highest: 23 },
  { name: 'day of month', lowest: 1, highest: 31 },
  { name: 'month', lowest: 1, highest: 12 },
  { name: 'day of week', lowest: 0, highest: 7 },
] as const;

const FIELD_PART = /^(?:\*|\d+(?:-\d+)?|[A-Z]{3}(?:-[A-Z]{3})?)(?:\/\d+)?$/;

/**
 * Checks a cron expression before it is sent anywhere. Five fields; lists, ranges, steps and names
 * (`MON`, `JAN`) are allowed; extensions that not every cron has (`L`, `W`, `#`, `?`, `@daily`,
 * seconds) are not. Leading zeros, spacing and case aside, one
 * expression has one text.
 */
export function parseCron(text: string): Result<Cron, string> {
  const fields = text.trim().toUpperCase().split(/\s+/);
  if (fields.length !== FIELDS.length) {
    return err(`the five are minute, hour, day, month and weekday; ${countFields(text)}`);
  }
  for (const [index, field] of FIELDS.entries()) {
    const problem = checkField(fields[index] ?? '', field);
    if (problem) return err(problem);
  }
  return checkWhole(fields.map(withoutLeadingZeros).join(' '));
}

function countFields(text: string): string {
  const count = text.trim() === '' ? 0 : text.trim().split(/\s+/).length;
  return `${count} found${text.includes('**') ? ', and "**" lacks a space' : ''}`;
}

function checkField(text: string, field: (typeof FIELDS)[number]): string | null {
  const malformed = text.split(',').find((part) => !FIELD_PART.test(part));
  if (malformed !== undefined) return `the ${field.name} cannot be read`;
  const numbers = text.replace(/\/\d+/g, '').match(/\d+/g) ?? [];
  const outside = numbers.map(Number).find((n) => n < field.lowest || n > field.highest);
  if (outside === undefined) return null;
  return `the ${field.name} ${outside} is outside ${field.lowest} to ${field.highest}`;
}

function withoutLeadingZeros(field: string): string {
  return field.replace(/\d+/g, (digits) => String(Number(digits)));
}

function checkWhole(text: string): Result<Cron, string> {
  try {
    const comesDue = timetable(text).nextRun(new Date(0)) !== null;
    return comesDue ? ok({ text }) : err('it names a date that never comes');
  } catch (error) {
    return err(error instanceof Error ? error.message.replace(/^CronPattern: /, '') : 'unreadable');
  }
}

function timetable(text: string): Croner {
  return new Croner(text, { mode: '5-part', utcOffset: 0, paused: true });
}

/** The last moment strictly before `before` at which the schedule was due. */
export function lastDueBefore(cron: Cron, before: Instant): Instant | null {
  return timetable(cron.text).previousRuns(1, new Date(before))[0]?.getTime() ?? null;
}

/** The first moment strictly after `after` at which the schedule is due. */
export function nextDueAfter(cron: Cron, after: Instant): Instant | null {
  return timetable(cron.text).nextRun(new Date(after))?.getTime() ?? null;
}
