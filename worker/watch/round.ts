import { type Instant, MINUTE } from '../../shared/domain/instant.ts';

/** The cron trigger's period. */
const CRON = 15 * MINUTE;

/** How many coordinators a cron wakes on Cloudflare's free plan, at least. */
const WOKEN = 45;

/** A round: every service is looked at once. */
export interface Round {
  /** Looks after this moment count. */
  readonly since: Instant;
}

export interface Rounds {
  /** The names of all services. */
  readonly names: readonly string[];
  /** When each was looked at last. */
  readonly lookedAt: ReadonlyMap<string, Instant>;
  readonly everyMs: number;
  readonly now: Instant;
}

export type RoundState =
  | { readonly kind: 'open' }
  /** Every look of it has ended, also those that could not find out. */
  | { readonly kind: 'whole' }
  /** Some service was not looked at for two rounds; what is shown of it is out of date by now. */
  | { readonly kind: 'given-up'; readonly missing: readonly string[] };

/** How a round stands. Pure. A round that is whole or given up is followed by the next one. */
export function stateOfRound({ since }: Round, rounds: Rounds): RoundState {
  const { names, lookedAt, now } = rounds;
  const missing = names.filter((name) => (lookedAt.get(name) ?? 0) <= since);
  if (missing.length === 0) return { kind: 'whole' };
  return now - since > maxRound(rounds) ? { kind: 'given-up', missing } : { kind: 'open' };
}

/** With many services, a cron on the free plan does not reach all of them. */
function maxRound({ names, everyMs }: Rounds): number {
  return 2 * Math.max(everyMs, Math.ceil(names.length / WOKEN) * CRON);
}
