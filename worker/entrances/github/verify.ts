import { verify } from '@octokit/webhooks-methods';
import { err, ok, type Result } from '../../../shared/domain/result.ts';

/** The library accepts any hex digits in any text; GitHub writes exactly this form. */
const SIGNATURE = /^sha256=[0-9a-f]{64}$/;

/**
 * Verifies GitHub's `X-Hub-Signature-256`, an HMAC of the body alone. The problem is for the log.
 */
export async function verifyGithub(
  { signature, body }: { signature: string; body: string | null },
  secrets: readonly string[],
): Promise<Result<null, string>> {
  if (!SIGNATURE.test(signature)) return err('the signature is not of the form sha256=…');
  if (body === null || body === '') return err('the body is empty or not UTF-8');
  const matches = await Promise.all(secrets.map((secret) => verify(secret, body, signature)));
  return matches.includes(true) ? ok(null) : err('the signature is of no known secret');
}
