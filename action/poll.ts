import type { Clock } from '../shared/clock.ts';
import { formatDuration } from '../shared/domain/duration.ts';
import { type Instant, SECOND } from '../shared/domain/instant.ts';
import { ProviderError } from '../shared/provider/errors.ts';
import { quotePlain } from '../shared/report/text.ts';

const FIRST_INTERVAL = 2 * SECOND;
const LONGEST_INTERVAL = 30 * SECOND;
const WIDENING = 1.5;

export interface Poll<Sight, End extends Sight> {
  readonly look: () => Promise<Sight>;
  readonly isOver: (sight: Sight) => sight is End;
  /** The state in a few words, for the log. */
  readonly describe: (sight: Sight) => string;
  readonly clock: Clock;
  readonly deadline: Instant;
  readonly log: (line: string) => void;
}

export type PollEnd<Sight> =
  | { readonly kind: 'over'; readonly sight: Sight }
  | { readonly kind: 'timed-out'; readonly waitedMs: number; readonly lastSeen: string };

/**
 * Looks again and again, at widening intervals, until it is over or the deadline has passed. Each
 * look leaves a line. A passing error does not end the wait; a lasting one rejects.
 */
export async function poll<Sight, End extends Sight>(
  options: Poll<Sight, End>,
): Promise<PollEnd<End>> {
  const { clock, deadline, log } = options;
  const start = clock.now();
  let lastSeen = 'nothing yet';
  for (let interval = FIRST_INTERVAL; clock.now() < deadline; interval *= WIDENING) {
    await clock.sleep(Math.min(interval, LONGEST_INTERVAL, deadline - clock.now()));
    const seen = await lookOnce(options);
    lastSeen = seen.words;
    log(`after ${formatDuration(clock.now() - start)}: ${lastSeen}`);
    if (seen.sight !== null && options.isOver(seen.sight))
      return { kind: 'over', sight: seen.sight };
  }
  return { kind: 'timed-out', waitedMs: clock.now() - start, lastSeen };
}

async function lookOnce<Sight>({
  look,
  describe,
}: Pick<Poll<Sight, Sight>, 'look' | 'describe'>): Promise<{ sight: Sight | null; words: string }> {
  try {
    const sight = await look();
    return { sight, words: describe(sight) };
  } catch (error) {
    const passing = error instanceof ProviderError && error.problem.kind === 'unavailable';
    if (!passing) throw error;
    return { sight: null, words: `could not look, trying again: ${quotePlain(error.message)}` };
  }
}
