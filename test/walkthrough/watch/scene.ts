import { randomBytes } from 'node:crypto';
import { runBuiltAction } from '../../action/built-action.ts';
import { createClock } from '../../emulator/clock.ts';
import { type GitHubEmulator, githubToken, startGitHub } from '../../emulator/github/index.ts';
import type { MariadbCloudEmulator } from '../../emulator/mariadb-cloud/index.ts';
import {
  addNightlyBackups,
  addNightlySchedule,
} from '../../emulator/mariadb-cloud/nightly-backups.ts';
import { apiKey } from '../emulators.ts';
import { write } from '../paper.ts';
import { showStep } from '../show-step.ts';
import { secret } from '../step-yaml.ts';
import { writeEnd, writeIssue } from './show-issue.ts';

export const title = 'GitHub keeps watch: an issue is opened, and closed again';

const story =
  "A workflow that runs `on: schedule`, with `permissions: issues: write`. GitHub's API is emulated too. Last night's backup failed, so the first run opens an issue. Then somebody takes a backup, and the next run closes it.";

const service = 'dbtgf28044399';

const inputs = {
  'api-key': secret('SKYSQL_API_KEY'),
  service,
  report: 'issue',
  'github-token': '${{ github.token }}',
};

/** Gives a sentence for everything that did not go as expected. */
export async function playWatchScene(cloud: MariadbCloudEmulator): Promise<string[]> {
  const github = await startGitHub({ clock: createClock({ ticking: true }) });
  try {
    return await play(cloud, github);
  } finally {
    await github.close();
  }
}

async function play(cloud: MariadbCloudEmulator, github: GitHubEmulator): Promise<string[]> {
  write(story, { indent: 2 });
  addNightlySchedule(cloud, service);
  addNightlyBackups(cloud, { service, count: 7, lastStatus: 'Failed' });
  const process = processFor(cloud, github);
  const failing = await showStep({ inputs, ...process, outputs: ['reasons'], summary: false });
  writePart('The issue');
  github.issues.forEach(writeIssue);
  const afterwards = github.issues.map(({ state }) => state).join();
  addRepair(cloud);
  const inputsOfNext = { ...inputs, ...process.hiddenInputs };
  const repaired = await runBuiltAction({ inputs: inputsOfNext, env: process.env });
  writePart('The same issue after the next run');
  github.issues.forEach(writeEnd);
  return [
    ...surprise('the exit code of the first run', failing.exitCode, 1),
    ...surprise('the issues after it', afterwards, 'open'),
    ...surprise('the exit code of the second run', repaired.exitCode, 0),
    ...surprise('the issues at the end', github.issues.map(({ state }) => state).join(), 'closed'),
  ];
}

/** What the processes get in place of the workflow's secrets, and what a runner sets. */
function processFor({ url }: MariadbCloudEmulator, github: GitHubEmulator) {
  return {
    hiddenInputs: { 'api-key': apiKey, 'base-url': url, 'github-token': githubToken },
    env: {
      GITHUB_REPOSITORY: github.settings.repository,
      GITHUB_SHA: randomBytes(20).toString('hex'),
      GITHUB_RUN_ID: '1',
      GITHUB_API_URL: github.url,
    },
  };
}

function addRepair(cloud: MariadbCloudEmulator): void {
  const now = new Date(cloud.clock.now()).toISOString();
  const times = { start_time: now, end_time: now };
  cloud.addBackup({ service_id: service, type: 'full', status: 'Succeeded', ...times });
}

function writePart(name: string): void {
  write();
  write(name, { indent: 2, style: 'bold' });
}

function surprise(name: string, seen: unknown, wanted: unknown): string[] {
  if (seen === wanted) return [];
  return [`${name}: ${JSON.stringify(seen)} where ${JSON.stringify(wanted)} was expected.`];
}
