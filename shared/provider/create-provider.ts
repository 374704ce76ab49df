import { bycloud } from './bycloud/index.ts';
import { mariadbCloud } from './mariadb-cloud/index.ts';
import type { ProviderEntry } from './provider.ts';
import { skyvia } from './skyvia/index.ts';

/** All providers, by the names that users write. A new one is a folder and a line here. */
export const PROVIDERS = {
  'mariadb-cloud': mariadbCloud,
  bycloud,
  skyvia,
} as const satisfies Record<string, ProviderEntry>;

export type ProviderName = keyof typeof PROVIDERS;

const isProviderName = (name: string): name is ProviderName => Object.hasOwn(PROVIDERS, name);

export const PROVIDER_NAMES: readonly ProviderName[] =
  Object.keys(PROVIDERS).filter(isProviderName);
