import type { SlackRule } from '../../config/index.ts';
import type { Caller } from './parse.ts';

/** Whether a rule lets the caller use the service. A list that a rule leaves out allows all. */
export function mayUse(
  service: string,
  { team, enterprise, channel, user }: Pick<Caller, 'team' | 'enterprise' | 'channel' | 'user'>,
  rules: readonly SlackRule[],
): boolean {
  return rules.some(
    (rule) =>
      (rule.team === null || rule.team === team || rule.team === enterprise) &&
      admits(rule.channels, channel) &&
      admits(rule.users, user) &&
      admits(rule.services, service),
  );
}

function admits(allowed: readonly string[] | null, one: string): boolean {
  return allowed === null || allowed.includes(one);
}
