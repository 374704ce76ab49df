import type { Result } from '../domain/result.ts';
import * as mariadbCloud from './mariadb-cloud/index.ts';
import type { Provider, ProviderOptions } from './provider.ts';

interface ProviderEntry {
  /** The API's root; `null` where the user has to name it. */
  readonly baseUrl: string | null;
  /** Checks how a service is named, before anything is asked; the problem says what is allowed. */
  readonly parseService: (text: string) => Result<string, string>;
  readonly create: (options: ProviderOptions) => Provider;
}

/** Every provider there is; a new one is a folder and a line here. */
export const PROVIDERS = {
  'mariadb-cloud': {
    baseUrl: 'https://api.skysql.com',
    parseService: mariadbCloud.parseService,
    create: mariadbCloud.createMariadbCloud,
  },
} as const satisfies Record<string, ProviderEntry>;

export type ProviderName = keyof typeof PROVIDERS;

const isProviderName = (name: string): name is ProviderName => name in PROVIDERS;

export const PROVIDER_NAMES: readonly ProviderName[] =
  Object.keys(PROVIDERS).filter(isProviderName);
