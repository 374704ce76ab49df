import * as v from 'valibot';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { parseJson } from '../../../shared/http/json.ts';
import { toOneLine } from '../../../shared/report/text.ts';
import { REPOSITORY_NAME } from '../../github/names.ts';
import { type DeploymentRequest, reviewPathOf } from '../../protection/deployment-request.ts';
import type { Ignored } from './parse.ts';

/** These are certain. Pull requests, up to 20 kB each, and all else are passed over. */
const Event = v.object({
  action: v.string(),
  repository: v.object({ id: v.number(), full_name: v.pipe(v.string(), v.regex(REPOSITORY_NAME)) }),
});

/** Without one of these there is nothing to answer to, or with. */
const Answerable = v.object({
  environment: v.string(),
  deployment_callback_url: v.string(),
  installation: v.object({ id: v.number() }),
});

const Deployment = v.object({ deployment: v.object({ id: v.number() }) });

/** For people who are to agree that it is let through. */
const Commit = v.object({
  deployment: v.object({ sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{7,64}$/)) }),
});
const Sender = v.object({ sender: v.object({ login: v.string() }) });

/** The run is named by the callback's address alone. */
const RUN = /\/actions\/runs\/([1-9]\d{0,19})\/deployment_protection_rule$/;

/** What became of an event: a deployment to answer for, or why there is none. */
export type ProtectionEvent = Omit<DeploymentRequest, 'delivery' | 'bodyHash'> | Ignored;

export interface ProtectionProblem {
  /** `unsupported`: it is of another GitHub, or of another repository. */
  readonly code: 'unreadable' | 'unsupported';
  readonly message: string;
}

/** Parses a verified `deployment_protection_rule`. Nothing is ever sent to the address in it. */
export function parseProtectionEvent(
  body: string,
  apiUrl: string,
): Result<ProtectionEvent, ProtectionProblem> {
  const json = parseJson(body);
  if (json === undefined) return err({ code: 'unreadable', message: 'The body is not JSON.' });
  const event = v.safeParse(Event, json);
  if (!event.success) {
    return err({ code: 'unreadable', message: 'The body does not match its event.' });
  }
  const { action, repository } = event.output;
  if (action !== 'requested') return ok({ ignored: 'only a deployment that waits is answered' });
  const answerable = v.safeParse(Answerable, json);
  if (!answerable.success) {
    const [key = ''] = (answerable.issues[0].path ?? []).map((each) => String(each.key));
    return ok({ ignored: `the event has no ${key}, so it cannot be answered` });
  }
  const { environment, deployment_callback_url: callback, installation } = answerable.output;
  const { full_name: name } = repository;
  const [, runId = ''] = RUN.exec(callback) ?? [];
  if (callback !== apiUrl + reviewPathOf({ repository: name, runId })) {
    const message =
      'deployment_callback_url is not the address that github.apiUrl, the repository and a run make.';
    return err({ code: 'unsupported', message });
  }
  const parsed = v.safeParse(Deployment, json);
  const commit = v.safeParse(Commit, json);
  const sender = v.safeParse(Sender, json);
  return ok({
    repository: name,
    repositoryId: repository.id,
    installationId: installation.id,
    environment,
    runId,
    deploymentId: parsed.success ? String(parsed.output.deployment.id) : null,
    sha: commit.success ? commit.output.deployment.sha : null,
    sender: sender.success ? toOneLine(sender.output.sender.login) : null,
  });
}
