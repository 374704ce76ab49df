import { ok } from '../../shared/domain/result.ts';
import { parseRootUrl } from '../../shared/http/safe-url.ts';
import { PROVIDERS, type ProviderName } from '../../shared/provider/create-provider.ts';
import type { RawInputs } from './names.ts';
import { type Parsed, refuse } from './parsed.ts';

/** The value is never shown, even if it is wrong. */
export function parseCredential(raw: RawInputs): Parsed<string> {
  const key = raw['api-key'];
  if (key === '') {
    return refuse(
      'api-key',
      'it is required and empty; give a secret such as ${{ secrets.BACKUP_API_KEY }}, and check that it is set: workflows started from forks get none.',
    );
  }
  if (!/^[\x21-\x7e]+$/.test(key)) {
    return refuse('api-key', 'it holds spaces, new lines or characters that no key has.');
  }
  return ok(key);
}

export function parseBaseUrl(raw: RawInputs, provider: ProviderName | null): Parsed<string> {
  const text = raw['base-url'];
  const fallback = provider === null ? '' : PROVIDERS[provider].baseUrl;
  if (text === '' && fallback !== null) return ok(fallback);
  const url = parseRootUrl(text);
  if (url.ok) return url;
  // Not shown: it may contain a user's password or a token.
  const what =
    text === ''
      ? `${provider} has no fixed address, so it is required`
      : 'it is not a usable root of an API';
  return refuse('base-url', `${what}; give ${url.problem}.`);
}
