import { createClock } from '../clock.ts';
import { emulatorOf } from '../server/emulator.ts';
import type { Emulator, StartOptions } from '../server/emulator.ts';
import { startServer } from '../server/server.ts';
import { createClaims } from './claims.ts';
import type { TokenClaims } from './claims.ts';
import { createKey, jwkOf } from './keys.ts';
import type { SigningKey } from './keys.ts';
import { mintToken } from './mint.ts';
import type { MintOptions } from './mint.ts';
import { answer, DISCOVERY, KEY_LIST, TOKEN_REQUEST } from './routes.ts';

export type { TokenClaims } from './claims.ts';
export type { MintOptions } from './mint.ts';
export { DISCOVERY, KEY_LIST, TOKEN_REQUEST } from './routes.ts';

/** Read at each request, so a test may change any of them at any time. */
export interface OidcSettings {
  /** Replaces claims of the tokens that the runner's endpoint gives. */
  job: TokenClaims;
  /** Replaces or adds entries of the discovery document. */
  discovery: Readonly<Record<string, unknown>>;
  /** Adds keys to the list, before the issuer's own. */
  extraKeys: readonly TokenClaims[];
  /** Real milliseconds between a request and its answer. */
  latencyMs: number;
}

/** GitHub's issuer of OIDC tokens and the endpoint by which a job gets one, on loopback. */
export interface OidcIssuer extends Emulator {
  readonly settings: OidcSettings;
  /** `ACTIONS_ID_TOKEN_REQUEST_URL` of the job. */
  readonly requestUrl: string;
  /** `ACTIONS_ID_TOKEN_REQUEST_TOKEN` of the job. */
  readonly requestToken: string;
  /** What signs now, and what did, the newest first. */
  readonly keys: readonly SigningKey[];
  /** How often each was asked for, faulted requests included. */
  readonly counts: { readonly discovery: number; readonly keys: number; readonly tokens: number };
  /** A new key signs from now on. `keep` (default): the old ones stay in the list. */
  rotate(options?: { readonly keep?: boolean }): void;
  /** What GitHub would say of a job now; see `createClaims`. */
  claimsOf(over?: TokenClaims): TokenClaims;
  /** Any claims, signed in any way. */
  mint(claims: unknown, options?: MintOptions): string;
}

const defaultRequestToken = 'request-token-of-the-job';

/** `apiKey` is the request token of the job. */
export async function startOidcIssuer(options: StartOptions = {}): Promise<OidcIssuer> {
  const clock = options.clock ?? createClock();
  const requestToken = options.apiKey ?? defaultRequestToken;
  const settings: OidcSettings = { job: {}, discovery: {}, extraKeys: [], latencyMs: 0 };
  const keys = [createKey('key-1')];
  let made = 1;
  const listed = new Set(keys);
  // Made when it is needed: each pair of keys takes a tenth of a second.
  let foreign: SigningKey | null = null;

  const claimsOf = (over?: TokenClaims) =>
    createClaims({ issuer: server.url, now: clock.now() }, over);
  const mint = (claims: unknown, { key, ...rest }: MintOptions = {}) => {
    const [current] = keys;
    if (current === undefined) throw new Error('there is always a key');
    if (key === 'foreign') foreign ??= { ...createKey('foreign'), kid: current.kid };
    const signer = key === 'foreign' ? foreign : key;
    return mintToken(claims, signer ?? current, rest);
  };
  const server = await startServer({
    clock,
    port: options.port ?? 0,
    answer: (request) =>
      answer(
        {
          issuer: () => server.url,
          requestToken,
          discovery: () => settings.discovery,
          listKeys: () => [...settings.extraKeys, ...[...listed].map(jwkOf)],
          issue: (audience) => {
            const aud = audience === undefined ? {} : { aud: audience };
            return mint(claimsOf({ ...aud, ...settings.job }));
          },
        },
        request,
      ),
    errorBody: ({ message = 'asked for by a fault' }) => ({ message }),
    latencyMs: () => settings.latencyMs,
  });
  const countOf = (target: RegExp) =>
    server.requests.filter(({ path }) => target.test(path)).length;
  return emulatorOf(server, clock, {
    settings,
    requestUrl: `${server.url}/request?api-version=2.0`,
    requestToken,
    keys,
    counts: {
      get discovery() {
        return countOf(DISCOVERY);
      },
      get keys() {
        return countOf(KEY_LIST);
      },
      get tokens() {
        return countOf(TOKEN_REQUEST);
      },
    },
    rotate: ({ keep = true }: { readonly keep?: boolean } = {}) => {
      made += 1;
      const next = createKey(`key-${made}`);
      if (!keep) listed.clear();
      listed.add(next);
      keys.unshift(next);
    },
    claimsOf,
    mint,
  });
}
