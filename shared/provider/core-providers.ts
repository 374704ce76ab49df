import { bycloud } from './bycloud/index.ts';
import { defineProvider } from './define-provider.ts';
import { mariadbCloud } from './mariadb-cloud/index.ts';
import type { ProviderEntry } from './provider.ts';
import { skyvia } from './skyvia/index.ts';

/**
 * All providers, by the names that users write, for a shell that neither lists an organisation nor
 * suspends or deletes a schedule: its bundle holds none of those calls. A new provider is a folder
 * and a line here.
 */
export const CORE_PROVIDERS = {
  'mariadb-cloud': defineProvider(mariadbCloud),
  bycloud: defineProvider(bycloud),
  skyvia: defineProvider(skyvia),
} as const satisfies Record<string, ProviderEntry>;

export type ProviderName = keyof typeof CORE_PROVIDERS;

const isProviderName = (name: string): name is ProviderName => Object.hasOwn(CORE_PROVIDERS, name);

export const PROVIDER_NAMES: readonly ProviderName[] =
  Object.keys(CORE_PROVIDERS).filter(isProviderName);
