import type { Instant } from '../../../shared/domain/instant.ts';
import type { SlackMessage } from '../../slack/message.ts';
import { isResponseUrl } from '../../slack/response-url.ts';
import type { DeliveryContext, DeliveryResult } from '../channel.ts';
import type { NotifyEvent } from '../event.ts';
import { post } from '../post.ts';
import { readSlackAnswer } from './answer.ts';
import { renderEvent } from './render.ts';
import type { SlackTarget } from './schema.ts';

interface SlackAccess {
  /** The API's root, without a slash at its end: `https://slack.com/api`. */
  readonly apiUrl: string;
  readonly botToken: string | null;
  readonly now: Instant;
}

type Requester = NonNullable<SlackTarget['requester']>;

/** Slack's answers are short; the rest is not read. */
const MAX_BYTES = 16 * 1024;

/**
 * Posts to a channel as the bot. A requester is told through the command's response URL if there is
 * no bot, or it is refused for good. A passing failure does not switch to the URL, which takes only
 * five messages.
 */
export async function deliverToSlack(
  { channel, requester }: SlackTarget,
  event: NotifyEvent,
  { slack, now }: DeliveryContext,
): Promise<DeliveryResult> {
  const access = { ...slack, now };
  const message = renderEvent(event, { addressee: requester?.user ?? null, now });
  const asBot = await postAsBot(channel, message, access);
  if (asBot.kind !== 'undeliverable' || requester === null) return asBot;
  const byUrl = await postToUrl(requester, message, access);
  if (byUrl.kind === 'delivered') return byUrl;
  return { ...byUrl, reason: `${asBot.reason}; ${byUrl.reason}` };
}

/**
 * Slack has no idempotency key. If its answer was lost, the message is sent again: it may appear
 * twice, but it is not lost.
 */
async function postAsBot(
  channel: string,
  { text, blocks }: SlackMessage,
  { apiUrl, botToken, now }: SlackAccess,
): Promise<DeliveryResult> {
  if (botToken === null) {
    return { kind: 'undeliverable', reason: 'There is no SLACK_BOT_TOKEN' };
  }
  const url = `${apiUrl}/chat.postMessage`;
  const body = { channel, text, blocks, unfurl_links: false, unfurl_media: false };
  const headers = { authorization: `Bearer ${botToken}` };
  return readSlackAnswer(
    await post(url, { headers, body: JSON.stringify(body), maxBytes: MAX_BYTES, now }),
  );
}

async function postToUrl(
  { responseUrl, urlDiesAt }: Requester,
  { text, blocks }: SlackMessage,
  { apiUrl, now }: SlackAccess,
): Promise<DeliveryResult> {
  if (now >= urlDiesAt) return undeliverable("the command's own URL has died");
  if (!isResponseUrl(responseUrl, apiUrl)) {
    return undeliverable("the command's own URL is not one of Slack's");
  }
  const body = JSON.stringify({ response_type: 'in_channel', text, blocks });
  return readSlackAnswer(await post(responseUrl, { body, maxBytes: MAX_BYTES, now }));
}

function undeliverable(reason: string): DeliveryResult {
  return { kind: 'undeliverable', reason };
}
