import type { Query } from '../server/query.ts';
import { badRequest } from '../server/refusal.ts';
import type { Row } from '../server/rows.ts';
import type { ListSettings } from './settings.ts';

const defaultLimit = 20;

export interface PageRequest {
  /** `database_backups` or `database_instances`: the name of the list in the answer. */
  readonly name: string;
  /** Filtered and in their order. */
  readonly rows: readonly Row[];
  readonly query: Query;
  readonly settings: ListSettings;
  /** Where the emulator is reached, for the links. */
  readonly origin: string;
}

/** A page that has been cut out of its list. */
interface Cut extends PageRequest {
  readonly limit: number;
  readonly start: number;
  readonly hasMore: boolean;
}

/** One page in the documented shape. It begins behind the item that the marker names. */
export function pageOf(request: PageRequest): Row {
  const { name, rows, query, settings } = request;
  const limit = Math.min(Number(query.get('limit') ?? defaultLimit), settings.limitCap);
  const start = startOf(rows, query.get('marker'));
  const hasMore = settings.repeatMarker || start + limit < rows.length;
  const cut = { ...request, limit, start, hasMore };
  return { [name]: rows.slice(start, start + limit), meta: metaOf(cut), links: linksOf(cut) };
}

function startOf(rows: readonly Row[], marker: string | undefined): number {
  if (marker === undefined) return 0;
  const index = rows.findIndex((row) => row['id'] === marker);
  if (index === -1) throw badRequest(`marker ${marker} names no item of this list`);
  return index + 1;
}

function metaOf({ rows, limit, start, hasMore, settings }: Cut): Row {
  const begin = settings.repeatMarker ? 0 : start;
  const last = rows.slice(begin, begin + limit).at(-1);
  const meta = { total: rows.length, limit, has_more: hasMore };
  return settings.omitMarker ? meta : { ...meta, marker: last?.['id'] ?? null };
}

/** As in the documented sample the links lead to `/v1/instances`, which is not this list. */
function linksOf({ rows, limit, start, hasMore, query, origin }: Cut): Row {
  const link = (marker: unknown) => {
    const behind = marker === undefined ? '' : `&marker=${String(marker)}`;
    return `${origin}/v1/instances?limit=${limit}${behind}`;
  };
  return {
    self: link(query.get('marker')),
    next: hasMore ? link(rows[start + limit - 1]?.['id']) : null,
    previous: start > 0 ? link(rows[start - limit - 1]?.['id']) : null,
  };
}
