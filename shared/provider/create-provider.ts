import { sendWithKy } from '../http/send-with-ky.ts';
import { completeBycloud } from './bycloud/complete.ts';
import { defineProvider, type Equipment } from './define-provider.ts';
import { completeMariadbCloud } from './mariadb-cloud/complete.ts';
import type { ProviderEntry } from './provider.ts';
import type { ProviderName } from './provider-names.ts';
import { completeSkyvia } from './skyvia/complete.ts';

export { PROVIDER_NAMES, type ProviderName } from './provider-names.ts';

const EQUIPMENT: Equipment = {
  send: sendWithKy,
  // Most steps write nothing, and do not load what would.
  loadWrite: async () => (await import('./write-schedule.ts')).writeSchedule,
};

/** All providers with all that this project asks of them. A new one is a line here too. */
export const PROVIDERS: Readonly<Record<ProviderName, ProviderEntry>> = {
  'mariadb-cloud': defineProvider(completeMariadbCloud, EQUIPMENT),
  bycloud: defineProvider(completeBycloud, EQUIPMENT),
  skyvia: defineProvider(completeSkyvia, EQUIPMENT),
};
