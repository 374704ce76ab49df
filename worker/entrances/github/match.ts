import type { GithubTrigger } from '../../config.ts';
import { isSameName } from '../../config/github.ts';
import type { Happening } from './parse.ts';

/** The triggers that a happening meets: at most one for each service, as the configuration proved. */
export function matchTriggers(
  happening: Happening,
  triggers: readonly GithubTrigger[],
): readonly GithubTrigger[] {
  return triggers.filter(
    (trigger) =>
      trigger.event === happening.event &&
      isSameName(trigger.repository, happening.repository) &&
      (trigger.environment === null || isSameName(trigger.environment, happening.environment)) &&
      (trigger.branch === null || trigger.branch === happening.branch),
  );
}
