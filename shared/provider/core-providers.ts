import { sendWithFetch } from '../http/send-with-fetch.ts';
import { bycloud } from './bycloud/index.ts';
import { defineProvider, type Equipment } from './define-provider.ts';
import { mariadbCloud } from './mariadb-cloud/index.ts';
import type { ProviderEntry } from './provider.ts';
import type { ProviderName } from './provider-names.ts';
import { skyvia } from './skyvia/index.ts';
import { writeSchedule } from './write-schedule.ts';

export { PROVIDER_NAMES, type ProviderName } from './provider-names.ts';

/**
 * The Worker's bundle is one file, and its size is limited: `fetch` is much smaller than ky, and what
 * `import()` names would be wrapped, with all that it imports, in a function for each file.
 */
const EQUIPMENT: Equipment = { send: sendWithFetch, loadWrite: async () => writeSchedule };

/**
 * All providers, for a shell that neither lists an organisation nor suspends or deletes a schedule:
 * its bundle holds none of those calls.
 */
export const CORE_PROVIDERS = {
  'mariadb-cloud': defineProvider(mariadbCloud, EQUIPMENT),
  bycloud: defineProvider(bycloud, EQUIPMENT),
  skyvia: defineProvider(skyvia, EQUIPMENT),
} as const satisfies Record<ProviderName, ProviderEntry>;
