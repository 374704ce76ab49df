type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Makes fetch go through the proxy that the environment names, as self-hosted runners need it:
 * `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in capitals or not. Node.js 24 cannot do so by itself
 * before 24.14 unless it was started with `NODE_USE_ENV_PROXY=1`.
 *
 * @returns what to tell the user where the proxy cannot be used, else `null`
 */
export function useProxy(env: Environment): string | null {
  const asked = ['https_proxy', 'http_proxy'].some((name) => env[name] || env[name.toUpperCase()]);
  if (!asked || env['NODE_USE_ENV_PROXY'] === '1') return null;
  // Loaded only here: an HTTP stack that fetch does not use costs a tenth of the start.
  const http = process.getBuiltinModule('node:http');
  if (typeof http.setGlobalProxyFromEnv !== 'function') {
    return `A proxy is set, but Node.js ${process.version} of this runner cannot use it: update the runner, or give the step the environment variable NODE_USE_ENV_PROXY=1.`;
  }
  http.setGlobalProxyFromEnv(env);
  return null;
}
