import type { Verdict } from '../../shared/domain/verdict.ts';
import { CLOCK_TOLERANCE, type Instant } from '../../shared/domain/instant.ts';
import type { ServiceView } from './service-view.ts';

export type ShownVerdict = Verdict | 'unknown';

/** Worst first. */
export const SHOWN_VERDICTS: readonly ShownVerdict[] = ['block', 'unknown', 'warn', 'pass'];

/** Two, so that a single look that was missed does not turn everything grey. */
const MAX_AGE_ROUNDS = 2;

/** The last verdict, or `unknown` once it is older than two rounds of the watch. */
export function shownVerdict(
  view: Pick<ServiceView, 'verdict' | 'lookedAt'> | null,
  roundMs: number | null,
  now: Instant,
): ShownVerdict {
  if (view === null || roundMs === null) return 'unknown';
  const age = now - view.lookedAt;
  return age >= -CLOCK_TOLERANCE && age <= MAX_AGE_ROUNDS * roundMs ? view.verdict : 'unknown';
}
