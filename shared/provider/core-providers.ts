import { bycloud } from './bycloud/index.ts';
import { defineProvider } from './define-provider.ts';
import { mariadbCloud } from './mariadb-cloud/index.ts';
import type { ProviderEntry } from './provider.ts';
import type { ProviderName } from './provider-names.ts';
import { skyvia } from './skyvia/index.ts';
import { writeSchedule } from './write-schedule.ts';

export { PROVIDER_NAMES, type ProviderName } from './provider-names.ts';

const loadWrite = async () => writeSchedule;

/**
 * All providers, for a shell that neither lists an organisation nor suspends or deletes a schedule:
 * its bundle holds none of those calls. That bundle is one file, so nothing is loaded later: what
 * `import()` names would be wrapped, with all that it imports, in a function for each file.
 */
export const CORE_PROVIDERS = {
  'mariadb-cloud': defineProvider(mariadbCloud, { loadWrite }),
  bycloud: defineProvider(bycloud, { loadWrite }),
  skyvia: defineProvider(skyvia, { loadWrite }),
} as const satisfies Record<ProviderName, ProviderEntry>;
