import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** A pair of RSA keys with its name in the key list. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** All keys of an issuer. */
export interface KeyRing {
  /** What signs now, and what did, the newest first. */
  readonly keys: readonly SigningKey[];
  current(): SigningKey;
  listed(): readonly SigningKey[];
  /** In no list, under the name of the current one. */
  foreign(): SigningKey;
  rotate(keep: boolean): void;
}

export function createKeyRing(): KeyRing {
  const first = createKey('key-1');
  const keys = [first];
  let current = first;
  let listed = [first];
  return {
    keys,
    current: () => current,
    listed: () => listed,
    foreign: () => ({ ...createKey('foreign'), kid: current.kid }),
    rotate: (keep) => {
      current = createKey(`key-${keys.length + 1}`);
      keys.unshift(current);
      listed = keep ? [...listed, current] : [current];
    },
  };
}

/** Pairs by their names. Each takes a tenth of a second, so all issuers of a process have the same. */
const made = new Map<string, SigningKey>();

function createKey(kid: string): SigningKey {
  const key = made.get(kid) ?? { kid, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
  made.set(kid, key);
  return key;
}

/** As GitHub lists it. */
export function jwkOf({ kid, publicKey }: SigningKey): Readonly<Record<string, unknown>> {
  return { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' };
}

export function pemOf({ publicKey }: SigningKey): string {
  return publicKey.export({ format: 'pem', type: 'spki' }).toString();
}
