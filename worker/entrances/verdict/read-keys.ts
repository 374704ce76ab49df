import type { CryptoKey } from 'jose';
import { SECOND } from '../../../shared/domain/instant.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { explainLoss } from '../../../shared/http/http-error.ts';
import { isObject } from '../../config/fields.ts';

/** Public keys by their ids. */
export type KeyList = ReadonlyMap<string, CryptoKey>;

/** Several times what GitHub sends. */
const MAX_BYTES = 64 * 1024;

/** A modulus of 2,048 bits at least, in base64url. */
const MODULUS = /^[\w-]{342,}$/;

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

/**
 * Reads an issuer's keys: its discovery document says where they are. The problem is for the log.
 * Uses `fetch` and not the provider's HTTP client, which retries: here a deploy waits for the
 * answer. Redirects are not followed, because whoever can answer for the issuer can sign for it.
 */
export async function readKeys(
  issuer: string,
  timeoutMs: number,
): Promise<Result<KeyList, string>> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const discovery = await readJson(`${issuer}/.well-known/openid-configuration`, timeout);
    const address = discovery.ok ? findKeyList(discovery.value, issuer) : discovery;
    const list = address.ok ? await readJson(address.value, timeout) : address;
    return list.ok ? importKeys(list.value) : list;
  } catch (error) {
    return err(timeout.aborted ? `no answer within ${timeoutMs / SECOND} s` : explainLoss(error));
  }
}

/**
 * On the issuer's own origin: that is where GitHub has it for every one of its issuers, and so
 * nobody else is trusted, and nothing is asked without encryption where the issuer is not.
 */
function findKeyList(discovery: unknown, issuer: string): Result<string, string> {
  if (!isObject(discovery)) return err('the discovery document is not an object');
  if (discovery['issuer'] !== issuer) return err('the discovery document is of another issuer');
  const address = discovery['jwks_uri'];
  if (typeof address !== 'string' || !URL.canParse(address)) return err('jwks_uri is not a URL');
  const isOwn = new URL(address).origin === new URL(issuer).origin;
  return isOwn ? ok(address) : err("the key list is not on the issuer's own host");
}

async function readJson(url: string, signal: AbortSignal): Promise<Result<unknown, string>> {
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { accept: 'application/json', 'user-agent': 'backup-gate' },
    signal,
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    return err(`HTTP ${response.status}`);
  }
  const text = await readBounded(response);
  if (text === null) return err(`an answer of more than ${MAX_BYTES} bytes`);
  try {
    return ok(JSON.parse(text));
  } catch {
    return err('an answer that is not JSON');
  }
}

/** `null` if it is too long. Counts what comes out of its compression. */
async function readBounded({ body }: Response): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  // Leaving the loop cancels the rest.
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** A list without any key that can be used would lock everybody out, so it is an error. */
async function importKeys(list: unknown): Promise<Result<KeyList, string>> {
  const listed: unknown = isObject(list) ? list['keys'] : null;
  if (!Array.isArray(listed)) return err('the key list is not a list of keys');
  const keys = new Map<string, CryptoKey>();
  for (const jwk of listed) {
    const key = await importKey(jwk);
    if (key) keys.set(...key);
  }
  return keys.size > 0 ? ok(keys) : err('the key list has no RSA key that signs');
}

/** Of the key only its numbers count; what it may be used for is ours to say. */
async function importKey(jwk: unknown): Promise<[string, CryptoKey] | null> {
  if (!isObject(jwk)) return null;
  const { kty, kid, n, e, use = 'sig', alg = 'RS256' } = jwk;
  if (kty !== 'RSA' || use !== 'sig' || alg !== 'RS256') return null;
  if (typeof kid !== 'string' || typeof n !== 'string' || typeof e !== 'string') return null;
  if (!MODULUS.test(n)) return null;
  try {
    const key = await crypto.subtle.importKey('jwk', { kty, n, e }, ALGORITHM, false, ['verify']);
    return [kid, key];
  } catch {
    return null;
  }
}
