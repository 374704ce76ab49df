import * as v from 'valibot';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { GithubTrigger } from './config.ts';
import { parseJson } from '../../../shared/http/json.ts';

/** The event, as far as a trigger needs it. */
export interface GithubEvent {
  readonly event: GithubTrigger['event'];
  readonly repository: string;
  readonly environment: string | null;
  readonly branch: string | null;
}

/** A delivery that starts no backup, and why. */
export interface Ignored {
  readonly ignored: string;
}

const Repository = v.object({ full_name: v.string() });
const Deployment = v.object({
  action: v.string(),
  deployment: v.object({ environment: v.string() }),
  // Only `deployment_status` events have it, and they repeat. Reject them.
  deployment_status: v.optional(v.never()),
  repository: Repository,
});
const Release = v.object({
  action: v.string(),
  release: v.object({ tag_name: v.string() }),
  repository: Repository,
});
const Push = v.object({ ref: v.string(), deleted: v.boolean(), repository: Repository });

/** Parses a verified delivery. The event's name is not signed, so the body must have its shape. */
export function parseGithubEvent(
  event: string,
  body: string,
): Result<GithubEvent | Ignored, string> {
  const json = parseJson(body);
  if (json === undefined) return err('The body is not JSON.');
  switch (event) {
    case 'ping':
      return ok({ ignored: 'a ping: the webhook works' });
    case 'deployment':
      return read(Deployment, json, readDeployment);
    case 'release':
      return read(Release, json, readRelease);
    case 'push':
      return read(Push, json, readPush);
    default:
      return ok({ ignored: 'only the events deployment, release and push can start a backup' });
  }
}

function read<Schema extends v.GenericSchema>(
  schema: Schema,
  json: unknown,
  toEvent: (payload: v.InferOutput<Schema>) => GithubEvent | Ignored,
): Result<GithubEvent | Ignored, string> {
  const parsed = v.safeParse(schema, json);
  if (parsed.success) return ok(toEvent(parsed.output));
  return err('The body does not match its event.');
}

function readDeployment(payload: v.InferOutput<typeof Deployment>): GithubEvent | Ignored {
  const { action, deployment, repository } = payload;
  if (action !== 'created') return { ignored: 'only a deployment that is created starts a backup' };
  const { environment } = deployment;
  return { event: 'deployment', repository: repository.full_name, environment, branch: null };
}

function readRelease({ action, repository }: v.InferOutput<typeof Release>): GithubEvent | Ignored {
  if (action !== 'published')
    return { ignored: 'only a release that is published starts a backup' };
  return { event: 'release', repository: repository.full_name, environment: null, branch: null };
}

const BRANCH = 'refs/heads/';

function readPush({ ref, deleted, repository }: v.InferOutput<typeof Push>): GithubEvent | Ignored {
  if (deleted) return { ignored: 'a branch was deleted' };
  if (!ref.startsWith(BRANCH)) return { ignored: 'only a push to a branch starts a backup' };
  const branch = ref.slice(BRANCH.length);
  return { event: 'push', repository: repository.full_name, environment: null, branch };
}
