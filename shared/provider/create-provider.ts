import { completeBycloud } from './bycloud/complete.ts';
import type { ProviderName } from './core-providers.ts';
import { completeMariadbCloud } from './mariadb-cloud/complete.ts';
import type { ProviderEntry } from './provider.ts';
import { completeSkyvia } from './skyvia/complete.ts';

export { PROVIDER_NAMES, type ProviderName } from './core-providers.ts';

/** All providers with all that this project asks of them. A new one is a line here too. */
export const PROVIDERS: Readonly<Record<ProviderName, ProviderEntry>> = {
  'mariadb-cloud': completeMariadbCloud,
  bycloud: completeBycloud,
  skyvia: completeSkyvia,
};
