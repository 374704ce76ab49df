import { timingSafeEqual } from 'hono/utils/buffer';
import { Webhook } from 'standardwebhooks';
import type { Instant } from '../../../shared/domain/instant.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { parseSignedTime } from '../signed-time.ts';

/** The three headers of Standard Webhooks; empty if missing. */
export interface WebhookSignature {
  readonly id: string;
  readonly timestamp: string;
  /** One or more, separated by spaces. */
  readonly signature: string;
  readonly body: string | null;
}

const ID = /^[\x21-\x7e]{1,256}$/;

/** A sender that rotates its secret signs with both values; more than a few are not honest. */
const MAX_SIGNATURES = 8;

/**
 * The library signs, and we compare: its own `verify` reads the clock by itself, and accepts
 * `1614265330abc` as a number. The problem is for the log.
 */
export async function verifyWebhook(
  { id, timestamp, signature, body }: WebhookSignature,
  { secrets, now }: { secrets: readonly string[]; now: Instant },
): Promise<Result<null, string>> {
  if (!ID.test(id)) return err('the id is missing or not right');
  const signedAt = parseSignedTime(timestamp, now);
  if (!signedAt.ok) return signedAt;
  if (body === null) return err('the body is not UTF-8');
  const given = signature.split(' ').slice(0, MAX_SIGNATURES);
  const expected = secrets.map((secret) =>
    new Webhook(secret).sign(id, new Date(signedAt.value), body),
  );
  const pairs = expected.flatMap((right) => given.map((one) => timingSafeEqual(right, one)));
  const matches = await Promise.all(pairs);
  return matches.includes(true) ? ok(null) : err('no signature is of a known secret');
}
