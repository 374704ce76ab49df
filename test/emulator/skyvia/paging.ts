import { integerWithin } from '../server/query.ts';
import type { QueryRules } from '../server/query.ts';
import type { Row } from '../server/rows.ts';
import type { Call } from './call.ts';

const defaultTake = 20;
const largestTake = 200;

export const pagingQuery: QueryRules = {
  skip: integerWithin(0),
  take: integerWithin(1, largestTake),
};

/** One page in the documented shape, without a total; a page past the end is empty. */
export function pageOf({ query, settings }: Call, rows: readonly Row[]): Row {
  const skip = Number(query.get('skip') ?? 0);
  const take = Math.min(Number(query.get('take') ?? defaultTake), settings.takeLimit);
  return { data: rows.slice(skip, skip + take), hasMore: skip + take < rows.length };
}
