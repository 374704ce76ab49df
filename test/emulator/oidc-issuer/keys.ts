import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** A pair of RSA keys with its name in the key list. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export function createKey(kid: string): SigningKey {
  return { kid, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
}

/** As GitHub lists it. */
export function jwkOf({ kid, publicKey }: SigningKey): Readonly<Record<string, unknown>> {
  return { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' };
}

export function pemOf({ publicKey }: SigningKey): string {
  return publicKey.export({ format: 'pem', type: 'spki' }).toString();
}
