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
      'required, but empty. Use a secret such as ${{ secrets.BACKUP_API_KEY }}, and check that it is set; workflows from forks get no secrets. Or ask a Worker with worker-url.',
    );
  }
  if (!/^[\x21-\x7e]+$/.test(key)) {
    return refuse('api-key', 'contains spaces, line breaks or other characters that no key has.');
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
    text === '' ? `required, because ${provider} has no default address` : 'not a valid API root';
  return refuse('base-url', `${what}; use ${url.problem}.`);
}
