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
  if (names.length === 0 || env['NODE_USE_ENV_PROXY'] === '1') return ok(null);
  // Loaded only here: fetch does not use this HTTP stack, and it costs a tenth of the start.
  const http = process.getBuiltinModule('node:http');
  if (typeof http.setGlobalProxyFromEnv !== 'function') {
    return ok(
      `A proxy is set, but Node.js ${process.version} of this runner cannot use it: update the runner, or give the step the environment variable NODE_USE_ENV_PROXY=1.`,
    );
  }
  http.setGlobalProxyFromEnv({ ...env, ...proxies });
  return ok(null);
}

/** Like other clients, take `proxy.example:8080` for a proxy that speaks HTTP. */
function withScheme(text: string): string {
  return text.includes('://') ? text : `http://${text}`;
}

function isProxyUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** The value may contain a password. */
function refuse(input: string): FindingOf<'invalid-input'> {
  const message = 'it is not the URL of a proxy; give one such as http://proxy.example:8080.';
  return { code: 'invalid-input', severity: 'block', input, value: null, message };
}
