import type { Instant } from '../../../shared/domain/instant.ts';
import { slackTarget } from '../../notify/slack/schema.ts';
import type { Requester } from '../../orders/requester.ts';
import type { Caller } from './parse.ts';

/** A user in a channel, who is notified there when the run ends. */
export function slackRequester(
  { team, channel, user, responseUrl }: Pick<Caller, 'team' | 'channel' | 'user' | 'responseUrl'>,
  urlDiesAt: Instant,
): Requester {
  return {
    via: 'slack',
    details: { team, channel, user },
    label: [{ kind: 'slack-user', id: user }],
    replyTo: slackTarget(channel, { user, responseUrl, urlDiesAt }),
  };
}
