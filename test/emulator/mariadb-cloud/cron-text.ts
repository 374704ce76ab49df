interface Field {
  readonly low: number;
  readonly high: number;
  /** Names that stand for low, low + 1, and so on. */
  readonly names: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const fields: readonly Field[] = [
  { low: 0, high: 59, names: [] },
  { low: 0, high: 23, names: [] },
  { low: 1, high: 31, names: [] },
  { low: 1, high: 12, names: months },
  { low: 0, high: 7, names: days },
];

/** True for five fields of lists, ranges and steps with every value in its range. */
export function isCron(text: string): boolean {
  const parts = text.trim().split(/\s+/);
  return parts.length === fields.length && fields.every((field, i) => fits(parts[i] ?? '', field));
}

function fits(part: string, field: Field): boolean {
  return part.split(',').every((item) => itemFits(item, field));
}

function itemFits(item: string, field: Field): boolean {
  const [span = '', step, ...rest] = item.split('/');
  if (rest.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
  return span === '*' || rangeFits(span, field);
}

function rangeFits(span: string, field: Field): boolean {
  const ends = span.split('-').map((end) => valueOf(end, field));
  const [first = NaN, last = first] = ends;
  return ends.length <= 2 && field.low <= first && first <= last && last <= field.high;
}

/** NaN for what is neither a number nor a name; it fails every comparison. */
function valueOf(text: string, field: Field): number {
  const name = field.names.indexOf(text.toLowerCase());
  if (name !== -1) return field.low + name;
  return /^\d+$/.test(text) ? Number(text) : NaN;
}
