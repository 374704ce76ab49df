import pLimit from 'p-limit';
import * as v from 'valibot';
import type { Instant } from '../../../shared/domain/instant.ts';
import type { SlackMessage } from '../../slack/message.ts';
import { isResponseUrl } from '../../slack/response-url.ts';
import type { DeliveryContext, DeliveryResult } from '../channel.ts';
import type { NotifyEvent } from '../event.ts';
import { post } from '../post.ts';
import { readSlackAnswer, type SlackResult } from './answer.ts';
import { renderRunEnded } from './render.ts';
import { SlackTarget } from './schema.ts';

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
 * Posts to a channel as the bot. Where it may not, whoever asked there is told through the command's
 * response URL, and at last directly. Passing trouble does not lead to the URL, which takes only
 * five messages.
 */
export async function deliverToSlack(
  { channel, place, requester }: SlackTarget,
  event: NotifyEvent,
  { slack, holdingsOf, now }: DeliveryContext,
): Promise<DeliveryResult> {
  const access = { ...slack, now };
  const holdings = event.run.state === 'succeeded' ? null : await holdingsOf(event.run);
  const message = renderRunEnded(event.run, { place, holdings, now });
  const ways = [() => postAsBot(channel, message, access)];
  if (requester) {
    ways.push(() => postToUrl(requester, message, access));
    ways.push(() => postToAll([requester.user, ...usersAt(place, event)], message, access));
  }
  const reasons = new Set<string>();
  let isCurable = false;
  for (const way of ways) {
    const result = await way();
    if (result.kind === 'delivered') return result;
    reasons.add(result.reason);
    if (result.kind === 'passing') return { ...result, reason: [...reasons].join('; ') };
    isCurable ||= result.kind === 'refused';
  }
  const reason = [...reasons].join('; ');
  return isCurable ? { kind: 'passing', reason, retryAfterMs: null } : undeliverable(reason);
}

/** Who else asked in a channel: all of them have one message there. */
function usersAt(place: string, { run }: NotifyEvent): readonly string[] {
  return run.requestedBy.flatMap(({ replyTo }) =>
    replyTo?.place === place && v.is(SlackTarget, replyTo) ? (replyTo.requester?.user ?? []) : [],
  );
}

/** An alarm may make 50 subrequests, and other notifications need some too. */
const MAX_DIRECT = 20;
/** A Worker may have six open connections. */
const MAX_AT_ONCE = 5;

/** A message to a user's id is direct. If one cannot be sent, all are sent again later. */
async function postToAll(
  users: readonly string[],
  message: SlackMessage,
  access: SlackAccess,
): Promise<SlackResult> {
  const takeTurn = pLimit(MAX_AT_ONCE);
  const told = [...new Set(users)].slice(0, MAX_DIRECT);
  const posts = told.map((user) => takeTurn(() => postAsBot(user, message, access)));
  const results = await Promise.all(posts);
  return results.find(({ kind }) => kind !== 'delivered') ?? { kind: 'delivered' };
}

/**
 * Slack has no idempotency key. If its answer was lost, the message is sent again: it may appear
 * twice, but it is not lost.
 */
async function postAsBot(
  channel: string,
  { text, blocks }: SlackMessage,
  { apiUrl, botToken, now }: SlackAccess,
): Promise<SlackResult> {
  if (botToken === null) {
    return { kind: 'refused', reason: 'There is no SLACK_BOT_TOKEN' };
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
): Promise<SlackResult> {
  if (now >= urlDiesAt) return undeliverable("the command's own URL has died");
  if (!isResponseUrl(responseUrl, apiUrl)) {
    return undeliverable("the command's own URL is not one of Slack's");
  }
  const body = JSON.stringify({ response_type: 'in_channel', text, blocks });
  const result = readSlackAnswer(await post(responseUrl, { body, maxBytes: MAX_BYTES, now }));
  // Nobody can renew it.
  return result.kind === 'refused' ? undeliverable(result.reason) : result;
}

function undeliverable(reason: string): Extract<DeliveryResult, { kind: 'undeliverable' }> {
  return { kind: 'undeliverable', reason };
}
