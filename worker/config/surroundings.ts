import { BACKUP_TYPES, type BackupType } from '../../shared/domain/backup.ts';
import { err, ok } from '../../shared/domain/result.ts';
import {
  PROVIDER_NAMES,
  PROVIDERS,
  type ProviderName,
} from '../../shared/provider/create-provider.ts';
import { isObject, oneOf, type Parse, showKey, text } from './section.ts';

/** What a part of the configuration is checked against, beyond itself. */
export interface Surroundings {
  readonly env: Readonly<Record<string, unknown>>;
  /** The names of all services, the faulty ones too: their own problems are told where they are. */
  readonly services: ReadonlyMap<string, ProviderName | null>;
}

export function survey(
  config: Readonly<Record<string, unknown>>,
  env: Surroundings['env'],
): Surroundings {
  const services = isObject(config['services']) ? Object.entries(config['services']) : [];
  return { env, services: new Map(services.map(([name, raw]) => [name, providerOf(raw)])) };
}

export function providerOf(service: unknown): ProviderName | null {
  const named = isObject(service) ? service['provider'] : null;
  return PROVIDER_NAMES.find((name) => name === named) ?? null;
}

export function knownService({ services }: Surroundings): Parse<string> {
  const names = [...services.keys()].map(showKey).join(', ');
  return text((name) =>
    services.has(name) ? ok(name) : err(`a name that stands in services: ${names || 'none yet'}`),
  );
}

/** A service that is named where backups are asked for, not only looked at. */
export function requestableService(surroundings: Surroundings): Parse<string> {
  const known = knownService(surroundings);
  return (value, at) => {
    const parsed = known(value, at);
    const provider = parsed.ok ? surroundings.services.get(parsed.value) : null;
    if (!provider || PROVIDERS[provider].capabilities.requestBackup) return parsed;
    const problem = `the API of ${PROVIDERS[provider].title} cannot start a backup, so this service is for Slack's status only; give another one`;
    return err([`${at}: ${problem}`]);
  };
}

/** A type that the provider's backups can be of. */
export function backupType(provider: ProviderName | null): Parse<BackupType> {
  const only = onlyType(provider);
  return oneOf(only === null ? BACKUP_TYPES : [only]);
}

export function onlyType(provider: ProviderName | null): BackupType | null {
  return provider === null ? null : PROVIDERS[provider].onlyType;
}
