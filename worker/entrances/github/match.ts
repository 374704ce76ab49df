import type { GithubTrigger } from '../../config.ts';
import type { Happening } from './parse.ts';

/** The triggers that a happening meets: at most one for each service, as the configuration proved. */
export function matchTriggers(
  happening: Happening,
  triggers: readonly GithubTrigger[],
): readonly GithubTrigger[] {
  return triggers.filter(
    (trigger) =>
      trigger.event === happening.event &&
      // GitHub takes a repository's name in any case.
      trigger.repository.toLowerCase() === happening.repository.toLowerCase() &&
      (trigger.environment === null || trigger.environment === happening.environment) &&
      (trigger.branch === null || trigger.branch === happening.branch),
  );
}
