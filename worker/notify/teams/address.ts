import { parseTargetUrl } from '../../../shared/http/safe-url.ts';
import type { Address } from '../secret-channel.ts';

/** Connectors are switched off. Clouds of governments have other hosts than those that are named. */
const CONNECTOR = /(?:^|\.)(?:webhook|outlook)\.office(?:365)?\.com$/;

export const WORKFLOW: Address<string> = {
  what: 'one URL of a Teams workflow, https://….api.powerplatform.com/… or https://….logic.azure.com/…, and not of a connector',
  parse([text = '', ...others]) {
    const url = parseTargetUrl(text);
    if (others.length > 0 || !url.ok) return null;
    const { hostname, pathname } = new URL(url.value);
    return CONNECTOR.test(hostname) || !pathname.includes('/workflows/') ? null : url.value;
  },
};
