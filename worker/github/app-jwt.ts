import { type Instant, MINUTE, SECOND } from '../../shared/domain/instant.ts';
import { encode } from '../hmac.ts';

/** A GitHub App, as it proves who it is. */
export interface GithubApp {
  /** Its client id or its app id. */
  readonly id: string;
  /** PKCS#8. */
  readonly key: Uint8Array<ArrayBuffer>;
}

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

/**
 * A token that GitHub takes for the App itself: it begins a minute ago, for clocks that differ, and
 * ends before the ten minutes that GitHub allows. Signing takes a few lines of Web Crypto; a library
 * is for verifying, where what is left out is a hole.
 */
export async function signAppJwt({ id, key }: GithubApp, now: Instant): Promise<string> {
  const iat = Math.floor((now - MINUTE) / SECOND);
  const exp = Math.floor((now + 9 * MINUTE) / SECOND);
  const content = [
    { alg: 'RS256', typ: 'JWT' },
    { iat, exp, iss: id },
  ]
    .map((part) => toBase64Url(encode(JSON.stringify(part))))
    .join('.');
  const imported = await crypto.subtle.importKey('pkcs8', key, ALGORITHM, false, ['sign']);
  const signature = await crypto.subtle.sign(ALGORITHM.name, imported, encode(content));
  return `${content}.${toBase64Url(new Uint8Array(signature))}`;
}

function toBase64Url(bytes: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
