import { run } from '../../../action/main.ts';
import { createClock } from '../../emulator/clock.ts';
import { githubToken, startGitHub } from '../../emulator/github/index.ts';
import type { GitHubEmulator, Issue } from '../../emulator/github/index.ts';
import { startMariadbCloud } from '../../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../../emulator/mariadb-cloud/index.ts';
import { createRecording, type Recording } from '../recording-core.ts';
import { type GivenInputs, inputsOf, sleepingClock } from '../step.ts';

export const SHA = 'c0ffee'.repeat(7).slice(0, 40);

/** A provider and GitHub, side by side and on one clock. */
export interface Watch {
  readonly cloud: MariadbCloudEmulator;
  readonly github: GitHubEmulator;
  /** Begins a step of a workflow, with a report. */
  readonly begin: (
    given?: GivenInputs,
    env?: Readonly<Record<string, string>>,
  ) => { readonly recording: Recording; readonly ended: Promise<void> };
  /** The same, from its beginning to its end. */
  readonly step: (
    given?: GivenInputs,
    env?: Readonly<Record<string, string>>,
  ) => Promise<Recording>;
  readonly openIssues: () => readonly Issue[];
  readonly close: () => Promise<unknown>;
}

export async function startWatch(): Promise<Watch> {
  const clock = createClock();
  const cloud = await startMariadbCloud({ clock });
  const github = await startGitHub({ clock });
  const begin: Watch['begin'] = (given = {}, env = {}) => {
    const recording = createRecording();
    const inputs = inputsOf({ ...inputsFor(cloud), ...given });
    const variables = { ...environmentFor(github), ...env };
    const ended = run(inputs, {
      core: recording.core,
      clock: sleepingClock(cloud),
      env: variables,
    });
    return { recording, ended };
  };
  return {
    cloud,
    github,
    begin,
    step: async (given, env) => {
      const { recording, ended } = begin(given, env);
      await ended;
      return recording;
    },
    openIssues: () => github.issues.filter(({ state }) => state === 'open'),
    close: () => Promise.all([cloud.close(), github.close()]),
  };
}

export function inputsFor({ url }: MariadbCloudEmulator): GivenInputs {
  return { 'base-url': url, 'github-token': githubToken, report: 'issue' };
}

/** What a runner sets, as far as reports use it. */
export function environmentFor({ url }: { readonly url: string }): Record<string, string> {
  return {
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_SHA: SHA,
    GITHUB_API_URL: url,
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_RUN_ID: '4711',
    GITHUB_RUN_ATTEMPT: '2',
  };
}
