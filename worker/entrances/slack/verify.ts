import type { Instant } from '../../../shared/domain/instant.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { parseSignedTime } from '../signed-time.ts';

export interface SlackSignature {
  /** `X-Slack-Signature` and `X-Slack-Request-Timestamp`; empty if missing. */
  readonly signature: string;
  readonly timestamp: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

const SIGNATURE = /^v0=(?<hex>[0-9a-f]{64})$/;

/**
 * Verifies Slack's v0 scheme: an HMAC of the timestamp and the raw body. The problem is for the
 * log.
 */
export async function verifySlack(
  { signature, timestamp, body }: SlackSignature,
  { secrets, now }: { secrets: readonly string[]; now: Instant },
): Promise<Result<null, string>> {
  const signedAt = parseSignedTime(timestamp, now);
  if (!signedAt.ok) return signedAt;
  const hex = SIGNATURE.exec(signature)?.groups?.['hex'];
  if (hex === undefined) return err('the signature is not of the form v0=…');
  const signed = { signature: fromHex(hex), content: concat(`v0:${timestamp}:`, body) };
  const matches = await Promise.all(secrets.map((secret) => matchesSecret(secret, signed)));
  return matches.includes(true) ? ok(null) : err('the signature is of no known secret');
}

interface Signed {
  readonly signature: Uint8Array<ArrayBuffer>;
  readonly content: Uint8Array<ArrayBuffer>;
}

/** The platform compares in constant time. */
async function matchesSecret(secret: string, { signature, content }: Signed): Promise<boolean> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const bytes = new TextEncoder().encode(secret);
  const key = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['verify']);
  return crypto.subtle.verify('HMAC', key, signature, content);
}

function concat(prefix: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const start = new TextEncoder().encode(prefix);
  const whole = new Uint8Array(start.byteLength + body.byteLength);
  whole.set(start);
  whole.set(body, start.byteLength);
  return whole;
}

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length / 2);
  for (let index = 0; index < bytes.length; index += 1) {
    bytes[index] = Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16);
  }
  return bytes;
}
