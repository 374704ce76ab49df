import { timingSafeEqual } from 'hono/utils/buffer';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { toHex } from '../../hex.ts';
import { encode, hmac } from '../../hmac.ts';

const SIGNATURE = /^sha256=[0-9a-f]{64}$/;

/**
 * Verifies GitHub's `X-Hub-Signature-256`, an HMAC of the body alone, over the bytes as they came: a
 * body may have 1 MiB, and is decoded only if it is genuine. The problem is for the log.
 */
export async function verifyGithub(
  { signature, body }: { signature: string; body: Uint8Array },
  secrets: readonly string[],
): Promise<Result<null, string>> {
  if (!SIGNATURE.test(signature)) return err('the signature is not of the form sha256=…');
  if (body.length === 0) return err('the body is empty');
  const matches = secrets.map(async (secret) => {
    return timingSafeEqual(`sha256=${toHex(await hmac(encode(secret), '', body))}`, signature);
  });
  return (await Promise.all(matches)).includes(true)
    ? ok(null)
    : err('the signature matches no known secret');
}
