import { combine, ok } from '../../shared/domain/result.ts';
import type { Config, SlackRule } from '../config.ts';
import { flat, listOf, matching, type Parse, readSection, text } from './section.ts';
import { knownService, type Surroundings } from './surroundings.ts';
import { parseRootUrl } from '../../shared/http/safe-url.ts';

export const SLACK_API = 'https://slack.com/api';

export function parseSlack(surroundings: Surroundings): Parse<Config['slack']> {
  return (value, at) => {
    const section = readSection(value, at, ['apiUrl', 'allow']);
    if (!section.ok) return section;
    const { optional, unknown } = section.value;
    const fields = flat(
      combine({
        unknown,
        apiUrl: optional('apiUrl', text(parseRootUrl), SLACK_API),
        allow: optional('allow', listOf(rule(surroundings)), []),
      }),
    );
    if (!fields.ok) return fields;
    const { apiUrl, allow } = fields.value;
    return ok({ apiUrl, allow });
  };
}

export function slackId(example: string): Parse<string> {
  return matching(/^[A-Z0-9]{2,32}$/, `an id of Slack such as ${example}, not a name`);
}

function rule(surroundings: Surroundings): Parse<SlackRule> {
  return (value, at) => {
    const section = readSection(value, at, ['team', 'channels', 'users', 'services']);
    if (!section.ok) return section;
    const { optional, unknown } = section.value;
    const fields = flat(
      combine({
        unknown,
        team: optional('team', slackId('T024BE7LD'), null),
        channels: optional('channels', listOf(slackId('C024BE91L')), null),
        users: optional('users', listOf(slackId('U061F7AUR')), null),
        services: optional('services', listOf(knownService(surroundings)), null),
      }),
    );
    if (!fields.ok) return fields;
    const { unknown: _, ...values } = fields.value;
    return ok(values);
  };
}
