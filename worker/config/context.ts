import * as v from 'valibot';
import { BACKUP_TYPES, type BackupType } from '../../shared/domain/backup.ts';
import { err, ok } from '../../shared/domain/result.ts';
import {
  PROVIDER_NAMES,
  CORE_PROVIDERS,
  type ProviderName,
} from '../../shared/provider/core-providers.ts';
import { isObject, oneOf, showKey, text } from './fields.ts';

/** What a part of the configuration is checked against besides itself. */
export interface ConfigContext {
  readonly env: Readonly<Record<string, unknown>>;
  /** Before a deployment secrets cannot be read, so only their names are checked. */
  readonly secrets: 'required' | 'unknown';
  /** The names of all services, invalid ones too: their problems are reported with the service. */
  readonly services: ReadonlyMap<string, ProviderName | null>;
  /** Whether there is a watch, valid or not. */
  readonly isWatched: boolean;
}

export function createContext(
  config: unknown,
  given: Pick<ConfigContext, 'env' | 'secrets'>,
): ConfigContext {
  const raw = isObject(config) ? config['services'] : null;
  const services = isObject(raw) ? Object.entries(raw) : [];
  return {
    ...given,
    services: new Map(services.map(([name, one]) => [name, providerOf(one)])),
    isWatched: isObject(config) && config['watch'] !== undefined,
  };
}

export function providerOf(service: unknown): ProviderName | null {
  const named = isObject(service) ? service['provider'] : null;
  return PROVIDER_NAMES.find((name) => name === named) ?? null;
}

export function knownService({ services }: ConfigContext) {
  const names = [...services.keys()].map(showKey).join(', ');
  return text((name) =>
    services.has(name) ? ok(name) : err(`one of the names in services: ${names || 'none yet'}`),
  );
}

/** A service that is named where backups are requested, not only judged. */
export function requestableService(context: ConfigContext) {
  return v.pipe(
    knownService(context),
    v.check(
      (name) => !cannotRequest(name, context),
      ({ input }) =>
        `${titleOf(input, context)}'s API cannot start backups, so this service works only with /backup status; use another one`,
    ),
  );
}

/** False also where the provider is unknown, which is reported as its own problem. */
export function cannotRequest(name: string, { services }: ConfigContext): boolean {
  const provider = services.get(name);
  return !!provider && !CORE_PROVIDERS[provider].capabilities.requestBackup;
}

/** How people call the provider of a service. */
export function titleOf(name: string, { services }: ConfigContext): string {
  const provider = services.get(name);
  return provider ? CORE_PROVIDERS[provider].title : 'its provider';
}

/** A type of backup that the provider has. */
export function backupType(provider: ProviderName | null) {
  const only = onlyType(provider);
  return oneOf(only === null ? BACKUP_TYPES : [only]);
}

export function onlyType(provider: ProviderName | null): BackupType | null {
  return provider === null ? null : CORE_PROVIDERS[provider].onlyType;
}
