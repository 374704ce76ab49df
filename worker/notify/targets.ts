import type { Run } from '../orders/run.ts';
import type { NotifyRule } from './channel.ts';
import type { Target } from './target.ts';

/**
 * Who is notified of a run's end: each requester who waits for it, and the targets that the
 * configuration names.
 */
export function targetsOf(run: Run, rules: readonly NotifyRule[]): readonly Target[] {
  const requesters = run.requestedBy.flatMap(({ replyTo }) => replyTo ?? []);
  const named = rules
    .filter(({ on }) => on === 'all' || run.state !== 'succeeded')
    .map(({ target }) => target);
  return [...requesters, ...withoutRepeats(named, requesters)];
}

/** A target where a requester is answered already is left out. */
function withoutRepeats(named: readonly Target[], told: readonly Target[]): readonly Target[] {
  const places = new Set(told.map(({ place }) => place));
  return named.filter(({ place }) => {
    const isNew = !places.has(place);
    places.add(place);
    return isNew;
  });
}
