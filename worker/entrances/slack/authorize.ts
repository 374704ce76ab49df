import type { SlackRule } from '../../config/index.ts';
import type { Caller } from './parse.ts';

/** Whether a rule lets the caller use the service. A list that a rule leaves out allows all. */
export function mayUse(service: string, caller: WhoAndWhere, rules: readonly SlackRule[]): boolean {
  return isAllowed(
    service,
    caller,
    rules.filter(({ may }) => may.includes('use')),
  );
}

/** Whether a rule lets the caller break glass, which no rule does unless it says so. */
export function mayOverride(
  service: string,
  caller: WhoAndWhere,
  rules: readonly SlackRule[],
): boolean {
  return isAllowed(
    service,
    caller,
    rules.filter(({ may }) => may.includes('override')),
  );
}

type WhoAndWhere = Pick<Caller, 'team' | 'enterprise' | 'channel' | 'user'>;

function isAllowed(
  service: string,
  { team, enterprise, channel, user }: WhoAndWhere,
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
