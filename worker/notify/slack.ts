import type { Instant } from '../../shared/domain/instant.ts';
import { type SlackMessage, writeOutcome } from '../../shared/report/slack.ts';
import type { Run } from '../coordinator/run.ts';
import { toOutcome } from './outcome.ts';
import { post } from './post.ts';
import { isResponseUrl } from './response-url.ts';
import { readSlackAnswer } from './slack-answer.ts';
import type { Target, Told } from './telling.ts';

export interface SlackAccess {
  /** The API's root, without a slash at its end: `https://slack.com/api`. */
  readonly apiUrl: string;
  readonly botToken: string | null;
  readonly now: Instant;
}

type Requester = Extract<Target, { kind: 'slack-requester' }>;

/** Slack's answers are short; what follows is not read. */
const MOST_BYTES = 16 * 1024;

/** Tells a channel that the configuration names. Only the bot may speak there. */
export function tellChannel(channel: string, run: Run, access: SlackAccess): Promise<Told> {
  const message = writeOutcome(toOutcome(run, null), access.now);
  return postAsBot(channel, message, access);
}

/**
 * Tells whoever asked: as the bot, and where there is none, or it is refused for good, through the
 * command's own URL. Trouble that passes is not a reason for that: the URL takes five messages only.
 */
export async function tellRequester(
  target: Requester,
  run: Run,
  access: SlackAccess,
): Promise<Told> {
  const message = writeOutcome(toOutcome(run, target.user), access.now);
  const asBot = await postAsBot(target.channel, message, access);
  if (asBot.kind !== 'undeliverable') return asBot;
  const byUrl = await postToUrl(target, message, access);
  if (byUrl.kind === 'told') return byUrl;
  return { ...byUrl, reason: `${asBot.reason}; ${byUrl.reason}` };
}

/**
 * Slack knows no key by which it would drop a repeat. Where its answer was lost, the message is sent
 * again: it may stand there twice, but never not at all.
 */
async function postAsBot(
  channel: string,
  { text, blocks }: SlackMessage,
  { apiUrl, botToken, now }: SlackAccess,
): Promise<Told> {
  if (botToken === null) {
    return { kind: 'undeliverable', reason: 'There is no SLACK_BOT_TOKEN' };
  }
  const url = `${apiUrl}/chat.postMessage`;
  const body = { channel, text, blocks, unfurl_links: false, unfurl_media: false };
  const headers = { authorization: `Bearer ${botToken}` };
  return readSlackAnswer(
    await post(url, { headers, body: JSON.stringify(body), mostBytes: MOST_BYTES, now }),
  );
}

async function postToUrl(
  { responseUrl, urlDiesAt }: Requester,
  { text, blocks }: SlackMessage,
  { apiUrl, now }: SlackAccess,
): Promise<Told> {
  if (now >= urlDiesAt) return undeliverable("the command's own URL has died");
  if (!isResponseUrl(responseUrl, apiUrl)) {
    return undeliverable("the command's own URL is not one of Slack's");
  }
  const body = JSON.stringify({ response_type: 'in_channel', text, blocks });
  return readSlackAnswer(await post(responseUrl, { body, mostBytes: MOST_BYTES, now }));
}

function undeliverable(reason: string): Told {
  return { kind: 'undeliverable', reason };
}
