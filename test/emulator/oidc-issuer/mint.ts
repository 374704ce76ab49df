import { constants, createHmac, sign } from 'node:crypto';
import { jwkOf, pemOf } from './keys.ts';
import type { KeyRing, SigningKey } from './keys.ts';

/** How a token is signed. Everything but the default is what no honest issuer does. */
export interface MintOptions {
  /** Default: RS256. `none` leaves the signature empty. HS256 needs a `secret`. */
  readonly alg?: 'RS256' | 'RS384' | 'RS512' | 'PS256' | 'HS256' | 'none';
  /** Default: the issuer's current key. `foreign` is in no list, under the current one's name. */
  readonly key?: SigningKey | 'foreign';
  /** For HS256: what an attacker knows of the public key, as a PEM or a JWK. */
  readonly secret?: 'public-pem' | 'public-jwk';
  /** Replaces or adds header parameters, `kid` among them; `undefined` leaves one out. */
  readonly header?: Readonly<Record<string, unknown>>;
}

/**
 * A JWS of any claims. Written with Node's own crypto: a library for tokens refuses to make what a
 * verifier has to refuse.
 */
export function mintToken(claims: unknown, ring: KeyRing, options: MintOptions = {}): string {
  const { alg = 'RS256', header = {}, key: given = ring.current() } = options;
  const key = given === 'foreign' ? ring.foreign() : given;
  const input = [{ typ: 'JWT', alg, kid: key.kid, ...header }, claims].map(encode).join('.');
  return `${input}.${signatureOf(input, key, options).toString('base64url')}`;
}

/** A text is taken for JSON that is written already. */
function encode(part: unknown): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}

function signatureOf(input: string, key: SigningKey, options: MintOptions): Buffer {
  const { alg = 'RS256', secret = 'public-pem' } = options;
  const data = Buffer.from(input);
  switch (alg) {
    case 'none':
      return Buffer.alloc(0);
    case 'HS256': {
      const known = secret === 'public-pem' ? pemOf(key) : JSON.stringify(jwkOf(key));
      return createHmac('sha256', known).update(data).digest();
    }
    case 'PS256': {
      const padding = constants.RSA_PKCS1_PSS_PADDING;
      return sign('sha256', data, { key: key.privateKey, padding, saltLength: 32 });
    }
    case 'RS256':
    case 'RS384':
    case 'RS512':
      return sign(`sha${alg.slice(2)}`, data, key.privateKey);
  }
}
