import { ProviderError } from './errors.ts';

/** What a provider's API has no call for. Capabilities are checked before, so this is not reached. */
export async function cannot(title: string, what: string): Promise<never> {
  const message = `the API of ${title} cannot ${what}`;
  throw new ProviderError({ kind: 'refused', message, traceId: null }, { fateUnknown: false });
}
