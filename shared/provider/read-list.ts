import type { Reading } from '../domain/evidence.ts';
import { ProviderError } from './errors.ts';

/** One page of a list, and where the next one is. */
export interface Page<Row, Cursor> {
  readonly rows: readonly Row[];
  /** How many rows could not be read at all. */
  readonly unreadable: number;
  readonly next: Cursor | null;
}

export interface ListReading<Row, Item, Cursor> {
  readonly first: Cursor;
  readonly readPage: (cursor: Cursor) => Promise<Page<Row, Cursor>>;
  /** Identifies a row across pages; `null` if that is impossible. */
  readonly keyOf: (row: Row) => string | null;
  /** `skip`: the row does not belong here. `null`: it cannot be read. */
  readonly toItem: (row: Row) => Item | 'skip' | null;
  /** Whether the rest of the list may stay unread. */
  readonly isEnough: (items: readonly Item[]) => boolean;
}

/** Longer than any real list: stops at a server whose list never ends. */
const MAX_PAGES = 1000;

/**
 * Reads a list to its end, or until enough is known. A list that shifts while it is read shows rows
 * twice, so rows are identified by key. An unreadable row hides no other. Never rejects because of
 * the provider: a failure is part of the reading.
 */
export async function readList<Row, Item extends object, Cursor>(
  list: ListReading<Row, Item, Cursor>,
): Promise<Reading<Item>> {
  const items: Item[] = [];
  const seen = new Set<string>();
  let unreadable = 0;
  let cursor: Cursor | null = list.first;
  for (let pages = 0; cursor !== null; pages += 1) {
    if (pages === MAX_PAGES) return cut(items, `it does not end after ${MAX_PAGES} pages`);
    const page: Page<Row, Cursor> | ProviderError = await attempt(list, cursor);
    if (page instanceof ProviderError) return interrupted(items, pages, page);
    const fresh = page.rows.filter((row) => isFirstSight(list.keyOf(row), seen));
    const read = fresh.map(list.toItem);
    items.push(...read.filter((item): item is Item => item !== null && item !== 'skip'));
    unreadable += page.unreadable + read.filter((item) => item === null).length;
    if (list.isEnough(items)) break;
    const stuck = page.next !== null && (fresh.length === 0 || page.next === cursor);
    if (stuck) return cut(items, 'it goes in a circle, or brings nothing new');
    cursor = page.next;
  }
  if (unreadable > 0) {
    const reason = `${unreadable} of its rows cannot be read`;
    return { state: 'incomplete', items, reason, onlyRowsUnreadable: true };
  }
  return { state: 'complete', items };
}

function isFirstSight(key: string | null, seen: Set<string>): boolean {
  if (key === null) return true;
  const isNew = !seen.has(key);
  seen.add(key);
  return isNew;
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
 * The items for a backup request, which one odd row must not stop. Rejects with `ProviderError` if
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
  const message = `the list of ${what} could not be read to its end`;
  throw new ProviderError({ kind: 'unavailable', message, traceId: null }, { fate: 'unknown' });
}
