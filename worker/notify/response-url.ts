import { parseTargetUrl } from '../config/urls.ts';

const SLACK_HOST = 'hooks.slack.com';

/**
 * Whether a message may be sent to a response URL. It came with a request, so it is followed to
 * Slack only, or to the host of the configured API; unencrypted never beyond this machine.
 */
export function isResponseUrl(text: string, apiUrl: string): boolean {
  const url = parseTargetUrl(text);
  return url.ok && [SLACK_HOST, new URL(apiUrl).host].includes(new URL(url.value).host);
}
