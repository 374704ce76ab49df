import { combine, ok } from '../../shared/domain/result.ts';
import type { NotifyTarget } from '../config.ts';
import { flat, isObject, oneOf, type Parse, readSection, refuse, text } from './section.ts';
import { secretNamed, signingSecretNamed } from './secrets.ts';
import { slackId } from './slack.ts';
import type { Surroundings } from './surroundings.ts';
import { parseTargetUrl } from '../../shared/http/safe-url.ts';

const ON = ['failure', 'all'] as const;

/** One who is told of outcomes: a Slack channel, or a webhook. */
export function notifyTarget({ env }: Surroundings): Parse<NotifyTarget> {
  return (value, at) => {
    if (isObject(value) && 'webhook' in value) return parseWebhook(env)(value, at);
    return parseChannel(env)(value, at);
  };
}

function parseChannel(env: Surroundings['env']): Parse<NotifyTarget> {
  return (value, at) => {
    const section = readSection(value, at, ['on', 'slack']);
    if (!section.ok) return section;
    const { needed, unknown } = section.value;
    const fields = flat(
      combine({
        unknown,
        on: needed('on', oneOf(ON)),
        slack: needed('slack', slackId('C024BE91L')),
        token: canPost(env)
          ? ok(null)
          : refuse(`${at}.slack`, 'set the secret SLACK_BOT_TOKEN too'),
      }),
    );
    if (!fields.ok) return fields;
    const { on, slack } = fields.value;
    return ok({ on, slack });
  };
}

/** Nobody asked from that channel, so there is no URL to answer to: only the bot can post there. */
function canPost(env: Surroundings['env']): boolean {
  return secretNamed(env)('SLACK_BOT_TOKEN', '').ok;
}

function parseWebhook(env: Surroundings['env']): Parse<NotifyTarget> {
  return (value, at) => {
    const section = readSection(value, at, ['on', 'webhook', 'secret']);
    if (!section.ok) return section;
    const { needed, unknown } = section.value;
    const fields = flat(
      combine({
        unknown,
        on: needed('on', oneOf(ON)),
        webhook: needed('webhook', text(parseTargetUrl)),
        secret: needed('secret', signingSecretNamed(env)),
      }),
    );
    if (!fields.ok) return fields;
    const { on, webhook, secret } = fields.value;
    return ok({ on, webhook, secret });
  };
}
