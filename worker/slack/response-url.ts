import { MINUTE } from '../../shared/domain/instant.ts';
import { parseTargetUrl } from '../../shared/http/safe-url.ts';

/** How long Slack takes messages at a command's own URL. */
export const RESPONSE_URL_LIVES = 30 * MINUTE;

const SLACK_HOST = 'hooks.slack.com';

/**
 * Whether a message may be sent to a response URL. It came with a request, so it is followed to
 * Slack only, or to the host of the configured API; unencrypted never beyond this machine.
 */
export function isResponseUrl(text: string, apiUrl: string): boolean {
  const url = parseTargetUrl(text);
  return url.ok && [SLACK_HOST, new URL(apiUrl).host].includes(new URL(url.value).host);
}
