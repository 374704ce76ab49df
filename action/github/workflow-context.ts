import { readFile } from 'node:fs/promises';
import { looseObject, optional, safeParse, string } from 'valibot';
import type { Environment } from '../context.ts';

/** The workflow run of this step, as far as reports need it. */
export interface WorkflowContext {
  readonly owner: string;
  readonly repo: string;
  /** Root of the REST API: github.com's, or a GitHub Enterprise Server's. */
  readonly apiUrl: string;
  /** The page of this run and attempt, which shows the job summary. */
  readonly runUrl: string;
  /** The commit that gets the status. */
  readonly sha: string;
}

/** `null` outside a workflow run. */
export async function readWorkflowContext(env: Environment): Promise<WorkflowContext | null> {
  const [owner, repo, ...rest] = (env['GITHUB_REPOSITORY'] ?? '').split('/');
  const runId = env['GITHUB_RUN_ID'];
  const sha = (await readHeadSha(env['GITHUB_EVENT_PATH'])) ?? env['GITHUB_SHA'];
  if (!owner || !repo || rest.length > 0 || !runId || !sha) return null;
  const server = env['GITHUB_SERVER_URL'] || 'https://github.com';
  const attempt = env['GITHUB_RUN_ATTEMPT'] || '1';
  return {
    owner,
    repo,
    sha,
    apiUrl: env['GITHUB_API_URL'] || 'https://api.github.com',
    runUrl: `${server}/${owner}/${repo}/actions/runs/${runId}/attempts/${attempt}`,
  };
}

const Event = looseObject({
  pull_request: optional(looseObject({ head: looseObject({ sha: string() }) })),
});

/**
 * For pull requests `GITHUB_SHA` is a merge commit or the base branch, where nobody would see a
 * status. The head commit is in the event.
 */
async function readHeadSha(eventFile: string | undefined): Promise<string | undefined> {
  if (!eventFile) return undefined;
  try {
    const event = safeParse(Event, JSON.parse(await readFile(eventFile, 'utf8')));
    return event.success ? event.output.pull_request?.head.sha : undefined;
  } catch {
    return undefined;
  }
}
