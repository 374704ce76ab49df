import type { FindingOf } from '../shared/domain/finding.ts';
import { err, ok, type Result } from '../shared/domain/result.ts';
import type { Environment } from './context.ts';

/**
 * Makes fetch use the proxy that the environment names, which self-hosted runners may need:
 * `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in upper or lower case. Before 24.14 Node.js 24 does
 * so only if it was started with `NODE_USE_ENV_PROXY=1`.
 *
 * @returns a warning if this Node.js cannot do it, else `null`; a proxy that is not a URL is an
 * error, because a direct connection is not what was asked for
 */
export function useProxy(
  env: Environment,
): Result<string | null, readonly FindingOf<'invalid-input'>[]> {
  const names = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].filter((n) => env[n]);
  const proxies = Object.fromEntries(names.map((name) => [name, withScheme(env[name] ?? '')]));
  const wrong = names.filter((name) => !isProxyUrl(proxies[name] ?? ''));
  if (wrong.length > 0) return err(wrong.map(refuse));
  if (names.length === 0) return ok(null);
  // Loaded only here: fetch does not use this HTTP stack, and it costs a tenth of the start.
  const http = process.getBuiltinModule('node:http');
  if (typeof http.setGlobalProxyFromEnv !== 'function') {
    if (env['NODE_USE_ENV_PROXY'] === '1') {
      // It was told to use the proxy by itself, and reads these variables at each request.
      Object.assign(process.env, withoutProxy(env));
      return ok(null);
    }
    return ok(
      `A proxy is set, but this runner's Node.js ${process.version} cannot use it. Update the runner, or set the environment variable NODE_USE_ENV_PROXY=1 for the step.`,
    );
  }
  http.setGlobalProxyFromEnv({ ...env, ...proxies, ...withoutProxy(env) });
  return ok(null);
}

/** Plain HTTP is for this machine only, so a proxy would get the key unencrypted. */
const THIS_MACHINE = ['localhost', '127.0.0.1', '::1', '[::1]'];

/** In both spellings: Node.js takes the one in lower case first. */
function withoutProxy(env: Environment): Record<'NO_PROXY' | 'no_proxy', string> {
  const given = env['no_proxy'] || env['NO_PROXY'];
  const hosts = given === '*' ? given : [...(given ? [given] : []), ...THIS_MACHINE].join(',');
  return { NO_PROXY: hosts, no_proxy: hosts };
}

/** Like other clients, take `proxy.example:8080` for a proxy that speaks HTTP. */
function withScheme(text: string): string {
  return text.includes('://') ? text : `http://${text}`;
}

function isProxyUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return false;
  return /^\/?$/.test(url.pathname) && !/[?#]/.test(text) && isDecodable(url);
}

/** Node.js decodes user and password, and throws where that is impossible. */
function isDecodable({ username, password }: URL): boolean {
  try {
    decodeURIComponent(`${username}:${password}`);
    return true;
  } catch {
    return false;
  }
}

/** The value may contain a password. */
function refuse(input: string): FindingOf<'invalid-input'> {
  const message =
    'not a valid proxy URL. Use one such as http://proxy.example:8080, without a path; percent-encode the user name and password.';
  return { code: 'invalid-input', severity: 'block', input, value: null, message };
}
