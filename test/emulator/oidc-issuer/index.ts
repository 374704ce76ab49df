import { createClock } from '../clock.ts';
import { emulatorOf } from '../server/emulator.ts';
import type { Emulator, StartOptions } from '../server/emulator.ts';
import { startServer } from '../server/server.ts';
import { createClaims } from './claims.ts';
import type { TokenClaims } from './claims.ts';
import { createKeyRing } from './keys.ts';
import type { SigningKey } from './keys.ts';
import { mintToken } from './mint.ts';
import type { MintOptions } from './mint.ts';
import { answer, DISCOVERY, KEY_LIST, TOKEN_REQUEST } from './routes.ts';
import type { OidcSettings } from './routes.ts';

export type { TokenClaims } from './claims.ts';
export type { MintOptions } from './mint.ts';
export type { OidcSettings } from './routes.ts';
export { DISCOVERY, KEY_LIST, TOKEN_REQUEST } from './routes.ts';

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
  const ring = createKeyRing();
  const claimsOf = (over?: TokenClaims) =>
    createClaims({ issuer: server.url, now: clock.now() }, over);
  const mint = (claims: unknown, how?: MintOptions) => mintToken(claims, ring, how);
  const server = await startServer({
    clock,
    port: options.port ?? 0,
    answer: (request) =>
      answer({ url: server.url, settings, requestToken, ring, claimsOf }, request),
    errorBody: ({ message = 'asked for by a fault' }) => ({ message }),
    latencyMs: () => settings.latencyMs,
  });
  const count = (target: RegExp) => server.requests.filter(({ path }) => target.test(path)).length;
  return emulatorOf(server, clock, {
    settings,
    requestUrl: `${server.url}/request?api-version=2.0`,
    requestToken,
    keys: ring.keys,
    counts: {
      get discovery() {
        return count(DISCOVERY);
      },
      get keys() {
        return count(KEY_LIST);
      },
      get tokens() {
        return count(TOKEN_REQUEST);
      },
    },
    rotate: ({ keep = true }: { readonly keep?: boolean } = {}) => ring.rotate(keep),
    claimsOf,
    mint,
  });
}
