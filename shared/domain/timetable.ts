import { DAY, HOUR, type Instant, MINUTE } from './instant.ts';

/** When a cron is due, field by field: the values that it allows, ascending. Times are UTC. */
export interface Timetable {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  /** 0 is Sunday. */
  readonly weekdays: readonly number[];
  /** Both day fields are restricted, so either may match. */
  readonly eitherDay: boolean;
}

/** 29 February comes at least every eight years, so what has not come by then never comes. */
const MAX_DAYS = 8 * 366 + 1;

/** The first due moment at or after `from`; `null` where it never comes. */
export function firstDue(timetable: Timetable, from: Instant): Instant | null {
  return search(timetable, { start: from, direction: 1 });
}

/** The last due moment at or before `until`; `null` where there never was one. */
export function lastDue(timetable: Timetable, until: Instant): Instant | null {
  return search(timetable, { start: until, direction: -1 });
}

interface Search {
  readonly start: Instant;
  readonly direction: 1 | -1;
}

function search(timetable: Timetable, { start, direction }: Search): Instant | null {
  const times = timesOfDay(timetable);
  const ordered = direction === 1 ? times : times.toReversed();
  const firstDay = Math.floor(start / DAY) * DAY;
  for (let days = 0; days < MAX_DAYS; days += 1) {
    const day = firstDay + direction * days * DAY;
    if (!isDueOn(timetable, new Date(day))) continue;
    const time = ordered.find((each) => direction * (day + each) >= direction * start);
    if (time !== undefined) return day + time;
  }
  return null;
}

/** Milliseconds since midnight, ascending. */
export function timesOfDay({ hours, minutes }: Timetable): readonly number[] {
  return hours.flatMap((hour) => minutes.map((minute) => hour * HOUR + minute * MINUTE));
}

export function isDueOn({ days, months, weekdays, eitherDay }: Timetable, date: Date): boolean {
  if (!months.includes(date.getUTCMonth() + 1)) return false;
  const onDay = days.includes(date.getUTCDate());
  const onWeekday = weekdays.includes(date.getUTCDay());
  return eitherDay ? onDay || onWeekday : onDay && onWeekday;
}
