import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readWorkflowContext } from '../../../action/github/workflow-context.ts';
import { run } from '../../../action/main.ts';
import { addNightly } from '../backups-in-emulator.ts';
import { createRecording } from '../recording-core.ts';
import { inputsOf, sleepingClock } from '../step.ts';
import { inputsFor, SHA, startWatch, type Watch } from './watch.ts';

let watch: Watch;

beforeEach(async () => {
  watch = await startWatch();
  addNightly(watch.cloud);
});
afterEach(() => watch.close());

describe('outside a workflow, where a variable is not set', () => {
  test.each(['GITHUB_REPOSITORY', 'GITHUB_RUN_ID', 'GITHUB_SHA'])(
    'that is said, and nothing is sent: %s',
    async (name) => {
      const step = await watch.step({}, { [name]: '' });
      expect(step.warnings).toEqual([expect.stringContaining(name)]);
      expect(step.outputs['gate']).toBe('closed');
      expect(watch.github.requests).toEqual([]);
    },
  );

  test.each(['shop', 'acme/', '/shop', 'acme/shop/more'])(
    'nor to a repository that is called %s',
    async (repository) => {
      const step = await watch.step({}, { GITHUB_REPOSITORY: repository });
      expect(step.warnings).toHaveLength(1);
      expect(watch.github.requests).toEqual([]);
    },
  );

  test('the page of the run is that of the first attempt, on github.com', async () => {
    const env = { GITHUB_SERVER_URL: '', GITHUB_RUN_ATTEMPT: '' };
    await watch.step({ report: 'status' }, env);
    expect(watch.github.statuses).toMatchObject([
      { sha: SHA, targetUrl: 'https://github.com/acme/shop/actions/runs/4711/attempts/1' },
    ]);
  });
});

test('without an address of its API it is that of github.com', async () => {
  const env = { GITHUB_REPOSITORY: 'acme/shop', GITHUB_RUN_ID: '4711', GITHUB_SHA: SHA };
  expect(await readWorkflowContext(env)).toMatchObject({ apiUrl: 'https://api.github.com' });
});

test('a report that breaks by our own fault is a warning, and the verdict stands', async () => {
  const { core, ...recording } = createRecording();
  const env = {
    get GITHUB_REPOSITORY(): string {
      throw new TypeError(`broken at ${watch.github.url}`);
    },
  };
  const inputs = inputsOf(inputsFor(watch.cloud));
  await run(inputs, { core, clock: sleepingClock(watch.cloud), env });
  expect(recording.outputs['gate']).toBe('closed');
  expect(recording.failures).toEqual([
    expect.stringMatching(/^Deploy blocked: there is no backup\n/),
  ]);
  expect(recording.warnings).toEqual([
    expect.stringMatching(/^report: failed because of a bug in Backup Gate.*broken at/),
  ]);
  expect(recording.warnings.join()).not.toContain(watch.github.url);
});
