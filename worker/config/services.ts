import * as v from 'valibot';
import { type Cron, parseCron } from '../../shared/domain/cron.ts';
import { parseDuration } from '../../shared/domain/duration.ts';
import { HOUR } from '../../shared/domain/instant.ts';
import { err, type Result } from '../../shared/domain/result.ts';
import { parseRootUrl } from '../../shared/http/safe-url.ts';
import {
  PROVIDER_NAMES,
  CORE_PROVIDERS,
  type ProviderName,
} from '../../shared/provider/core-providers.ts';
import { backupType, type ConfigContext, onlyType, providerOf } from './context.ts';
import { isObject, matching, oneOf, section, text } from './fields.ts';
import { policySchema } from './policy.ts';
import { secretNamed } from './secrets.ts';

/** A service of the configuration. Durations are milliseconds. */
export type ServiceConfig = v.InferOutput<ReturnType<typeof serviceSchema>> & {
  readonly name: string;
};

const NAME = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** Words of the Slack command: a service of that name could not be asked for. */
const RESERVED = ['status', 'snooze', 'allow', 'help'];

const MIN_INTERVAL = '10m';
const TIMEOUT = '6h';

/** The default timeout of a run, in milliseconds. */
export const DEFAULT_TIMEOUT = 6 * HOUR;

const nameSchema = v.pipe(
  v.string(),
  v.check(
    (name) => !RESERVED.includes(name),
    'is reserved for the Slack command; use another name',
  ),
  v.check(
    (name) => RESERVED.includes(name) || NAME.test(name),
    'use a name of 1 to 32 lower-case letters, digits and "-", not starting with "-"',
  ),
);

const NOT_SERVICES = 'must be an object with one service per name';

export function servicesSchema(context: ConfigContext, one: typeof serviceFor = serviceFor) {
  return v.pipe(
    v.custom<Readonly<Record<string, unknown>>>(isObject, NOT_SERVICES),
    v.check((services) => Object.keys(services).length > 0, 'add at least one service'),
    v.rawCheck(({ dataset, addIssue }) => {
      if (dataset.typed) rejectSkippedNames(dataset.value, addIssue);
    }),
    v.record(nameSchema, one(context)),
    v.rawCheck(({ dataset, addIssue }) => {
      if (dataset.typed && !dataset.issues) rejectDuplicateDatabases(dataset.value, addIssue);
    }),
    v.transform(nameServices),
  );
}

function nameServices(
  services: Readonly<Record<string, v.InferOutput<ReturnType<typeof serviceSchema>>>>,
): ReadonlyMap<string, ServiceConfig> {
  return new Map(Object.entries(services).map(([name, service]) => [name, { ...service, name }]));
}

/** `v.record` silently skips these keys, so the service would be missing. */
const SKIPPED = ['__proto__', 'prototype', 'constructor'];

function rejectSkippedNames(input: Readonly<Record<string, unknown>>, addIssue: AddIssue): void {
  for (const name of SKIPPED.filter((each) => Object.hasOwn(input, each))) {
    addIssue({
      message: 'is reserved in JavaScript; use another name',
      path: [{ type: 'object', origin: 'key', input, key: name, value: input[name] }],
    });
  }
}

/** The allowed values depend on the provider that the service names. */
function serviceFor(context: ConfigContext) {
  return v.lazy((input) => serviceSchema(providerOf(input), context));
}

export function serviceSchema(provider: ProviderName | null, context: ConfigContext) {
  return v.pipe(
    section({
      provider: oneOf(PROVIDER_NAMES),
      service: serviceId(provider),
      credential: secretNamed(context),
      baseUrl: baseUrl(provider),
      type: v.optional(backupType(provider), onlyType(provider) ?? 'full'),
      minInterval: v.optional(text(parseDuration), MIN_INTERVAL),
      timeout: v.optional(text(parseDuration), TIMEOUT),
      policy: v.optional(policySchema(provider), {}),
      schedule: v.optional(keptSchedule(provider, context)),
    }),
    v.transform(({ credential: apiKey, minInterval, timeout, schedule = null, ...rest }) => ({
      ...rest,
      apiKey,
      /** The recurring schedule of `type` that the watch keeps; `null` if it keeps none. */
      schedule,
      /** A request this soon after a success gets that backup. */
      minIntervalMs: minInterval,
      /** A run times out this long after its acceptance. */
      timeoutMs: timeout,
    })),
  );
}

/** A placeholder for the URL of an unknown provider, which is reported as its own problem. */
const ANYWHERE = 'https://provider.invalid';

/** If the provider is unknown, the id cannot be checked. */
function serviceId(provider: ProviderName | null) {
  if (provider === null) return matching(/\S/, "the provider's id of the service");
  return text(CORE_PROVIDERS[provider].parseService);
}

function baseUrl(provider: ProviderName | null) {
  const usual = provider === null ? ANYWHERE : CORE_PROVIDERS[provider].baseUrl;
  return usual === null ? text(parseRootUrl) : v.optional(text(parseRootUrl), usual);
}

/** A schedule that nothing keeps, or that cannot be kept, would silently have no effect. */
function keptSchedule(provider: ProviderName | null, { isWatched }: ConfigContext) {
  const { title, capabilities } = provider === null ? ANY : CORE_PROVIDERS[provider];
  return v.pipe(
    text(parseKeptCron),
    v.check(
      () => capabilities.ensureCron,
      `the API of ${title} cannot set the times of a schedule; leave it out`,
    ),
    v.check(() => isWatched, 'only the watch keeps a schedule: add watch, or leave it out'),
  );
}

const ANY = { title: '', capabilities: { ensureCron: true } };

function parseKeptCron(given: string): Result<Cron, string> {
  const cron = parseCron(given);
  return cron.ok ? cron : err(`five cron fields in UTC such as "0 2 * * *" (${cron.problem})`);
}

type AddIssue = (info: { message: string; path?: [v.ObjectPathItem] }) => void;

interface Database {
  readonly provider: string;
  readonly baseUrl: string;
  readonly service: string;
}

/** A host may end with a dot, and the providers take their ids in either case. */
function identify(database: Database): string {
  const { host, pathname } = new URL(database.baseUrl);
  const { provider, service } = database;
  return JSON.stringify([provider, host.replace(/\.(?=:|$)/, ''), pathname, service.toLowerCase()]);
}

/**
 * Two names of one database would be two coordinators, and each would take the other's backups for
 * its own.
 */
function rejectDuplicateDatabases(
  services: Readonly<Record<string, Database>>,
  addIssue: AddIssue,
): void {
  const names = new Map<string, string>();
  for (const [name, service] of Object.entries(services)) {
    const identity = identify(service);
    const first = names.get(identity);
    names.set(identity, first ?? name);
    if (first === undefined) continue;
    const message = `is the same database as services.${first}; keep one of them`;
    addIssue({
      message,
      path: [{ type: 'object', origin: 'value', input: services, key: name, value: service }],
    });
  }
}
