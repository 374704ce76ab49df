import { GITHUB_ISSUER } from './entrances/verdict/config.ts';
import { type IssuerKeys, openIssuerKeys } from './entrances/verdict/issuer-keys.ts';
import { configOf } from './known-config.ts';

const known = new WeakMap<Env, IssuerKeys>();

/** The issuer's keys, kept for each environment, which never changes. */
export function issuerKeysOf(env: Env, log: (event: object) => void): IssuerKeys {
  const before = known.get(env);
  if (before) return before;
  const config = configOf(env);
  const issuer = (config.ok ? config.value.oidc?.issuer : null) ?? GITHUB_ISSUER;
  const keys = openIssuerKeys({ issuer, now: () => Date.now(), log });
  known.set(env, keys);
  return keys;
}
