import { type Cron, toTimetable } from './cron.ts';
import { DAY } from './instant.ts';
import { isDueOn, timesOfDay } from './timetable.ts';

/** After 28 years the days of the week fall on the same dates again, so a cron repeats itself. */
const CYCLE_YEARS = 28;
const CYCLE_START = Date.UTC(2001, 0, 1);
const CYCLE = Date.UTC(2001 + CYCLE_YEARS, 0, 1) - CYCLE_START;

/** How often a cron is due over the years, whatever the times. */
export interface Frequency {
  readonly runsPerYear: number;
  /** The longest time from one run to the next, in milliseconds. */
  readonly longestPauseMs: number;
}

export function frequencyOf(cron: Cron): Frequency {
  const timetable = toTimetable(cron);
  const times = timesOfDay(timetable);
  const days = Array.from({ length: CYCLE / DAY }, (_, day) => CYCLE_START + day * DAY);
  const dueDays = days.filter((day) => isDueOn(timetable, new Date(day)));
  const [first = 0] = times;
  const overnight = DAY - (times.at(-1) ?? 0) + first;
  const betweenDays = longestGap([...dueDays, (dueDays[0] ?? 0) + CYCLE]);
  return {
    runsPerYear: (dueDays.length * times.length) / CYCLE_YEARS,
    longestPauseMs: Math.max(longestGap(times), betweenDays - DAY + overnight),
  };
}

/** Whether a cron has as many runs as another over the years, and never pauses for longer. */
export function isAsOften(one: Frequency, other: Frequency): boolean {
  return one.runsPerYear >= other.runsPerYear && one.longestPauseMs <= other.longestPauseMs;
}

function longestGap(ascending: readonly number[]): number {
  return ascending.reduce(
    (longest, each, index) => Math.max(longest, each - (ascending[index - 1] ?? each)),
    0,
  );
}
