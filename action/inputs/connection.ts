import type { WatchedServices } from '../../shared/domain/organisation.ts';
import { ok } from '../../shared/domain/result.ts';
import { parseRootUrl } from '../../shared/http/safe-url.ts';
import { PROVIDERS, type ProviderName } from '../../shared/provider/create-provider.ts';
import type { RawInputs } from './names.ts';
import { splitList } from '../../shared/domain/settings.ts';
import { type Parsed, refuse, refuseValue } from './parsed.ts';

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

export function parseServices(
  raw: RawInputs,
  provider: ProviderName | null,
): Parsed<WatchedServices> {
  const services = splitList(raw.service);
  if (services.length === 0) {
    return refuse('service', 'it is required and empty; give one or more service ids, or all.');
  }
  if (services.length === 1 && services[0] === 'all') return ok('all');
  if (services.some((text) => text.toLowerCase() === 'all')) {
    const allowed = 'the word all alone and in lower case, or else the ids of services';
    return refuseValue('service', services.join(', '), allowed);
  }
  const parse = provider === null ? ok : PROVIDERS[provider].parseService;
  const results = services.map((text) => ({ text, result: parse(text) }));
  const wrong = results.filter(({ result }) => !result.ok).map(({ text }) => text);
  const [problem] = results.flatMap(({ result }) => (result.ok ? [] : [result.problem]));
  if (problem !== undefined) return refuseValue('service', wrong.join(', '), problem);
  const parsed = results.flatMap(({ result }) => (result.ok ? [result.value] : []));
  const twice = parsed.filter((service, index) => parsed.indexOf(service) !== index);
  if (twice.length > 0) return refuseValue('service', twice.join(', '), 'each service once');
  return ok(parsed);
}
