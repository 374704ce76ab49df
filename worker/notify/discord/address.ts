import { parseTargetUrl } from '../../../shared/http/safe-url.ts';
import type { Address } from '../secret-channel.ts';

const PATH = /^\/api\/(?:v\d+\/)?webhooks\/\d+\/[\w-]+$/;

/** The URL that posts. With `wait`, Discord answers once it has stored the message. */
export const WEBHOOK: Address<string> = {
  what: 'one URL of a Discord webhook, https://discord.com/api/webhooks/…',
  parse([text = '', ...others]) {
    const parsed = parseTargetUrl(text);
    if (others.length > 0 || !parsed.ok) return null;
    const url = new URL(parsed.value);
    if (!PATH.test(url.pathname)) return null;
    url.searchParams.set('wait', 'true');
    return url.href;
  },
};
