/*
 * GitHub hands out the App's private key as PKCS#1, which Web Crypto does not take everywhere: Node
 * refuses it. In front of it 26 bytes make it PKCS#8 (RFC 5208).
 */

const PEM =
  /^-----BEGIN (RSA )?PRIVATE KEY-----\s+([A-Za-z0-9+/=\s]+?)\s*-----END \1PRIVATE KEY-----$/;

/** Version 0, and an AlgorithmIdentifier: rsaEncryption without parameters. */
const RSA = [2, 1, 0, 48, 13, 6, 9, 42, 134, 72, 134, 247, 13, 1, 1, 1, 5, 0];
const PREFIX_LENGTH = 26;

/**
 * The private key of a GitHub App as PKCS#8, from a PEM with line breaks or with `\n` in their
 * place; `null` if it is not an RSA key.
 */
export function parseAppKey(text: string): Uint8Array<ArrayBuffer> | null {
  const [, isPkcs1, base64 = ''] = PEM.exec(text.replaceAll('\\n', '\n').trim()) ?? [];
  const der = decodeBase64(base64.replace(/\s+/g, ''));
  if (!der || !isSequence(der)) return null;
  const key = isPkcs1 ? wrap(der) : der;
  return RSA.every((byte, index) => key[4 + index] === byte) ? key : null;
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

/** A whole one, of a length that takes two bytes, as that of every RSA key does. */
function isSequence(der: Uint8Array): boolean {
  const [tag, form, high = 0, low = 0] = der;
  return tag === 48 && form === 130 && 256 * high + low === der.length - 4;
}

function wrap(pkcs1: Uint8Array): Uint8Array<ArrayBuffer> {
  const { length } = pkcs1;
  const whole = [48, 130, ...twoBytes(length + PREFIX_LENGTH - 4), ...RSA];
  return new Uint8Array([...whole, 4, 130, ...twoBytes(length), ...pkcs1]);
}

function twoBytes(count: number): readonly number[] {
  return [count >> 8, count & 255];
}
