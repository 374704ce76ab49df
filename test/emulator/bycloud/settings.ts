import type { Budget, RateLimit } from './budget.ts';

export interface ListSettings {
  /** A quiet cap on `limit` by the server; asking for more gives this many. */
  limitCap: number;
  /** Leaves `meta.marker` out. */
  omitMarker: boolean;
  /** A broken server: `has_more` is always true and `meta.marker` that of the first page. */
  repeatMarker: boolean;
  /** The order of the backups, which no document names. `by-updated` is latest change first. */
  order: 'newest-first' | 'oldest-first' | 'by-updated';
}

/** Read at each request, so a test may change any of them at any time. */
export interface BycloudSettings extends ListSettings {
  /** Setting it begins a new count; reading it shows the present one. */
  rateLimit: RateLimit | null;
  /** Real milliseconds between a request's effect and its answer. */
  latencyMs: number;
}

/** The documented limit of the highest tier: there, but out of the way of most tests. */
export const defaultRateLimit: RateLimit = { limit: 1000, remaining: 1000, resetInSeconds: 60 };

export function createSettings(budget: Budget): BycloudSettings {
  return {
    limitCap: 100,
    omitMarker: false,
    repeatMarker: false,
    order: 'newest-first',
    latencyMs: 0,
    get rateLimit() {
      return budget.get();
    },
    set rateLimit(rateLimit) {
      budget.set(rateLimit);
    },
  };
}
