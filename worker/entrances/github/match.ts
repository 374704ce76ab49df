import type { GithubTrigger } from './config.ts';
import { isSameName } from '../../github/names.ts';
import type { GithubEvent } from './parse.ts';

/** The triggers that match an event: at most one for each service, as the schema ensures. */
export function matchTriggers(
  event: GithubEvent,
  triggers: readonly GithubTrigger[],
): readonly GithubTrigger[] {
  return triggers.filter(
    (trigger) =>
      trigger.event === event.event &&
      isSameName(trigger.repository, event.repository) &&
      (trigger.environment === null || isSameName(trigger.environment, event.environment)) &&
      (trigger.branch === null || trigger.branch === event.branch),
  );
}
