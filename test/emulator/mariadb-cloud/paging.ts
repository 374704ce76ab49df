import type { Query } from '../server/query.ts';
import type { Row } from '../server/rows.ts';

export interface PagingSettings {
  /** A cap on `page_size` by the server; asking for more gives this many. */
  pageSizeLimit: number;
  /** `order=desc` is accepted, but rows come oldest first. */
  ignoreOrder: boolean;
  /** Leaves `pages_count` out. */
  omitPagesCount: boolean;
  /** Each page holds a row more, which is null. */
  addNullRows: boolean;
}

const defaultPageSize = 20;

export interface PageRequest {
  /** `backups` or `schedules`: the name of the list in the answer. */
  name: string;
  /** Oldest first. */
  rows: readonly Row[];
  query: Query;
  settings: PagingSettings;
}

/** One page in the documented shape; a page past the end is empty. */
export function pageOf({ name, rows, query, settings }: PageRequest): Row {
  const size = Math.min(Number(query.get('page_size') ?? defaultPageSize), settings.pageSizeLimit);
  const start = (Number(query.get('page') ?? 1) - 1) * size;
  const newestFirst = query.get('order') === 'desc' && !settings.ignoreOrder;
  const ordered = newestFirst ? rows.toReversed() : rows;
  return {
    [name]: [...ordered.slice(start, start + size), ...(settings.addNullRows ? [null] : [])],
    [`${name}_count`]: rows.length,
    ...(settings.omitPagesCount ? {} : { pages_count: Math.ceil(rows.length / size) }),
  };
}
