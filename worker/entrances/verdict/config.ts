import * as v from 'valibot';
import { parseRootUrl } from '../../../shared/http/safe-url.ts';
import { cannotRequest, type ConfigContext, knownService, titleOf } from '../../config/context.ts';
import { listOf, matching, oneOf, section, text } from '../../config/fields.ts';
import { REPOSITORY } from '../../github/names.ts';

export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';

/** What a rule may allow: asking for a verdict, and having a backup taken. */
export const MAY = ['judge', 'backup'] as const;
export type May = (typeof MAY)[number];

/** A number loses its last digits where it is large, and GitHub writes ids as text too. */
const ID = matching(/^[1-9]\d{0,19}$/, 'an id as a text of digits such as "123456"');
const ENVIRONMENT = matching(
  /^\S(?:.{0,253}\S)?$/,
  'the name of an environment such as production, without blanks around it',
);
const REF = matching(/^refs\/\S+$/, 'a whole ref such as refs/heads/main');
const EVENT = matching(/^[a-z_]+$/, 'the name of an event such as push');
/** GitHub writes the whole ref or the commit, whatever the workflow that calls it has behind the @. */
const WORKFLOW = matching(
  /^[\w.-]+\/[\w.-]+\/\.github\/workflows\/[^/@\s]+\.ya?ml@(?:refs\/\S+|[\da-f]{40}|[\da-f]{64})$/,
  'owner/repository/.github/workflows/file.yml@ with a whole ref such as refs/heads/main, or a commit',
);

/** Which jobs may ask for which services. What a rule leaves out, it allows. */
export function oidcSchema(context: ConfigContext) {
  return section({
    issuer: v.optional(text(parseRootUrl), GITHUB_ISSUER),
    audience: v.optional(text(parseRootUrl)),
    allow: listOf(ruleSchema(context)),
  });
}

export function ruleSchema(context: ConfigContext) {
  return v.pipe(
    section({
      repository: v.optional(REPOSITORY),
      repositoryId: v.optional(ID),
      repositoryOwnerId: v.optional(ID),
      environment: v.optional(ENVIRONMENT),
      ref: v.optional(REF),
      eventName: v.optional(EVENT),
      jobWorkflowRef: v.optional(WORKFLOW),
      services: v.optional(listOf(knownService(context))),
      may: v.optional(listOf(oneOf(MAY))),
    }),
    v.check(
      ({ repository, repositoryId, repositoryOwnerId }) =>
        (repository ?? repositoryId ?? repositoryOwnerId) !== undefined,
      'add repository, repositoryId or repositoryOwnerId; without one, every repository on GitHub would be allowed',
    ),
    v.rawCheck(({ dataset, addIssue }) => {
      if (dataset.typed && !dataset.issues)
        rejectVainServices(dataset.value, { context, addIssue });
    }),
    v.transform(
      ({
        repository = null,
        repositoryId = null,
        repositoryOwnerId = null,
        environment = null,
        ref = null,
        eventName = null,
        jobWorkflowRef = null,
        services = null,
        may = null,
      }) => ({
        repository,
        repositoryId,
        repositoryOwnerId,
        environment,
        ref,
        eventName,
        jobWorkflowRef,
        services,
        may,
      }),
    ),
  );
}

export type OidcConfig = v.InferOutput<ReturnType<typeof oidcSchema>>;
export type OidcRule = OidcConfig['allow'][number];

interface Granted {
  readonly services?: readonly string[] | undefined;
  readonly may?: readonly May[] | undefined;
}

interface Checking {
  readonly context: ConfigContext;
  readonly addIssue: (info: { message: string; path?: [v.ObjectPathItem] }) => void;
}

/** Only where both are written: a rule for all services is not wrong for one that takes no backups. */
function rejectVainServices(rule: Granted, { context, addIssue }: Checking): void {
  if (!rule.may?.includes('backup')) return;
  for (const name of rule.services?.filter((each) => cannotRequest(each, context)) ?? []) {
    const message = `backup has no effect for ${name}, because ${titleOf(name, context)}'s API cannot start backups; name it in a rule of its own with "may": ["judge"]`;
    const path: v.ObjectPathItem = {
      type: 'object',
      origin: 'value',
      input: { ...rule },
      key: 'may',
      value: rule.may,
    };
    addIssue({ message, path: [path] });
  }
}
