import pLimit from 'p-limit';
import * as v from 'valibot';
import type { Run } from '../../orders/run.ts';
import type { SlackMessage } from '../../slack/message.ts';
import { isResponseUrl } from '../../slack/response-url.ts';
import type { DeliveryContext, DeliveryResult } from '../channel.ts';
import type { NotifyEvent } from '../event.ts';
import { noticeOfOverride, noticeOfSchedule } from '../notice.ts';
import { post } from '../post.ts';
import { readSlackAnswer, type SlackResult } from './answer.ts';
import { deliverChange, deliverLine } from './deliver-change.ts';
import { renderRunEnded } from './render.ts';
import { SlackTarget } from './schema.ts';
import { MAX_BYTES, postMessage, type SlackAccess } from './web-api.ts';

export function deliverToSlack(
  target: SlackTarget,
  event: NotifyEvent,
  context: DeliveryContext,
): Promise<DeliveryResult> {
  switch (event.kind) {
    case 'run-ended':
      return deliverRunEnded(target, event.run, context);
    case 'verdict-changed':
      return deliverChange(target, event.change, context);
    case 'schedule-changed':
      return deliverLine(target, noticeOfSchedule(event.change), context);
    case 'override':
      return deliverLine(target, noticeOfOverride(event.override), context);
  }
}

type Requester = NonNullable<SlackTarget['requester']>;

/**
 * Posts to a channel as the bot. Where it may not, whoever asked there is told through the command's
 * response URL, and at last directly. Passing trouble does not lead to the URL, which takes only
 * five messages.
 */
async function deliverRunEnded(
  { channel, place, requester }: SlackTarget,
  run: Run,
  { slack, holdingsOf, now }: DeliveryContext,
): Promise<DeliveryResult> {
  const access = { ...slack, now };
  const holdings = run.state === 'succeeded' ? null : await holdingsOf(run);
  const message = renderRunEnded(run, { place, holdings, now });
  const ways = [() => postAsBot(channel, message, access)];
  if (requester) {
    ways.push(() => postToUrl(requester, message, access));
    ways.push(() => postToAll([requester.user, ...usersAt(place, run)], message, access));
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
function usersAt(place: string, { requestedBy }: Run): readonly string[] {
  return requestedBy.flatMap(({ replyTo }) =>
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

async function postAsBot(
  channel: string,
  message: SlackMessage,
  access: SlackAccess,
): Promise<SlackResult> {
  const { result } = await postMessage({ channel }, message, access);
  return result;
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
