import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import type { Environment } from '../context.ts';
import type { InputProblem } from '../inputs/parsed.ts';

/** Why this job can have no token, and what to do about it. */
export async function explainNoToken(env: Environment): Promise<InputProblem> {
  const message = `needs a token of this job, and the job may not have one. ${await adviceFor(env)}`;
  return { code: 'invalid-input', severity: 'block', input: 'worker-url', value: null, message };
}

async function adviceFor(env: Environment): Promise<string> {
  if (isForkOf(await readEvent(env['GITHUB_EVENT_PATH']))) {
    return 'It was started by a pull request from a fork, and GitHub gives such jobs no token, whatever their permissions. Run this step where you deploy, after the merge, or skip it for forks.';
  }
  const permit = 'Add `permissions: id-token: write` to the job.';
  return env['GITHUB_ACTOR'] === 'dependabot[bot]'
    ? `It was started by Dependabot, whose jobs may only read by default. ${permit} If it has that already, skip this step for Dependabot.`
    : `${permit} If it calls a workflow that has this step, the job that calls needs it too.`;
}

const Repository = v.nullish(v.looseObject({ id: v.number() }));
const Event = v.looseObject({
  pull_request: v.looseObject({
    head: v.looseObject({ repo: Repository }),
    base: v.looseObject({ repo: Repository }),
  }),
});

type PullRequest = v.InferOutput<typeof Event>['pull_request'];

async function readEvent(file: string | undefined): Promise<PullRequest | null> {
  if (!file) return null;
  try {
    const event = v.safeParse(Event, JSON.parse(await readFile(file, 'utf8')));
    return event.success ? event.output.pull_request : null;
  } catch {
    return null;
  }
}

/** A fork that was deleted meanwhile has no repository any more. */
function isForkOf(pullRequest: PullRequest | null): boolean {
  if (pullRequest === null) return false;
  const { head, base } = pullRequest;
  return head.repo?.id !== base.repo?.id;
}
