import { decodeJwt, jwtVerify, type JWTPayload } from 'jose';
import { type Instant, SECOND } from '../../../shared/domain/instant.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { toOneLine } from '../../../shared/report/text.ts';
import { type Claims, readClaims, readExpiry } from './claims.ts';
import type { IssuerKeys } from './issuer-keys.ts';

export interface VerifyOptions {
  /** As the token has to name it, character for character. */
  readonly issuer: string;
  readonly audience: string;
  readonly keys: IssuerKeys;
  readonly now: Instant;
}

/** GitHub's tokens have about 2 kB. */
const MAX_LENGTH = 16 * 1024;

/** Base64url in its one spelling: no bits that do not count, which could be changed. */
const PART = '(?:[\\w-]{4})*(?:[\\w-][AQgw]|[\\w-]{2}[AEIMQUYcgkosw048])?';
const COMPACT = new RegExp(`^${PART}\\.${PART}\\.${PART}$`);

/** The one problem that may pass by itself. */
export const NO_SUCH_KEY = 'the issuer lists no such key, or could not be asked';

/** How far GitHub's clock and ours may differ, in seconds. */
const TOLERANCE = 30;

/**
 * Verifies a token of GitHub Actions. The problem is for the log; it holds no value of the token,
 * only names of claims and header parameters.
 */
export async function verifyToken(
  token: string,
  options: VerifyOptions,
): Promise<Result<Claims, string>> {
  if (token.length > MAX_LENGTH) return err('the token is too long');
  if (!COMPACT.test(token)) return err('the token is not three parts of base64url');
  const payload = await readPayload(token, options);
  return payload.ok ? checkPayload(payload.value, options) : payload;
}

async function readPayload(
  token: string,
  { issuer, audience, keys, now }: VerifyOptions,
): Promise<Result<JWTPayload, string>> {
  try {
    // Before its key is looked for: another issuer's keys never come to be listed at ours.
    if (decodeJwt(token).iss !== issuer) return err('the "iss" claim is not the configured issuer');
    const { payload, protectedHeader } = await jwtVerify(token, ({ kid }) => findKey(kid, keys), {
      // One algorithm only: with another, the public key could be taken for a shared secret.
      algorithms: ['RS256'],
      issuer,
      audience,
      currentDate: new Date(now),
      clockTolerance: TOLERANCE,
      requiredClaims: ['exp', 'nbf', 'iat'],
    });
    const { typ = 'JWT' } = protectedHeader;
    const isJwt = typeof typ === 'string' && /^(?:application\/)?jwt$/i.test(typ);
    return isJwt ? ok(payload) : err('typ is not JWT');
  } catch (error) {
    return err(error instanceof Error ? toOneLine(error.message) : 'it cannot be read');
  }
}

async function findKey(kid: unknown, keys: IssuerKeys) {
  if (typeof kid !== 'string') throw new Error('kid is not a text');
  const key = await keys.find(kid);
  if (!key) throw new Error(NO_SUCH_KEY);
  return key;
}

/** jose takes a list of audiences that has ours among others; each of them could use the token here. */
function checkPayload(
  payload: JWTPayload,
  { audience, now }: VerifyOptions,
): Result<Claims, string> {
  const { aud, exp = NaN, iat = NaN } = payload;
  if (aud !== audience) return err('aud is not one single text');
  const expiry = readExpiry({ exp, iat }, now / SECOND + TOLERANCE);
  return expiry.ok ? readClaims(payload, expiry.value) : expiry;
}
