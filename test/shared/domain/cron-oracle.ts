import * as fc from 'fast-check';
import { MINUTE } from '../../../shared/domain/instant.ts';

/*
 * A second, slow and simple understanding of cron: it looks at every single minute. The crons that
 * it is tried on are drawn here as well.
 */

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const WEEKDAYS = 'SUN MON TUE WED THU FRI SAT'.split(' ');

interface Field {
  readonly lowest: number;
  readonly highest: number;
  readonly nameOf?: (value: number) => string | undefined;
}

const MINUTES: Field = { lowest: 0, highest: 59 };
const HOURS: Field = { lowest: 0, highest: 23 };
const DAYS: Field = { lowest: 1, highest: 31 };
const MONTH: Field = { lowest: 1, highest: 12, nameOf: (value) => MONTHS[value - 1] };
const WEEKDAY: Field = { lowest: 0, highest: 7, nameOf: (value) => WEEKDAYS[value] };

/** One part of a field: how it is written, and which values it means. */
interface Part {
  readonly text: string;
  readonly values: readonly number[];
}

/** A field as a whole; `every` where it is a bare star and so restricts nothing. */
interface DrawnField extends Part {
  readonly every: boolean;
}

export interface DrawnCron {
  readonly text: string;
  readonly isDue: (moment: number) => boolean;
}

function stepThrough(from: number, to: number, step: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i).filter(
    (value) => (value - from) % step === 0,
  );
}

function drawPart({ lowest, highest, nameOf }: Field): fc.Arbitrary<Part> {
  const value = fc.integer({ min: lowest, max: highest });
  const step = fc.integer({ min: 2, max: highest });
  // Seven is Sunday only as a number of its own: where a step starts over is each cron's own idea.
  const last = nameOf && highest === 7 ? 6 : highest;
  const range = fc.tuple(value, value).map(([a, b]) => {
    const [from, to] = [Math.min(a, b, last), Math.min(Math.max(a, b), last)];
    return { from, to };
  });
  return fc.oneof(
    value.map((v) => ({ text: String(v), values: [v] })),
    value.map((v) => ({ text: nameOf?.(v) ?? String(v), values: [v] })),
    range.map(({ from, to }) => ({ text: `${from}-${to}`, values: stepThrough(from, to, 1) })),
    // A range by name from a day to itself is left out: crons differ over `SUN-SUN`.
    range.map(({ from, to }) => {
      const named = nameOf && from < to;
      const text = `${named ? nameOf(from) : from}-${named ? nameOf(to) : to}`;
      return { text, values: stepThrough(from, to, 1) };
    }),
    fc.tuple(range, step).map(([{ from, to }, by]) => {
      return { text: `${from}-${to}/${by}`, values: stepThrough(from, to, by) };
    }),
    step.map((by) => ({ text: `*/${by}`, values: stepThrough(lowest, last, by) })),
  );
}

function drawField(field: Field): fc.Arbitrary<DrawnField> {
  const every = fc.constant({ text: '*', values: [], every: true });
  const some = fc.array(drawPart(field), { minLength: 1, maxLength: 3 }).map((parts) => ({
    text: parts.map(({ text }) => text).join(','),
    values: parts.flatMap(({ values }) => values),
    every: false,
  }));
  return fc.oneof(every, some);
}

/** Crons of five fields, some of which never come due. */
export const drawnCron: fc.Arbitrary<DrawnCron> = fc
  .tuple(
    drawField(MINUTES),
    drawField(HOURS),
    drawField(DAYS),
    drawField(MONTH),
    drawField(WEEKDAY),
  )
  .map((fields) => {
    const [minute, hour, day, month, weekday] = fields.map(({ every, values }) => {
      const wanted = new Set(values);
      return (value: number) => every || wanted.has(value);
    });
    const [, , dayField, , weekdayField] = fields;
    const eitherDay = !dayField.every && !weekdayField.every;
    const isDue = (moment: number) => {
      const at = new Date(moment);
      const onDay = day?.(at.getUTCDate()) === true;
      const number = at.getUTCDay();
      const onWeekday = weekday?.(number) === true || (number === 0 && weekday?.(7) === true);
      return (
        minute?.(at.getUTCMinutes()) === true &&
        hour?.(at.getUTCHours()) === true &&
        month?.(at.getUTCMonth() + 1) === true &&
        (eitherDay ? onDay || onWeekday : onDay && onWeekday)
      );
    };
    return { text: fields.map(({ text }) => text).join(' '), isDue };
  });

/** The first due minute strictly after `moment`, looking at so many minutes. */
export function searchForward(cron: DrawnCron, moment: number, minutes: number): number | null {
  const first = (Math.floor(moment / MINUTE) + 1) * MINUTE;
  for (let i = 0; i < minutes; i += 1) {
    if (cron.isDue(first + i * MINUTE)) return first + i * MINUTE;
  }
  return null;
}

/** The last due minute strictly before `moment`, looking at so many minutes. */
export function searchBackward(cron: DrawnCron, moment: number, minutes: number): number | null {
  const first = (Math.ceil(moment / MINUTE) - 1) * MINUTE;
  for (let i = 0; i < minutes; i += 1) {
    if (cron.isDue(first - i * MINUTE)) return first - i * MINUTE;
  }
  return null;
}
