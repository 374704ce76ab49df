import * as v from 'valibot';
import type { ConfigContext } from '../../config/context.ts';
import { section } from '../../config/fields.ts';
import { hasBotToken } from '../../config/secrets.ts';
import { slackId } from '../../slack/id.ts';
import { notifyOn } from '../channel.ts';

/** A Slack channel, or a requester in it. */
export const SlackTarget = v.object({
  kind: v.literal('slack'),
  place: v.string(),
  channel: v.string(),
  requester: v.nullable(
    v.object({
      user: v.string(),
      /** A secret: anyone who has it can post for 30 minutes. Never shown. */
      responseUrl: v.string(),
      /** Slack keeps the URL for 30 minutes. */
      urlDiesAt: v.number(),
    }),
  ),
});
export type SlackTarget = Readonly<v.InferOutput<typeof SlackTarget>>;

export function slackTarget(
  channel: string,
  requester: SlackTarget['requester'] = null,
): SlackTarget {
  return { kind: 'slack', place: `slack ${channel}`, channel, requester };
}

/** A channel that the configuration names. There is no response URL, so only the bot can post. */
export function slackRule(context: ConfigContext) {
  return v.pipe(
    section({
      on: notifyOn,
      slack: v.pipe(
        slackId('C024BE91L'),
        v.check(() => hasBotToken(context), 'set the secret SLACK_BOT_TOKEN too'),
      ),
    }),
    v.transform(({ on, slack }) => ({ on, target: slackTarget(slack) })),
  );
}
