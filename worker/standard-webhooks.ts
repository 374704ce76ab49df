import { encode, hmac } from './hmac.ts';

interface Message {
  /** Without a dot: dots separate the parts that are signed. */
  readonly id: string;
  /** Whole seconds since 1970, as they stand in the header. */
  readonly timestamp: string;
  readonly body: string | Uint8Array;
}

/**
 * The signature of a message by the Standard Webhooks scheme: `v1,` and base64. Rejects if the
 * secret is not `whsec_` and base64.
 */
export async function signMessage(
  secret: string,
  { id, timestamp, body }: Message,
): Promise<string> {
  const bytes = typeof body === 'string' ? encode(body) : body;
  const signed = await hmac(decodeSecret(secret), `${id}.${timestamp}.`, bytes);
  return `v1,${btoa(String.fromCharCode(...signed))}`;
}

function decodeSecret(secret: string): Uint8Array<ArrayBuffer> {
  const key = Uint8Array.from(atob(secret.replace(/^whsec_/, '')), (each) => each.charCodeAt(0));
  // Anybody could sign with an empty key.
  if (key.length === 0) throw new TypeError('the secret is empty');
  return key;
}
