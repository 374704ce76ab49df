import { parseJson } from '../../../shared/http/json.ts';
import type { Instant } from '../../../shared/domain/instant.ts';
import type { SlackMessage } from '../../slack/message.ts';
import { post } from '../post.ts';
import { readSlackAnswer, type SlackResult } from './answer.ts';
import type { IncidentMessage } from './incident-message.ts';

export interface SlackAccess {
  /** The API's root, without a slash at its end: `https://slack.com/api`. */
  readonly apiUrl: string;
  readonly botToken: string | null;
  readonly now: Instant;
}

/** Slack's answer repeats the message. The rest is not read. */
export const MAX_BYTES = 64 * 1024;

/** What became of a message, and where it stands, if Slack says so. */
export interface PostedMessage {
  readonly result: SlackResult;
  readonly message: IncidentMessage | null;
}

/**
 * Posts as the bot. Slack has no idempotency key. If its answer was lost, the message is sent again:
 * it may appear twice, but it is not lost. With `threadTs` it is a reply that the channel sees too.
 */
export function postMessage(
  { channel, threadTs }: { readonly channel: string; readonly threadTs?: string },
  { text, blocks }: SlackMessage,
  access: SlackAccess,
): Promise<PostedMessage> {
  const thread = threadTs === undefined ? {} : { thread_ts: threadTs, reply_broadcast: true };
  const body = { channel, text, blocks, unfurl_links: false, unfurl_media: false, ...thread };
  return call('chat.postMessage', body, access);
}

export async function updateMessage(
  { channel, ts }: IncidentMessage,
  { text, blocks }: SlackMessage,
  access: SlackAccess,
): Promise<SlackResult> {
  const { result } = await call('chat.update', { channel, ts, text, blocks }, access);
  return result;
}

async function call(
  method: string,
  body: object,
  { apiUrl, botToken, now }: SlackAccess,
): Promise<PostedMessage> {
  if (botToken === null) {
    return { result: { kind: 'refused', reason: 'There is no SLACK_BOT_TOKEN' }, message: null };
  }
  const headers = { authorization: `Bearer ${botToken}` };
  const options = { headers, body: JSON.stringify(body), maxBytes: MAX_BYTES, now };
  const posted = await post(`${apiUrl}/${method}`, options);
  const message = posted.kind === 'answered' ? readMessage(posted.text) : null;
  return { result: readSlackAnswer(posted), message };
}

function readMessage(text: string): IncidentMessage | null {
  const answer = parseJson(text);
  if (typeof answer !== 'object' || answer === null) return null;
  if (!('channel' in answer) || !('ts' in answer)) return null;
  const { channel, ts } = answer;
  return typeof channel === 'string' && typeof ts === 'string' ? { channel, ts } : null;
}
