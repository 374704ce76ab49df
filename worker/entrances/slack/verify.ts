import { timingSafeEqual } from 'hono/utils/buffer';
import type { Instant } from '../../../shared/domain/instant.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { toHex } from '../../hex.ts';
import { encode, hmac } from '../../hmac.ts';
import { parseSignedTime } from '../signed-time.ts';

export interface SlackSignature {
  /** `X-Slack-Signature` and `X-Slack-Request-Timestamp`; empty if missing. */
  readonly signature: string;
  readonly timestamp: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

const SIGNATURE = /^v0=[0-9a-f]{64}$/;

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
  if (!SIGNATURE.test(signature)) return err('the signature is not of the form v0=…');
  const matches = secrets.map(async (secret) => {
    const signed = await hmac(encode(secret), `v0:${timestamp}:`, body);
    return timingSafeEqual(`v0=${toHex(signed)}`, signature);
  });
  return (await Promise.all(matches)).includes(true)
    ? ok(null)
    : err('the signature matches no known secret');
}
