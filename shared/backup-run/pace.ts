import { MINUTE, SECOND } from '../domain/instant.ts';

/** How often a provider is asked how far a backup is: at widening intervals. Milliseconds. */
export interface Pace {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** A step that a person waits for. */
export const BRISK: Pace = { firstMs: 2 * SECOND, maxMs: 30 * SECOND };

/** A run that goes on in the background. */
export const CALM: Pace = { firstMs: 5 * SECOND, maxMs: MINUTE };

const WIDENING = 1.5;

/**
 * The wait after so many looks, from 1 on. In whole milliseconds, as alarms have: one that rings a
 * fraction early would ring for nothing.
 */
export function waitAfterLooks(looks: number, { firstMs, maxMs }: Pace): number {
  return Math.round(Math.min(firstMs * WIDENING ** (looks - 1), maxMs));
}

const MIN_SEARCH = 2 * MINUTE;
const MAX_SEARCH = 30 * MINUTE;

/**
 * How long a request whose fate is not known is looked for before the next one is sent: a slow
 * provider may take minutes to list it, and each failure makes it likelier that this one is slow.
 */
export function searchTime(sends: number): number {
  return Math.min(MIN_SEARCH * 2 ** (sends - 1), MAX_SEARCH);
}
