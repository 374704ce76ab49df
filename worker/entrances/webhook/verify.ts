import { timingSafeEqual } from 'hono/utils/buffer';
import type { Instant } from '../../../shared/domain/instant.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { signMessage } from '../../standard-webhooks.ts';
import { parseSignedTime } from '../signed-time.ts';

/** The three headers of Standard Webhooks; empty if missing. */
export interface WebhookSignature {
  readonly id: string;
  readonly timestamp: string;
  /** One or more, separated by spaces. */
  readonly signature: string;
  readonly body: Uint8Array;
}

/**
 * Without a dot. `id.time.body` is signed, so with dots in the id, parts of it could be moved into
 * the time or the body without changing the signature.
 */
const ID = /^[\x21-\x2d\x2f-\x7e]{1,256}$/;

/** A sender that rotates its secret signs with both values; more than a few are not honest. */
const MAX_SIGNATURES = 8;

/** Signs what came, and compares. The problem is for the log. */
export async function verifyWebhook(
  { id, timestamp, signature, body }: WebhookSignature,
  { secrets, now }: { secrets: readonly string[]; now: Instant },
): Promise<Result<null, string>> {
  if (!ID.test(id)) return err('the id is missing, malformed or has a dot');
  const signedAt = parseSignedTime(timestamp, now);
  if (!signedAt.ok) return signedAt;
  const given = signature.split(' ').slice(0, MAX_SIGNATURES);
  const matches = secrets.map(async (secret) => {
    const right = await signMessage(secret, { id, timestamp, body });
    return (await Promise.all(given.map((one) => timingSafeEqual(right, one)))).includes(true);
  });
  return (await Promise.all(matches)).includes(true)
    ? ok(null)
    : err('no signature matches a known secret');
}
