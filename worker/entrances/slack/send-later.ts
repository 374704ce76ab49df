import { SECOND } from '../../../shared/domain/instant.ts';
import { meaningOfStatus } from '../../../shared/http/status.ts';
import type { EntranceDependencies } from '../../dependencies.ts';
import { post } from '../../notify/post.ts';
import type { SlackMessage } from '../../slack/message.ts';
import { isResponseUrl } from '../../slack/response-url.ts';

/** The platform ends work after the answer within 30 seconds. */
const SEND_WITHIN = 10 * SECOND;

type Deps = Pick<EntranceDependencies, 'config' | 'log' | 'now'>;

/** Whether what follows later can be sent there; logs it if not. */
export function canSendLater(responseUrl: string, { config, log }: Deps): boolean {
  const can = isResponseUrl(responseUrl, config.slack.apiUrl);
  if (!can) {
    log({ event: 'status-undeliverable', reason: 'the response URL is not one of Slack' });
  }
  return can;
}

/** Tells the caller alone, by the URL that the command or the click brought. */
export async function sendLater(
  { text, blocks }: SlackMessage,
  responseUrl: string,
  { log, now }: Deps,
): Promise<void> {
  // The message that a button stands in is for everybody, and stays.
  const body = JSON.stringify({
    response_type: 'ephemeral',
    replace_original: false,
    text,
    blocks,
  });
  const options = { body, maxBytes: 0, now: now(), timeoutMs: SEND_WITHIN };
  const posted = await post(responseUrl, options);
  if (posted.kind === 'answered' && meaningOfStatus(posted.status) === 'success') return;
  const reason = posted.kind === 'lost' ? posted.reason : `HTTP ${posted.status}`;
  log({ event: 'status-undeliverable', reason });
}
