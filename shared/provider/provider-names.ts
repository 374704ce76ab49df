const PROVIDERS = ['mariadb-cloud', 'bycloud', 'skyvia'] as const;

/** What users write for a provider. Each list of providers has an entry for every name. */
export type ProviderName = (typeof PROVIDERS)[number];

export const PROVIDER_NAMES: readonly ProviderName[] = PROVIDERS;
