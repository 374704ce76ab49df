import { MINUTE } from '../../shared/domain/instant.ts';
import { parseTargetUrl } from '../../shared/http/safe-url.ts';

/** How long Slack accepts messages at a response URL. */
export const RESPONSE_URL_LIVES = 30 * MINUTE;

const SLACK_HOSTS = ['hooks.slack.com', 'hooks.slack-gov.com'];

/**
 * Whether a message may be sent to a response URL. The URL came with a request, so only Slack's
 * hosts or the host of the configured API are allowed; plain HTTP only on this machine.
 */
export function isResponseUrl(text: string, apiUrl: string): boolean {
  const url = parseTargetUrl(text);
  return url.ok && [...SLACK_HOSTS, new URL(apiUrl).host].includes(new URL(url.value).host);
}
