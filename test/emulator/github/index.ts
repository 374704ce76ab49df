import { STATUS_CODES } from 'node:http';
import { createClock } from '../clock.ts';
import { emulatorOf } from '../server/emulator.ts';
import type { Emulator, StartOptions } from '../server/emulator.ts';
import type { Problem } from '../server/refusal.ts';
import { startServer } from '../server/server.ts';
import { answer } from './routes.ts';
import { addIssue, createState } from './state.ts';
import type { CommitStatus, GitHubSettings, Issue } from './state.ts';

export type { CommitStatus, GitHubSettings, Issue } from './state.ts';

/** GitHub's REST API on loopback, as far as reports need it: one repository. */
export interface GitHubEmulator extends Emulator {
  readonly settings: GitHubSettings;
  /** In the order in which they were opened. */
  readonly issues: readonly Issue[];
  /** In the order in which they were set. */
  readonly statuses: readonly CommitStatus[];
  /** An issue or a pull request; by default an open one by the token's own account. */
  addIssue(given: Partial<Issue>): Issue;
}

export const githubToken = 'ghs_testtokentesttokentesttoken';

/** `apiKey` is the token. */
export async function startGitHub(options: StartOptions = {}): Promise<GitHubEmulator> {
  const clock = options.clock ?? createClock();
  const state = createState(clock, options.apiKey ?? githubToken);
  const server = await startServer({
    clock,
    port: options.port ?? 0,
    answer: (request) => answer(state, request),
    errorBody,
    latencyMs: () => state.settings.latencyMs,
    headers: () => state.settings.headers,
  });
  return emulatorOf(server, clock, {
    settings: state.settings,
    issues: state.issues,
    statuses: state.statuses,
    addIssue: (given: Partial<Issue>) => addIssue(state, given),
  });
}

function errorBody({ status, message }: Problem): Record<string, unknown> {
  const documentation_url = 'https://docs.github.com/rest';
  return { message: message ?? STATUS_CODES[status], documentation_url, status: String(status) };
}
