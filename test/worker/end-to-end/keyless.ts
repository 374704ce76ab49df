import type { TestContext } from 'vitest';
import { createClock } from '../../emulator/clock.ts';
import {
  type MariadbCloudEmulator,
  startMariadbCloud,
} from '../../emulator/mariadb-cloud/index.ts';
import {
  type OidcIssuer,
  startOidcIssuer,
  type TokenClaims,
} from '../../emulator/oidc-issuer/index.ts';
import type { BuiltWorker } from '../build-worker.ts';
import { startLocalWorker } from '../local-worker.ts';

export const SERVICE = 'dbtgf28044362';
export const OTHER_SERVICE = 'dbtgf28044363';
export const KEY = 'skysql.1zzz.key-of-the-worker';
export const AUDIENCE = 'https://backup-gate.example.workers.dev';

/** The real Worker, whose provider and issuer are emulated. */
export interface Keyless {
  readonly url: string;
  readonly cloud: MariadbCloudEmulator;
  readonly issuer: OidcIssuer;
  readonly logged: string[];
  /** Asks as a job with these claims. */
  ask(body: object, claims?: TokenClaims): Promise<{ status: number; json: unknown; text: string }>;
  read(path: string): Promise<string>;
}

export interface KeylessOptions {
  readonly policy?: Readonly<Record<string, string | string[]>>;
  /** Default: the one that tokens of `ask` are for. */
  readonly audience?: string | null;
}

export async function startKeyless(
  built: BuiltWorker,
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
  { policy = {}, audience = AUDIENCE }: KeylessOptions = {},
): Promise<Keyless> {
  const clock = createClock({ ticking: true });
  const cloud = await startMariadbCloud({ clock, apiKey: KEY });
  const issuer = await startOidcIssuer({ clock });
  for (const id of [SERVICE, OTHER_SERVICE]) cloud.addService(id);
  const base = { provider: 'mariadb-cloud', credential: 'SKYSQL_API_KEY', baseUrl: cloud.url };
  const logged: string[] = [];
  const worker = await startLocalWorker({
    built,
    config: {
      services: {
        prod: { ...base, service: SERVICE, policy },
        shop: { ...base, service: OTHER_SERVICE },
      },
      oidc: {
        issuer: issuer.url,
        ...(audience === null ? {} : { audience }),
        allow: [{ repository: 'acme/shop' }, { repository: 'acme/silent', environment: 'staging' }],
      },
    },
    secrets: { SKYSQL_API_KEY: KEY, STATUS_TOKEN: 'the-status-token' },
    onLog: (line) => logged.push(line),
  });
  onTestFinished(async () => {
    await worker.stop();
    await Promise.all([cloud.close(), issuer.close()]);
  });
  return {
    url: worker.url,
    cloud,
    issuer,
    logged,
    ask: async (body, claims = {}) => {
      const token = issuer.mint(issuer.claimsOf({ aud: audience ?? worker.url, ...claims }));
      const response = await fetch(`${worker.url}/verdict`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      });
      const text = await response.text();
      return { status: response.status, json: JSON.parse(text), text };
    },
    read: async (path) => (await fetch(worker.url + path)).text(),
  };
}
