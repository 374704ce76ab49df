import type { Reading } from '../domain/evidence.ts';
import { ProviderError } from './errors.ts';

/** One page of a list, and where the next one is. */
export interface Page<Row, Cursor> {
  readonly rows: readonly Row[];
  /** How many rows could not be read at all. */
  readonly unreadable: number;
  readonly next: Cursor | null;
  /** The answer itself says that there is a next page, so that page must not be empty. */
  readonly promised: boolean;
  /** How many rows there are by the answer's own count: in all, or on this page. */
  readonly total: number | null;
  /** The last page of a list of more than `ALWAYS_READ` rows, where the answer tells. */
  readonly last: Cursor | null;
}

export interface ListReading<Row, Item, Cursor> {
  readonly first: Cursor;
  readonly readPage: (cursor: Cursor) => Promise<Page<Row, Cursor>>;
  /** Identifies a row across pages; `null` if that is impossible. */
  readonly keyOf: (row: Row) => string | null;
  /**
   * `skip`: the row does not belong to this list. `null`: it cannot be read. Any other text says
   * why it is left out. The last two leave the list incomplete.
   */
  readonly toItem: (row: Row) => Item | string | null;
  /** Whether these rows prove the list's order and are enough; omitted if none ever are. */
  readonly isEnough?: (items: readonly Item[]) => boolean;
}

/** Longer than any real list: stops at a server whose list never ends. */
const MAX_PAGES = 1000;

/** A list of up to this many rows is always read to its end. */
export const ALWAYS_READ = 1000;

/** Why a row is left out of a list that was requested for one service. */
export const FOREIGN = 'named another service';

/** What was read so far. */
interface Progress<Item> {
  readonly items: Item[];
  readonly seen: Set<string>;
  /** Why rows were left out, and how many. */
  readonly leftOut: Map<string, number>;
  rows: number;
  /** The lowest count that a page with rows gave: a list may shrink or grow while it is read. */
  total: number;
  triedLast: boolean;
}

/**
 * Reads a list to its end. Of a long one the rest may stay unread, where what was read and the last
 * page together are enough. A list that shifts while it is read shows rows twice, so rows are
 * identified by key. A row that is left out hides no other. Never rejects because of the provider:
 * a failure is part of the reading.
 */
export async function readList<Row, Item extends object, Cursor>(
  list: ListReading<Row, Item, Cursor>,
): Promise<Reading<Item>> {
  const read: Progress<Item> = {
    items: [],
    seen: new Set(),
    leftOut: new Map(),
    rows: 0,
    total: Number.POSITIVE_INFINITY,
    triedLast: false,
  };
  const { items } = read;
  let cursor: Cursor | null = list.first;
  let promised = false;
  for (let pages = 0; cursor !== null; pages += 1) {
    if (pages === MAX_PAGES) return cut(items, `it has more than ${MAX_PAGES} pages`);
    const page: Page<Row, Cursor> | ProviderError = await attempt(list, cursor);
    if (page instanceof ProviderError) return interrupted(items, pages, page);
    const fresh = addPage(page, list, read);
    const stuck = page.next !== null && (fresh === 0 || page.next === cursor);
    if (stuck) return cut(items, 'its pages repeat');
    const bringsNothing = fresh + page.unreadable === 0;
    if (promised && bringsNothing) return cut(items, 'the announced next page was empty');
    if (page.next !== null && (await endsEarly(list, page, read)))
      return { state: 'complete', items };
    ({ next: cursor, promised } = page);
  }
  return conclude(read);
}

/** Adds a page. Returns how many of its rows are new. */
function addPage<Row, Item extends object, Cursor>(
  page: Page<Row, Cursor>,
  { keyOf, toItem }: ListReading<Row, Item, Cursor>,
  read: Progress<Item>,
): number {
  const fresh = page.rows.filter((row) => isNew(keyOf(row), read.seen));
  for (const row of fresh) {
    const item = toItem(row) ?? 'could not be read';
    if (typeof item !== 'string') read.items.push(item);
    else if (item !== 'skip') leaveOut(read, item, 1);
  }
  leaveOut(read, 'could not be read', page.unreadable);
  read.rows += fresh.length + page.unreadable;
  if (page.rows.length > 0) read.total = Math.min(read.total, page.total ?? read.total);
  return fresh.length;
}

function leaveOut({ leftOut }: Progress<unknown>, why: string, count: number): void {
  if (count > 0) leftOut.set(why, (leftOut.get(why) ?? 0) + count);
}

/** Whether the rows so far are enough, and still are with those of the last page. */
async function endsEarly<Row, Item extends object, Cursor>(
  list: ListReading<Row, Item, Cursor>,
  { last }: Page<Row, Cursor>,
  read: Progress<Item>,
): Promise<boolean> {
  const { items, leftOut, triedLast } = read;
  if (last === null || triedLast || leftOut.size > 0 || !list.isEnough?.(items)) return false;
  read.triedLast = true;
  const page = await attempt(list, last);
  if (page instanceof ProviderError || page.unreadable > 0 || page.rows.length === 0) return false;
  const rest = page.rows.map(list.toItem);
  const known = rest.filter((item): item is Item => item !== null && typeof item !== 'string');
  return known.length === rest.length && list.isEnough([...items, ...known]);
}

function conclude<Item>({ items, leftOut, rows, total }: Progress<Item>): Reading<Item> {
  if (rows < total && total !== Number.POSITIVE_INFINITY) {
    return cut(items, `only ${rows} of ${total} rows arrived`);
  }
  if (leftOut.size === 0) return { state: 'complete', items };
  const reason = [...leftOut]
    .map(([why, count]) => `${count} row${count === 1 ? '' : 's'} ${why}`)
    .join(', ');
  return { state: 'incomplete', items, reason, onlyRowsUnreadable: true };
}

function isNew(key: string | null, seen: Set<string>): boolean {
  if (key === null) return true;
  const isUnseen = !seen.has(key);
  seen.add(key);
  return isUnseen;
}

async function attempt<Row, Item, Cursor>(
  { readPage }: ListReading<Row, Item, Cursor>,
  cursor: Cursor,
): Promise<Page<Row, Cursor> | ProviderError> {
  try {
    return await readPage(cursor);
  } catch (error) {
    if (error instanceof ProviderError) return error;
    throw error;
  }
}

function interrupted<Item>(items: Item[], pages: number, error: ProviderError): Reading<Item> {
  if (pages > 0) return cut(items, error.message);
  const { problem, retryAfterMs } = error;
  return { state: 'unavailable', problem, ...(retryAfterMs === null ? {} : { retryAfterMs }) };
}

function cut<Item>(items: Item[], reason: string): Reading<Item> {
  return { state: 'incomplete', items, reason };
}

/**
 * The items for a backup request, which one odd row must not block. Rejects with `ProviderError` if
 * the list was not read to its end.
 */
export function readableItemsOrReject<Item>(reading: Reading<Item>, what: string): readonly Item[] {
  if (reading.state === 'incomplete' && reading.onlyRowsUnreadable) return reading.items;
  return itemsOrReject(reading, what);
}

/** The items of a list that must be whole. Rejects with `ProviderError` if it is not. */
export function itemsOrReject<Item>(reading: Reading<Item>, what: string): readonly Item[] {
  if (reading.state === 'complete') return reading.items;
  if (reading.state === 'unavailable') {
    const { problem, retryAfterMs = null } = reading;
    throw new ProviderError(problem, { fate: 'unknown', retryAfterMs });
  }
  const message = `the list of ${what} could not be read in full`;
  throw new ProviderError({ kind: 'unavailable', message, traceId: null }, { fate: 'unknown' });
}
