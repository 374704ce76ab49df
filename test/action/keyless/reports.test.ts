import { afterEach, beforeEach, expect, test } from 'vitest';
import { githubToken, startGitHub } from '../../emulator/github/index.ts';
import type { GitHubEmulator } from '../../emulator/github/index.ts';
import { addBackup, addHealthy } from '../backups-in-emulator.ts';
import { environmentFor } from '../github/watch.ts';
import type { GivenInputs } from '../step.ts';
import { type KeylessStage, startKeyless } from './keyless-step.ts';

let stage: KeylessStage;
let github: GitHubEmulator;

beforeEach(async () => {
  stage = await startKeyless();
  github = await startGitHub({ clock: stage.cloud.clock });
});
afterEach(() => Promise.all([stage.close(), github.close()]));

function step(given: GivenInputs = {}) {
  const inputs = { report: 'issue,status', 'github-token': githubToken, ...given };
  return stage.step(inputs, { ...stage.tokens.env, ...environmentFor(github) });
}

const openIssues = () => github.issues.filter(({ state }) => state === 'open');
const refused = { status: 401, text: '{"error":{"code":"unauthorized","message":"No."}}' };

test('an issue goes by the name in the Worker, so a refusal and what follows share one', async () => {
  addHealthy(stage.cloud);
  stage.worker.fail({ path: /verdict/, answer: refused });
  await step({ service: 'live=prod' });
  expect(openIssues()).toMatchObject([{ title: expect.stringContaining('Backups of live: ') }]);
  expect(openIssues()[0]?.body).toContain('<!-- backup-gate:worker/prod ');
  await step({ service: 'prod' });
  expect(openIssues()).toEqual([]);
});

test('an issue names the provider that the Worker has asked', async () => {
  addBackup(stage.cloud, 1, { status: 'Failed' });
  await step();
  expect(openIssues()[0]?.body).toContain('`prod` at MariaDB Cloud: the last backup failed');
});

test('a status has the same context whether or not the Worker could be asked', async () => {
  addHealthy(stage.cloud);
  stage.worker.fail({ path: /verdict/, answer: refused });
  await step();
  await step();
  expect(github.statuses).toMatchObject([
    {
      context: 'backup-gate/prod',
      state: 'error',
      description: expect.stringMatching(/^Could not check the backups: the Worker did not accept/),
    },
    { context: 'backup-gate/prod', state: 'success' },
  ]);
});
