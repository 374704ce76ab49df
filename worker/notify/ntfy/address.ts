import { parseTargetUrl } from '../../../shared/http/safe-url.ts';
import type { Address } from '../secret-channel.ts';

/** JSON is posted to the root of the server, and names the topic. */
export interface Topic {
  readonly serverUrl: string;
  readonly topic: string;
  readonly headers: Readonly<Record<string, string>>;
}

const PATH = /^(?<root>.*\/)(?<topic>[-\w]{1,64})$/;
const TOKEN = /^tk_\w+$/;

export const TOPIC: Address<Topic> = {
  what: 'one URL of a topic of ntfy, https://ntfy.sh/…, and after a space its access token, tk_…, if it needs one',
  parse([text = '', token, ...others]) {
    const parsed = parseTargetUrl(text);
    const isToken = token === undefined || TOKEN.test(token);
    if (others.length > 0 || !isToken || !parsed.ok) return null;
    const { origin, pathname, search } = new URL(parsed.value);
    const { root, topic } = PATH.exec(pathname)?.groups ?? {};
    if (root === undefined || topic === undefined || search !== '') return null;
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return { serverUrl: `${origin}${root}`, topic, headers };
  },
};
