import { parseDuration } from '../../shared/domain/duration.ts';
import { HOUR, MINUTE } from '../../shared/domain/instant.ts';
import { combine, err, ok, type Result } from '../../shared/domain/result.ts';
import {
  PROVIDER_NAMES,
  PROVIDERS,
  type ProviderName,
} from '../../shared/provider/create-provider.ts';
import type { ServiceConfig } from '../config.ts';
import { secretNamed } from './secrets.ts';
import {
  all,
  flat,
  isObject,
  matching,
  oneOf,
  type Parse,
  type Parsed,
  readSection,
  refuse,
  showKey,
  text,
} from './section.ts';
import { backupType, onlyType, providerOf, type Surroundings } from './surroundings.ts';
import { parseRootUrl } from '../../shared/http/safe-url.ts';

const NAME = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** Words of the Slack command: a service of that name could not be asked for. */
const RESERVED = ['status', 'help'];

const MIN_INTERVAL = 10 * MINUTE;
export const DEFAULT_TIMEOUT = 6 * HOUR;

export function parseServices({ env }: Surroundings): Parse<ReadonlyMap<string, ServiceConfig>> {
  return (value, at) => {
    if (!isObject(value)) return refuse(at, 'give an object with a service for each name');
    const entries = Object.entries(value);
    if (entries.length === 0) return refuse(at, 'name at least one service');
    const services = all(
      entries.flatMap(([name, raw]) => [
        parseName(name, `${at}.${showKey(name)}`),
        parseService({ name, raw, at: `${at}.${showKey(name)}`, env }),
      ]),
    );
    if (!services.ok) return services;
    return refuseTwins(
      services.value.filter((each) => each !== null),
      at,
    );
  };
}

/** Two names of one database would be two coordinators, and each take the other's backups for its own. */
function refuseTwins(
  services: readonly ServiceConfig[],
  at: string,
): Parsed<ReadonlyMap<string, ServiceConfig>> {
  const databases = Map.groupBy(services, identify);
  const twins = [...databases.values()].filter(({ length }) => length > 1);
  if (twins.length === 0) return ok(new Map(services.map((each) => [each.name, each])));
  const problems = twins.map(([first, ...others]) => {
    const names = others.map(({ name }) => `${at}.${name}`).join(', ');
    return `${names}: is the same database as ${at}.${first?.name}; give it one name`;
  });
  return err(problems);
}

function identify({ provider, baseUrl, service }: ServiceConfig): string {
  return JSON.stringify([provider, baseUrl, service]);
}

function parseName(name: string, at: string): Parsed<null> {
  if (RESERVED.includes(name))
    return refuse(at, 'is a word of the Slack command; give another name');
  if (NAME.test(name)) return ok(null);
  return refuse(at, 'give a name of 1 to 32 lower-case letters, digits and "-", no "-" first');
}

interface Named {
  readonly name: string;
  readonly raw: unknown;
  readonly at: string;
  readonly env: Surroundings['env'];
}

function parseService({ name, raw, at, env }: Named): Parsed<ServiceConfig> {
  const section = readSection(raw, at, [
    'provider',
    'service',
    'credential',
    'baseUrl',
    'type',
    'minInterval',
    'timeout',
  ]);
  if (!section.ok) return section;
  const { needed, optional, unknown } = section.value;
  const provider = providerOf(raw);
  const fields = flat(
    combine({
      unknown,
      provider: needed('provider', oneOf(PROVIDER_NAMES)),
      service: needed('service', serviceId(provider)),
      apiKey: needed('credential', secretNamed(env)),
      baseUrl: needsBaseUrl(provider)
        ? needed('baseUrl', text(parseRootUrl))
        : optional('baseUrl', text(parseRootUrl), defaultBaseUrl(provider)),
      type: optional('type', backupType(provider), onlyType(provider) ?? 'full'),
      minIntervalMs: optional('minInterval', text(parseDuration), MIN_INTERVAL),
      timeoutMs: optional('timeout', text(parseDuration), DEFAULT_TIMEOUT),
    }),
  );
  if (!fields.ok) return fields;
  const { unknown: _, ...values } = fields.value;
  return ok({ name, ...values });
}

/** As long as the provider is not known, nothing can be said against an id. */
function serviceId(provider: ProviderName | null): Parse<string> {
  if (provider === null) return matching(/\S/, "the provider's id of the service");
  const parse: (id: string) => Result<string, string> = PROVIDERS[provider].parseService;
  return text(parse);
}

function needsBaseUrl(provider: ProviderName | null): boolean {
  return provider !== null && PROVIDERS[provider].baseUrl === null;
}

function defaultBaseUrl(provider: ProviderName | null): string {
  return (provider === null ? null : PROVIDERS[provider].baseUrl) ?? '';
}
