import * as v from 'valibot';
import { backupType, type ConfigContext, requestableService } from '../../config/context.ts';
import {
  isObject,
  listOf,
  matching,
  noSuchKey,
  oneOf,
  section,
  text,
} from '../../config/fields.ts';
import type { ProviderName } from '../../../shared/provider/core-providers.ts';
import { parseRootUrl } from '../../../shared/http/safe-url.ts';
import { ENVIRONMENT, isSameName, REPOSITORY } from '../../github/names.ts';
import { protectSchema } from '../../protection/config.ts';

const EVENTS = ['deployment', 'release', 'push'] as const;
type Event = (typeof EVENTS)[number];

export const GITHUB_API = 'https://api.github.com';

const BRANCH = matching(
  /^(?!refs\/)\S+$/,
  'the name of a branch such as main, without refs/heads/',
);

/** The GitHub events that start a backup, and the deployments that wait for good backups. */
export function githubSchema(context: ConfigContext, one: typeof triggerFor = triggerFor) {
  const triggers = v.pipe(
    listOf(one(context)),
    v.rawCheck(({ dataset, addIssue }) => {
      if (dataset.typed && !dataset.issues) rejectDuplicateTriggers(dataset.value, addIssue);
    }),
  );
  return section({
    apiUrl: v.optional(text(parseRootUrl), GITHUB_API),
    triggers: v.optional(triggers, []),
    protect: v.optional(protectSchema(context), []),
  });
}

/** The allowed keys depend on the event and the service that the trigger names. */
function triggerFor(context: ConfigContext) {
  return v.lazy((input) =>
    triggerSchema({ event: eventOf(input), provider: providerNamed(input, context) }, context),
  );
}

interface TriggerKind {
  /** `null` if it is unknown; then selectors are not checked. */
  readonly event: Event | null;
  readonly provider: ProviderName | null;
}

export function triggerSchema({ event, provider }: TriggerKind, context: ConfigContext) {
  const hasEnvironment = event === null || event === 'deployment';
  const hasBranch = event === null || event === 'push';
  const known = [
    'event',
    'repository',
    'service',
    'type',
    ...(hasEnvironment ? ['environment'] : []),
    ...(hasBranch ? ['branch'] : []),
  ];
  // A key that has no effect on an event is refused.
  const refused = v.never(noSuchKey(known));
  return v.pipe(
    section(
      {
        event: oneOf(EVENTS),
        repository: REPOSITORY,
        service: requestableService(context),
        type: v.optional(backupType(provider)),
        environment: v.optional(hasEnvironment ? ENVIRONMENT : refused),
        branch: v.optional(hasBranch ? BRANCH : refused),
      },
      known,
    ),
    v.transform(({ type = null, environment = null, branch = null, ...rest }) => ({
      ...rest,
      type,
      environment,
      branch,
    })),
  );
}

export type GithubConfig = v.InferOutput<ReturnType<typeof githubSchema>>;
export type GithubTrigger = GithubConfig['triggers'][number];

function eventOf(trigger: unknown): Event | null {
  const named = isObject(trigger) ? trigger['event'] : null;
  return EVENTS.find((event) => event === named) ?? null;
}

/** If the service is unknown, the type cannot be checked. */
function providerNamed(trigger: unknown, { services }: ConfigContext): ProviderName | null {
  const service = isObject(trigger) ? trigger['service'] : null;
  return (typeof service === 'string' ? services.get(service) : null) ?? null;
}

type Trigger = v.InferOutput<ReturnType<typeof triggerSchema>>;
type AddIssue = (info: { message: string; path?: [v.ArrayPathItem] }) => void;

/** An event requests at most one backup of a service, whatever the order of the triggers. */
function rejectDuplicateTriggers(triggers: readonly Trigger[], addIssue: AddIssue): void {
  const input = [...triggers];
  for (const [index, one] of input.entries()) {
    const other = input.slice(0, index).findIndex((each) => isDuplicate(one, each));
    if (other === -1) continue;
    const message = `github.triggers[${other}] requests the same service for the same event; keep one of them`;
    addIssue({
      message,
      path: [{ type: 'array', origin: 'value', input, key: index, value: one }],
    });
  }
}

function isDuplicate(one: Trigger, other: Trigger): boolean {
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
