import { onTestFinished } from 'vitest';
import type { TokenUse } from '../../../../worker/entrances/verdict/token-use.ts';
import type { StepOrder } from '../../../../worker/judge-for-step.ts';
import type { Ask } from '../../../../worker/status/asks.ts';
import { createClock } from '../../../emulator/clock.ts';
import {
  type MintOptions,
  type OidcIssuer,
  startOidcIssuer,
  type TokenClaims,
} from '../../../emulator/oidc-issuer/index.ts';
import { CONFIG, NOW, type OpenApp, openApp, type OpenOptions } from '../../open-app.ts';
import { AUDIENCE, openKeys } from './open-verifier.ts';

export interface Asking extends OpenApp {
  readonly issuer: OidcIssuer;
  /** What the coordinators were asked, by service. */
  readonly judged: (StepOrder & { readonly service: string })[];
  readonly used: TokenUse[];
  readonly asks: Ask[];
  /** Asks as a job with these claims, or with this token. */
  ask(body: unknown, by?: Job): Promise<Answer>;
}

export interface Job {
  readonly claims?: TokenClaims;
  readonly mint?: MintOptions;
  /** In place of a token of the issuer; `null` for none. */
  readonly token?: string | null;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

/** What `acme/shop` may do unless a test says otherwise. */
export const RULES = [{ repository: 'acme/shop' }] as const;

/** The app with an issuer, whose clock is the app's. */
export async function openForJobs(
  over: Omit<OpenOptions, 'config'> & {
    readonly allow?: readonly object[];
    readonly audience?: null;
    /** Makes another configuration with this section. */
    readonly config?: (oidc: object) => object;
  } = {},
): Promise<Asking> {
  const issuer = await startOidcIssuer({ clock: createClock({ startAt: NOW }) });
  onTestFinished(() => issuer.close());
  const { allow = RULES, audience = AUDIENCE, config, ...options } = over;
  const named = audience === null ? {} : { audience };
  const oidc = { issuer: issuer.url, ...named, allow };
  const judged: Asking['judged'] = [];
  const used: TokenUse[] = [];
  const asks: Ask[] = [];
  const open = openApp({
    config: config?.(oidc) ?? { ...CONFIG, oidc },
    issuerKeys: openKeys(issuer).keys,
    now: () => issuer.clock.now(),
    useToken: async (use) => {
      const isFirst = used.every(({ id }) => id !== use.id);
      used.push(use);
      return isFirst;
    },
    wasTokenUsed: async (id) => used.some((use) => use.id === id),
    noteAsk: async (ask) => void asks.push(ask),
    ...options,
  });
  const ask = async (body: unknown, { claims = {}, mint, token }: Job = {}): Promise<Answer> => {
    const made = token ?? issuer.mint(issuer.claimsOf({ aud: AUDIENCE, ...claims }), mint);
    const answer = await open.app.request('/verdict', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${made}` }),
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, json: JSON.parse(text) };
  };
  return { ...open, issuer, judged, used, asks, ask };
}
