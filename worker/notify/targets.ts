import type { Change } from '../../shared/domain/changes.ts';
import type { Run } from '../orders/run.ts';
import type { NotifyRule } from './channel.ts';
import { keepsAlerts } from './registry.ts';
import type { Target } from './target.ts';

/**
 * Who is notified of a run's end: the places where requesters wait for it, and the targets that the
 * configuration names. Each place once: of several requesters the last one, whose way back lives
 * longest.
 */
export function targetsOf(run: Run, rules: readonly NotifyRule[]): readonly Target[] {
  const failed = run.state !== 'succeeded';
  const named = rules
    .filter(({ on, target }) => on === 'all' || failed || keepsAlerts(target))
    .map(({ target }) => target);
  const waiting = run.requestedBy.flatMap(({ replyTo }) => replyTo ?? []);
  const places = new Map(waiting.map((target) => [target.place, target]));
  for (const target of named) if (!places.has(target.place)) places.set(target.place, target);
  return [...places.values()];
}

/**
 * Who is notified of a change of a verdict. `failure` is told of incidents that block at some time,
 * to their end; one that only warns is for `all`.
 */
export function targetsOfChange(
  { worst }: Pick<Change, 'worst'>,
  rules: readonly NotifyRule[],
): readonly Target[] {
  return eachPlaceOnce(rules.filter(({ on }) => on === 'all' || worst === 'block'));
}

/** What the watch did to a schedule is no failure. */
export function targetsOfScheduleChange(rules: readonly NotifyRule[]): readonly Target[] {
  return eachPlaceOnce(rules.filter(({ on }) => on === 'all'));
}

/** Everybody hears of an override, whatever they hear else. */
export function targetsOfOverride(rules: readonly NotifyRule[]): readonly Target[] {
  return eachPlaceOnce(rules);
}

function eachPlaceOnce(rules: readonly NotifyRule[]): readonly Target[] {
  return [...new Map(rules.map(({ target }) => [target.place, target])).values()];
}
