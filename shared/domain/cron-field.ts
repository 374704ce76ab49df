import { err, ok, type Result } from './result.ts';

export interface CronField {
  readonly name: string;
  readonly lowest: number;
  readonly highest: number;
  /** Names of the values, from the lowest on. */
  readonly names: readonly string[];
}

export const CRON_FIELDS: readonly CronField[] = [
  { name: 'minute', lowest: 0, highest: 59, names: [] },
  { name: 'hour', lowest: 0, highest: 23, names: [] },
  { name: 'day of month', lowest: 1, highest: 31, names: [] },
  {
    name: 'month',
    lowest: 1,
    highest: 12,
    names: 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' '),
  },
  // Sunday is 0 and 7, so that FRI-SUN is a range.
  { name: 'day of week', lowest: 0, highest: 7, names: 'SUN MON TUE WED THU FRI SAT'.split(' ') },
];

/**
 * How much is accepted. `strict`: what every cron understands alike. `lenient`: also what a server
 * may show, by the rules of Go's robfig/cron, which Kubernetes uses as well.
 */
export type Reading = 'strict' | 'lenient';

/** The values that a field allows, or what is wrong with it. */
export function readField(
  text: string,
  field: CronField,
  reading: Reading = 'lenient',
): Result<readonly number[], string> {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const read = readPart(part, field, reading);
    if (!read.ok) return read;
    for (const value of read.value) values.add(value);
  }
  return ok([...values].toSorted((a, b) => a - b));
}

const PART = /^(?<range>[*?]|(?<from>\w+)(?:-(?<to>\w+))?)(?:\/(?<step>\d+))?$/;

interface Range {
  readonly from: number;
  readonly to: number;
}

function readPart(
  text: string,
  field: CronField,
  reading: Reading,
): Result<readonly number[], string> {
  const parts = PART.exec(text)?.groups ?? {};
  const range = reading === 'strict' && parts['range'] === '?' ? null : readRange(parts, field);
  if (!range) return err(`the ${field.name} cannot be read`);
  const outside = [range.from, range.to].find((n) => n < field.lowest || n > field.highest);
  if (outside !== undefined) {
    return err(`the ${field.name} ${outside} is outside ${field.lowest} to ${field.highest}`);
  }
  const step = readStep(parts, field, reading);
  if (step === null || range.from > range.to) {
    return err(`the ${field.name} has an invalid range or step`);
  }
  const count = Math.floor((range.to - range.from) / step) + 1;
  return ok(Array.from({ length: count }, (_, index) => range.from + index * step));
}

type Parts = Readonly<Record<string, string | undefined>>;

function readRange({ range, from = '', to, step }: Parts, field: CronField): Range | null {
  // 7 is one more name of Sunday, which `*` and `2/2` have as 0.
  const highest = field.names[0] === 'SUN' ? 6 : field.highest;
  if (range === '*' || range === '?') return { from: field.lowest, to: highest };
  const first = readValue(from, field);
  if (first === null) return null;
  if (to === undefined) return { from: first, to: step === undefined ? first : highest };
  // As the end of a range Sunday is the last day of the week, unless it is the first as well.
  const last = to === 'SUN' && first > 0 ? field.highest : readValue(to, field);
  return last === null ? null : { from: first, to: last };
}

/** Strictly, a step needs a range: crons differ about what `5/10` means. */
function readStep(
  { range, to, step }: Parts,
  { highest }: CronField,
  reading: Reading,
): number | null {
  if (step === undefined) return 1;
  const steps = Number(step);
  if (reading === 'lenient') return steps >= 1 ? steps : null;
  const hasRange = range === '*' || to !== undefined;
  return hasRange && steps >= 1 && steps <= highest ? steps : null;
}

function readValue(text: string, { lowest, names }: CronField): number | null {
  if (/^\d+$/.test(text)) return Number(text);
  const index = names.indexOf(text);
  return index === -1 ? null : lowest + index;
}
