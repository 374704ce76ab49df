import type { Reading } from '../domain/evidence.ts';
import { ProviderError } from './errors.ts';

/** One page of a list, and where the next one is. */
export interface Page<Item, Cursor> {
  readonly items: readonly Item[];
  /** How many rows could not be read as an item at all. */
  readonly unreadable: number;
  readonly next: Cursor | null;
}

export interface ListReading<Item, Cursor> {
  readonly first: Cursor;
  readonly readPage: (cursor: Cursor) => Promise<Page<Item, Cursor>>;
  /** What makes an item the same on two pages; `null` where it cannot be told. */
  readonly keyOf: (item: Item) => string | null;
  /** Whether the rest of the list can be left unread. */
  readonly isEnough: (items: readonly Item[]) => boolean;
}

/** Beyond any real list: a server that never ends is stopped here. */
const MOST_PAGES = 1000;

/**
 * Reads a list to its end, or until enough of it is known. A list that shifts while it is read
 * shows items twice, so they are told apart by their key. Never rejects for the provider's sake:
 * what could not be read is part of the reading.
 */
export async function readList<Item, Cursor>(
  list: ListReading<Item, Cursor>,
): Promise<Reading<Item>> {
  const items: Item[] = [];
  const seen = new Set<string>();
  let cursor: Cursor | null = list.first;
  for (let pages = 0; cursor !== null; pages += 1) {
    if (pages === MOST_PAGES) return cut(items, `it does not end after ${MOST_PAGES} pages`);
    const page: Page<Item, Cursor> | ProviderError = await attempt(list, cursor);
    if (page instanceof ProviderError) return interrupted(items, pages, page);
    const fresh = page.items.filter((item) => isFirstSight(list.keyOf(item), seen));
    items.push(...fresh);
    if (page.unreadable > 0) return cut(items, `${page.unreadable} of its rows cannot be read`);
    if (page.next !== null && fresh.length === 0) return cut(items, 'a page brought nothing new');
    if (list.isEnough(items)) break;
    cursor = page.next;
  }
  return { state: 'complete', items };
}

function isFirstSight(key: string | null, seen: Set<string>): boolean {
  if (key === null) return true;
  const isNew = !seen.has(key);
  seen.add(key);
  return isNew;
}

async function attempt<Item, Cursor>(
  { readPage }: ListReading<Item, Cursor>,
  cursor: Cursor,
): Promise<Page<Item, Cursor> | ProviderError> {
  try {
    return await readPage(cursor);
  } catch (error) {
    if (error instanceof ProviderError) return error;
    throw error;
  }
}

function interrupted<Item>(items: Item[], pages: number, error: ProviderError): Reading<Item> {
  if (pages === 0) return { state: 'unavailable', problem: error.problem };
  return cut(items, error.message);
}

function cut<Item>(items: Item[], reason: string): Reading<Item> {
  return { state: 'incomplete', items, reason };
}

/** The items of a list that has to be whole; rejects with `ProviderError` where it is not. */
export function itemsOrReject<Item>(reading: Reading<Item>, what: string): readonly Item[] {
  if (reading.state === 'complete') return reading.items;
  const problem =
    reading.state === 'unavailable'
      ? reading.problem
      : {
          kind: 'unavailable' as const,
          message: `the list of ${what} could not be read to its end`,
          traceId: null,
        };
  throw new ProviderError(problem, { fateUnknown: true });
}
