import * as v from 'valibot';
import { parseRootUrl } from '../../../shared/http/safe-url.ts';
import { type ConfigContext, knownService } from '../../config/context.ts';
import { listOf, section, text } from '../../config/fields.ts';
import { slackId } from '../../slack/id.ts';

export const SLACK_API = 'https://slack.com/api';

/** Who may use which services from Slack. A list that a rule leaves out allows all. */
export function slackSchema(context: ConfigContext) {
  const rule = v.pipe(
    section({
      team: v.optional(slackId('T024BE7LD')),
      channels: v.optional(listOf(slackId('C024BE91L'))),
      users: v.optional(listOf(slackId('U061F7AUR'))),
      services: v.optional(listOf(knownService(context))),
    }),
    v.transform(({ team = null, channels = null, users = null, services = null }) => ({
      team,
      channels,
      users,
      services,
    })),
  );
  return section({
    apiUrl: v.optional(text(parseRootUrl), SLACK_API),
    allow: v.optional(listOf(rule), []),
  });
}

export type SlackConfig = v.InferOutput<ReturnType<typeof slackSchema>>;
export type SlackRule = SlackConfig['allow'][number];
