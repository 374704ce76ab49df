import { combine, err, ok } from '../../shared/domain/result.ts';
import type { ProviderName } from '../../shared/provider/create-provider.ts';
import type { GithubTrigger } from '../config.ts';
import {
  flat,
  isObject,
  listOf,
  matching,
  oneOf,
  type Parse,
  type Parsed,
  readSection,
} from './section.ts';
import { backupType, requestableService, type Surroundings } from './surroundings.ts';

const EVENTS = ['deployment', 'release', 'push'] as const;

export function parseGithub(surroundings: Surroundings): Parse<{
  readonly triggers: readonly GithubTrigger[];
}> {
  return (value, at) => {
    const section = readSection(value, at, ['triggers']);
    if (!section.ok) return section;
    const { optional, unknown } = section.value;
    const fields = flat(
      combine({
        unknown,
        triggers: optional('triggers', listOf(trigger(surroundings)), []),
      }),
    );
    if (!fields.ok) return fields;
    return refuseRivals(fields.value.triggers, `${at}.triggers`);
  };
}

function trigger(surroundings: Surroundings): Parse<GithubTrigger> {
  return (value, at) => {
    const section = readSection(value, at, [
      'event',
      'repository',
      'service',
      'type',
      ...selectorsOf(value),
    ]);
    if (!section.ok) return section;
    const { needed, optional, unknown } = section.value;
    const fields = flat(
      combine({
        unknown,
        event: needed('event', oneOf(EVENTS)),
        repository: needed('repository', REPOSITORY),
        environment: optional('environment', ENVIRONMENT, null),
        branch: optional('branch', BRANCH, null),
        service: needed('service', requestableService(surroundings)),
        type: optional('type', backupType(providerNamed(value, surroundings)), null),
      }),
    );
    if (!fields.ok) return fields;
    const { unknown: _, ...values } = fields.value;
    return ok(values);
  };
}

/** As long as the service is not known, nothing can be said against a type. */
function providerNamed(value: unknown, { services }: Surroundings): ProviderName | null {
  const service = isObject(value) ? value['service'] : null;
  return (typeof service === 'string' ? services.get(service) : null) ?? null;
}

const REPOSITORY = matching(/^[\w.-]+\/[\w.-]+$/, 'a repository such as acme/shop');
const ENVIRONMENT = matching(/\S/, 'the name of an environment such as production');
const BRANCH = matching(
  /^(?!refs\/)\S+$/,
  'the name of a branch such as main, without refs/heads/',
);

/** What would have no effect on an event is refused. */
function selectorsOf(value: unknown): readonly ('environment' | 'branch')[] {
  const event = isObject(value) ? value['event'] : null;
  if (event === 'deployment') return ['environment'];
  if (event === 'push') return ['branch'];
  return event === 'release' ? [] : ['environment', 'branch'];
}

/** One event asks for at most one backup of a service; which one must not depend on the order. */
function refuseRivals(
  triggers: readonly GithubTrigger[],
  at: string,
): Parsed<{ readonly triggers: readonly GithubTrigger[] }> {
  const problems = triggers.flatMap((one, index) => {
    const rival = triggers.slice(0, index).findIndex((other) => isRival(one, other));
    if (rival === -1) return [];
    return `${at}[${index}]: the same event asks for the same service in ${at}[${rival}]; keep one of them`;
  });
  return problems.length > 0 ? err(problems) : ok({ triggers });
}

function isRival(one: GithubTrigger, other: GithubTrigger): boolean {
  return (
    one.event === other.event &&
    one.service === other.service &&
    isSameName(one.repository, other.repository) &&
    meets(one.environment, other.environment, isSameName) &&
    meets(one.branch, other.branch, Object.is)
  );
}

function meets(
  one: string | null,
  other: string | null,
  isSame: (one: string, other: string) => boolean,
): boolean {
  return one === null || other === null || isSame(one, other);
}

/** GitHub takes the names of repositories and environments in any case, those of branches not. */
export function isSameName(one: string, other: string | null): boolean {
  return one.toLowerCase() === other?.toLowerCase();
}
