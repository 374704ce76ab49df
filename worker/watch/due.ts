import { CLOCK_TOLERANCE, type Instant, MINUTE } from '../../shared/domain/instant.ts';

/** A cron comes a little early or late, and the look before it took its time. */
const TOLERANCE = 5 * MINUTE;

/** Within this the looks of a round are spread, so that not all ask the provider at once. */
export const SPREAD = 2 * MINUTE;

/** Whether a service is to be looked at by now. */
export function isDue(lookedAt: Instant | null, everyMs: number, now: Instant): boolean {
  if (lookedAt === null) return true;
  const agoMs = now - lookedAt;
  // A look in the future does not count: a clock was set back since.
  return agoMs >= everyMs - TOLERANCE || agoMs < -CLOCK_TOLERANCE;
}

/** Where in the spread a service has its place: the same in each round, so its looks stay apart. */
export function offsetOf(name: string): number {
  // FNV-1a: short, and even for names that differ only in their last letter.
  let hash = 0x811c9dc5;
  for (const character of name) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash % SPREAD;
}
