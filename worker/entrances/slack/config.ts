import * as v from 'valibot';
import { parseRootUrl } from '../../../shared/http/safe-url.ts';
import { type ConfigContext, knownService } from '../../config/context.ts';
import { listOf, oneOf, section, text } from '../../config/fields.ts';
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
      // Whoever may let a deployment through has to be named: a list left out would be everybody.
      may: v.optional(listOf(oneOf(['use', 'override'])), ['use']),
    }),
    v.transform(({ team = null, channels = null, users = null, services = null, may }) => ({
      team,
      channels,
      users,
      services,
      may,
    })),
  );
  return section({
    apiUrl: v.optional(text(parseRootUrl), SLACK_API),
    allow: v.optional(listOf(rule), []),
  });
}

export type SlackConfig = v.InferOutput<ReturnType<typeof slackSchema>>;
export type SlackRule = SlackConfig['allow'][number];
