import type { Run } from '../orders/run.ts';
import type { VerdictChange } from '../watch/verdict-change.ts';
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
 * Who is notified of a change of a verdict. `failure` is told what turns to block and what leaves
 * it, so whoever heard that deploys are blocked hears that they no longer are; what only warns
 * begins and ends for `all`.
 */
export function targetsOfChange(
  { verdict, before }: Pick<VerdictChange, 'verdict' | 'before'>,
  rules: readonly NotifyRule[],
): readonly Target[] {
  const isAboutBlock = verdict === 'block' || before === 'block';
  const told = rules.filter(({ on }) => on === 'all' || isAboutBlock);
  return [...new Map(told.map(({ target }) => [target.place, target])).values()];
}
