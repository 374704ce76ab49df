import { MINUTE, SECOND } from '../domain/instant.ts';

/** How often to check the progress of a backup: the interval grows from `firstMs` to `maxMs`. */
export interface Pace {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** For a workflow step that someone is waiting for. */
export const BRISK: Pace = { firstMs: 2 * SECOND, maxMs: 30 * SECOND };

/** For a run in the background. */
export const CALM: Pace = { firstMs: 5 * SECOND, maxMs: MINUTE };

const WIDENING = 1.5;

/**
 * The wait after this many looks, counted from 1. In whole milliseconds, as alarms have; a fraction
 * could make an alarm fire just before the step is due.
 */
export function waitAfterLooks(looks: number, { firstMs, maxMs }: Pace): number {
  return Math.round(Math.min(firstMs * WIDENING ** (looks - 1), maxMs));
}

const MIN_SEARCH = 2 * MINUTE;
const MAX_SEARCH = 30 * MINUTE;

/**
 * How long to search for a request whose fate is unknown before sending the next one. A slow
 * provider may take minutes to list it, and each failed send makes a slow provider more likely.
 */
export function searchTime(sends: number): number {
  return Math.min(MIN_SEARCH * 2 ** (sends - 1), MAX_SEARCH);
}
