import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addBackup, addHealthy, addNightly } from '../backups-in-emulator.ts';
import { SERVICE } from '../step.ts';
import { SHA, startWatch, type Watch } from './watch.ts';

let watch: Watch;

beforeEach(async () => {
  watch = await startWatch();
});
afterEach(() => watch.close());

const report = 'status';

function addFailed() {
  addHealthy(watch.cloud);
  addBackup(watch.cloud, 5, { status: 'Failed' });
}

function goDown() {
  addHealthy(watch.cloud);
  watch.cloud.fail({ kind: 'status', status: 503, retryAfter: '0', times: Infinity });
}

/** Of two pages of schedules the second cannot be read. */
function cutShort() {
  addHealthy(watch.cloud);
  addNightly(watch.cloud, { type: 'dump' });
  watch.cloud.settings.pageSizeLimit = 1;
  const when = { path: /schedules$/, query: { page: '2' } };
  watch.cloud.fail({ kind: 'html', when, times: Infinity });
}

function useNewWord() {
  addHealthy(watch.cloud);
  addBackup(watch.cloud, 1, { status: 'Teleported' });
}

describe('the commit status', () => {
  const cases: readonly [string, string, RegExp, () => void, object][] = [
    [
      'pass',
      'success',
      /^Last good backup .+ UTC; next due .+ UTC\.$/,
      () => addHealthy(watch.cloud),
      {},
    ],
    [
      'warn',
      'success',
      /^Warning: there is no backup schedule\. Last good: .+ UTC\.$/,
      () => void addBackup(watch.cloud, 10),
      {},
    ],
    [
      'block',
      'failure',
      /^Last backup failed \(full, 15 Jan 07:00 UTC\)\. Last good: 15 Jan 02:00 UTC\.$/,
      addFailed,
      {},
    ],
    [
      'block with gate: warn',
      'success',
      /^Would block: last backup failed \(full, .+\)\. Last good: .+\.$/,
      addFailed,
      { gate: 'warn' },
    ],
    [
      'block by what is not known',
      'error',
      /^Could not check the backups: MariaDB Cloud did not answer \(HTTP 503\)\.$/,
      goDown,
      {},
    ],
    [
      'block by a list that is cut short',
      'error',
      /^Could not check the schedules: the list could not be read whole\. Last good: .+\.$/,
      cutShort,
      {},
    ],
    [
      'block by a status of another word',
      'error',
      /^Could not check the backups: the newest one has an unknown status\. Last good: /,
      useNewWord,
      {},
    ],
    [
      'warn by what is not known',
      'success',
      /^Warning: could not check the backups: MariaDB Cloud did not answer/,
      goDown,
      { 'on-unknown': 'warn' },
    ],
  ];

  test.each(cases)('of %s is %s', async (...[, state, description, arrange, given]) => {
    arrange();
    await watch.step({ report, ...given });
    expect(watch.github.statuses).toMatchObject([
      {
        sha: SHA,
        state,
        context: `backup-gate/${SERVICE}`,
        description: expect.stringMatching(description),
        targetUrl: 'https://github.example/acme/shop/actions/runs/4711/attempts/2',
      },
    ]);
  });

  test('is a failure where something known blocks beside what is not', async () => {
    addFailed();
    addBackup(watch.cloud, 1, { status: 'Teleported' });
    await watch.step({ report });
    expect(watch.github.statuses).toMatchObject([{ state: 'failure' }]);
  });

  test('is not set with gate: off, because nothing was judged', async () => {
    addFailed();
    const step = await watch.step({ report, gate: 'off' });
    expect(watch.github.requests).toEqual([]);
    expect(step.lines).toContain(`${SERVICE}: nothing was judged, so no status is set`);
  });

  test('is a failure with gate: off where what was asked for was not done', async () => {
    watch.cloud.fail({ kind: 'status', status: 400, when: { method: 'POST' } });
    await watch.step({ report, gate: 'off', schedule: '0 2 * * *' });
    expect(watch.github.statuses).toMatchObject([{ state: 'failure' }]);
  });

  test('is one for each service', async () => {
    addHealthy(watch.cloud, 'one');
    addNightly(watch.cloud, { service_id: 'two' });
    await watch.step({ report, service: 'one,two' });
    expect(watch.github.statuses).toMatchObject([
      { context: 'backup-gate/one', state: 'success' },
      { context: 'backup-gate/two', state: 'failure' },
    ]);
  });
});

describe('the commit', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backup-gate-'));
    addHealthy(watch.cloud);
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function shaWith(event: string): Promise<string | undefined> {
    const file = join(folder, 'event.json');
    await writeFile(file, event);
    await watch.step({ report }, { GITHUB_EVENT_PATH: file });
    return watch.github.statuses.at(-1)?.sha;
  }

  test('is the head of a pull request, not the merge commit that nobody sees', async () => {
    const sha = 'a'.repeat(40);
    expect(await shaWith(JSON.stringify({ pull_request: { head: { sha } } }))).toBe(sha);
  });

  test.each(['{"schedule":"0 6 * * *"}', '{"pull_request":{}}', '[]', 'not JSON', ''])(
    'is that of the run where the event is %s',
    async (event) => {
      expect(await shaWith(event)).toBe(SHA);
    },
  );

  test('is that of the run where there is no event', async () => {
    await watch.step({ report }, { GITHUB_EVENT_PATH: join(folder, 'missing.json') });
    expect(watch.github.statuses).toMatchObject([{ sha: SHA }]);
  });
});
