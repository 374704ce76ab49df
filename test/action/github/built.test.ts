import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClock } from '../../emulator/clock.ts';
import { githubToken, startGitHub } from '../../emulator/github/index.ts';
import type { GitHubEmulator } from '../../emulator/github/index.ts';
import { startMariadbCloud } from '../../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../../emulator/mariadb-cloud/index.ts';
import { addBackup, addNightly } from '../backups-in-emulator.ts';
import { runBuiltAction } from '../built-action.ts';
import { startCountingProxy } from '../counting-proxy.ts';
import { loadedIn, readEntryFiles, TELL_LOADED } from '../loaded-files.ts';
import { type GivenInputs, KEY, SERVICE } from '../step.ts';
import { environmentFor, inputsFor } from './watch.ts';

let cloud: MariadbCloudEmulator;
let github: GitHubEmulator;

beforeEach(async () => {
  const clock = createClock({ ticking: true });
  cloud = await startMariadbCloud({ clock });
  github = await startGitHub({ clock });
  // The label is there already; creating it would cost the second between two writes.
  github.addIssue({ state: 'closed', labels: ['backup-gate'] });
  addNightly(cloud);
  addBackup(cloud, 30);
  addBackup(cloud, 1, { status: 'Failed' });
});
afterEach(() => Promise.all([cloud.close(), github.close()]));

function runChild(given: GivenInputs, env: Readonly<Record<string, string>> = {}) {
  const inputs = { 'api-key': KEY, service: SERVICE, ...inputsFor(cloud), ...given };
  return runBuiltAction({ inputs, env: { ...environmentFor(github), ...env } });
}

describe('the built Action', () => {
  test('reports, and still fails the step', async () => {
    const step = await runChild({});
    expect(step).toMatchObject({ exitCode: 1, outputs: { gate: 'closed', verdict: 'block' } });
    expect(step.log).toContain(`${SERVICE}: issue #2 opened`);
    expect(step.log).not.toContain('::warning');
    expect(github.issues.filter(({ state }) => state === 'open')).toHaveLength(1);
    expect(step.log.indexOf('issue #2 opened')).toBeLessThan(step.log.indexOf('::error '));
  });

  test('masks the token, and shows it nowhere', async () => {
    github.settings.permissions = { issues: 'none', statuses: 'none' };
    const step = await runChild({ report: 'issue,status' });
    const lines = step.log.split('\n');
    expect(lines).toContain(`::add-mask::${githubToken}`);
    const shown = lines.filter((line) => !line.startsWith('::add-mask::'));
    const everything = [...shown, step.summary, ...Object.values(step.outputs)].join('\n');
    expect(everything).not.toContain(githubToken);
    expect(everything).toContain('issues: write');
  });

  test.each([
    { apiUrl: 'https://github.test', targets: ['github.test:443'] },
    { apiUrl: null, targets: [] },
  ])(
    'goes through the proxy of the environment, but not to this machine: $apiUrl',
    async ({ apiUrl, targets }) => {
      const proxy = await startCountingProxy();
      try {
        const env = { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url };
        const at = apiUrl === null ? {} : { GITHUB_API_URL: apiUrl };
        await runChild({ report: 'status', timeout: '1s' }, { ...env, ...at });
        expect(github.statuses).toHaveLength(apiUrl === null ? 1 : 0);
        expect([...new Set(proxy.targets)]).toEqual(targets);
      } finally {
        await proxy.close();
      }
    },
  );

  test('keeps its verdict although the event file is no JSON', async () => {
    const step = await runChild({}, { GITHUB_EVENT_PATH: import.meta.filename });
    expect(step).toMatchObject({ exitCode: 1, outputs: { gate: 'closed', verdict: 'block' } });
  });
});

describe('without a report', () => {
  test('nothing is sent to GitHub, even with a token', async () => {
    const step = await runChild({ report: '' });
    expect(step.outputs['gate']).toBe('closed');
    expect(github.requests).toEqual([]);
  });

  test('nor with inputs that cannot be used', async () => {
    const step = await runChild({ gate: 'on' });
    expect(step.outputs['reasons']).toBe('invalid-input');
    expect(github.requests).toEqual([]);
  });

  test('no line of the client of GitHub is loaded; with one it is', async () => {
    const entry = (await readEntryFiles()).map(({ name }) => name);
    const without = await runChild({ report: '' }, TELL_LOADED);
    expect(loadedIn(without.log).toSorted()).toEqual([...entry, 'wording.js'].toSorted());
    const withOne = await runChild({ report: 'status' }, TELL_LOADED);
    expect(loadedIn(withOne.log)).toContainEqual('github.js');
  });
});
