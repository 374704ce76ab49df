/** A row as it goes over the wire. Loose on purpose: tests put any JSON value anywhere. */
export type Row = Readonly<Record<string, unknown>>;

/** By the time in this field, oldest first; rows with equal times keep their order. */
export function byTime(rows: readonly Row[], field: string): Row[] {
  return rows.toSorted((a, b) => ascending(timeOf(a[field]), timeOf(b[field])));
}

/** Rows with equal or no numbers keep their order; those without one come last. */
export function byNumber(rows: readonly Row[], field: string): Row[] {
  return rows.toSorted((a, b) => ascending(numberOf(a[field]), numberOf(b[field])));
}

/** Epoch milliseconds. What cannot be read as a time counts as the newest. */
export function timeOf(value: unknown): number {
  const time = Date.parse(String(value));
  return Number.isNaN(time) ? Infinity : time;
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : Infinity;
}

/** By comparison, not by difference: Infinity minus Infinity is no number. */
function ascending(left: number, right: number): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

/** In any case of letters: no vendor says whether its filters mind it. */
export function sameWord(value: unknown, word: string): boolean {
  return String(value).toLowerCase() === word.toLowerCase();
}
