import { DAY, HOUR, MINUTE, SECOND } from './instant.ts';
import { err, ok, type Result } from './result.ts';

const UNITS = [
  { suffix: 'd', milliseconds: DAY },
  { suffix: 'h', milliseconds: HOUR },
  { suffix: 'm', milliseconds: MINUTE },
  { suffix: 's', milliseconds: SECOND },
] as const;

const DURATION = /^(?:(\d{1,5})d)?(?:(\d{1,6})h)?(?:(\d{1,8})m)?(?:(\d{1,9})s)?$/;

/**
 * Reads `26h`, `2d`, `1d12h`, `90m`, `45s` as milliseconds. A unit is required and zero is
 * refused: a bare number or an empty limit would be a guess about what was meant.
 */
export function parseDuration(text: string): Result<number, string> {
  const counts = DURATION.exec(text.trim())?.slice(1);
  const milliseconds = (counts ?? []).reduce(
    (sum, count, index) => sum + Number(count ?? 0) * (UNITS[index]?.milliseconds ?? 0),
    0,
  );
  if (milliseconds <= 0) return err('a duration such as 26h, 2d, 1d12h, 90m or 45s');
  return ok(milliseconds);
}

/**
 * A duration in its two largest units: `2d 3h`, `45s`. Rounded down, so that a limit never reads as
 * reached before it is.
 */
export function formatDuration(milliseconds: number): string {
  const words: string[] = [];
  let rest = Math.max(0, milliseconds);
  for (const unit of UNITS) {
    const count = Math.floor(rest / unit.milliseconds);
    rest -= count * unit.milliseconds;
    if (count > 0) words.push(`${count}${unit.suffix}`);
    else if (words.length > 0) break;
    if (words.length === 2) break;
  }
  return words.join(' ') || 'under 1s';
}

/** How long ago, or how far ahead, `milliseconds` of age are: `3h ago`, `in 5m`. */
export function formatAge(milliseconds: number): string {
  if (milliseconds < 0) return `in ${formatDuration(-milliseconds)}`;
  return milliseconds < SECOND ? 'just now' : `${formatDuration(milliseconds)} ago`;
}

/** People say 26 hours and 48 hours, and 8 days. */
const SAID_IN_HOURS = 72 * HOUR;

/** A limit as people say it: `26 hours`, `8 days`, or as a duration where it is neither. */
export function formatLimit(milliseconds: number): string {
  const unit = milliseconds <= SAID_IN_HOURS ? HOUR : DAY;
  const count = milliseconds / unit;
  if (!Number.isInteger(count) || count === 0) return formatDuration(milliseconds);
  const name = unit === HOUR ? 'hour' : 'day';
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
