import * as v from 'valibot';
import { parseDuration } from '../../shared/domain/duration.ts';
import { DAY } from '../../shared/domain/instant.ts';
import { err, ok, type Result } from '../../shared/domain/result.ts';
import { type ConfigContext, knownService } from '../config/context.ts';
import { listOf, oneOf, section, text } from '../config/fields.ts';
import { hasGithubApp } from '../config/github-app.ts';
import { ENVIRONMENT, isSameName, REPOSITORY } from '../github/names.ts';

/** GitHub fails a job that waits for 30 days. */
const MAX_HOLD = 29 * DAY;

/** Each service of an entry is judged by a call of its own, and an invocation has 50. */
const MAX_SERVICES = 10;

const NO_APP =
  'needs the secrets GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY, with which deployments are approved';

/** Which services a deployment to an environment waits for. */
export function protectSchema(context: ConfigContext) {
  return v.pipe(
    listOf(entrySchema(context)),
    v.check((entries) => entries.length === 0 || hasGithubApp(context), NO_APP),
    v.rawCheck(({ dataset, addIssue }) => {
      if (dataset.typed && !dataset.issues) rejectDuplicates(dataset.value, addIssue);
    }),
  );
}

function entrySchema(context: ConfigContext) {
  const counts = `name 1 to ${MAX_SERVICES} services, each once`;
  return v.pipe(
    section({
      repository: REPOSITORY,
      environment: ENVIRONMENT,
      services: v.pipe(
        listOf(knownService(context)),
        v.check((names) => names.length > 0 && names.length <= MAX_SERVICES, counts),
        v.check((names) => new Set(names).size === names.length, counts),
      ),
      onBlock: v.optional(oneOf(['reject', 'hold']), 'reject'),
      holdFor: v.optional(text(parseHold), '30m'),
    }),
    v.transform(({ holdFor: holdForMs, ...rest }) => ({ ...rest, holdForMs })),
  );
}

function parseHold(given: string): Result<number, string> {
  const parsed = parseDuration(given);
  if (parsed.ok && parsed.value <= MAX_HOLD) return ok(parsed.value);
  return err('a duration of at most 29d, such as 30m: GitHub gives up after 30 days');
}

export type ProtectEntry = v.InferOutput<ReturnType<typeof entrySchema>>;

/** Two entries for one environment could disagree. */
function rejectDuplicates(
  entries: readonly ProtectEntry[],
  addIssue: (info: { message: string; path: [v.ArrayPathItem] }) => void,
): void {
  const input = [...entries];
  for (const [key, value] of input.entries()) {
    const other = input.slice(0, key).findIndex((one) => isSamePlace(one, value));
    if (other === -1) continue;
    const message = `github.protect[${other}] names the same environment; keep one of them`;
    addIssue({ message, path: [{ type: 'array', origin: 'value', input, key, value }] });
  }
}

type Place = Pick<ProtectEntry, 'repository' | 'environment'>;

function isSamePlace(one: Place, other: Place): boolean {
  return (
    isSameName(one.repository, other.repository) && isSameName(one.environment, other.environment)
  );
}

/** The repositories whose deployments wait for a service. */
export function repositoriesWaitingFor(
  service: string,
  entries: readonly ProtectEntry[],
): readonly string[] {
  const named = entries.filter(({ services }) => services.includes(service));
  return [...new Set(named.map(({ repository }) => repository.toLowerCase()))];
}

/** The entry for a deployment; `null` if none names its environment, which is never approved then. */
export function findEntry(entries: readonly ProtectEntry[], place: Place): ProtectEntry | null {
  return entries.find((entry) => isSamePlace(entry, place)) ?? null;
}
