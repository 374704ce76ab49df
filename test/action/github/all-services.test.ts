import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addHealthy, addNightly } from '../backups-in-emulator.ts';
import { startWatch, type Watch } from './watch.ts';

let watch: Watch;

beforeEach(async () => {
  watch = await startWatch();
});
afterEach(() => watch.close());

const ALL = { service: 'all' };
const REFUSED = { kind: 'status', status: 401 } as const;

test('of 200 services that block, each gets its issue, a second apart', async () => {
  const ids = Array.from({ length: 200 }, (_, index) => `dbtgf${28_000_000 + index}`);
  for (const service_id of ids) addNightly(watch.cloud, { service_id });
  const step = await watch.step(ALL);
  expect(step.warnings).toEqual([]);
  expect(watch.openIssues()).toHaveLength(200);
});

describe('an issue about all of them, because no service could be found', () => {
  beforeEach(async () => {
    watch.cloud.fail({ ...REFUSED, times: Infinity });
    await watch.step(ALL);
    expect(watch.openIssues()).toMatchObject([{ number: 1 }]);
    watch.cloud.clearFaults();
    addHealthy(watch.cloud, 'dba');
  });

  test('is closed by the first run that finds some, with a comment that says so', async () => {
    const step = await watch.step(ALL);
    expect(step.lines).toContain('all: issue #1 closed');
    expect(watch.github.issues).toMatchObject([{ state: 'closed', stateReason: 'completed' }]);
    expect(watch.github.issues[0]?.comments.map(({ body }) => body)).toEqual([
      expect.stringMatching(
        /^.* \*\*The services can be found again\.\*\* .* own issue\. Seen 15 Jan /,
      ),
    ]);
  });

  test('is closed although one of them blocks, which has an issue of its own', async () => {
    addNightly(watch.cloud, { service_id: 'dbb' });
    await watch.step(ALL);
    expect(watch.openIssues().map(({ title }) => title)).toEqual([
      'Backups of dbb: there is no backup',
    ]);
  });

  test('stays as it is while only single services are watched, or nothing is judged', async () => {
    await watch.step({ service: 'dba' });
    await watch.step({ ...ALL, gate: 'off' });
    expect(watch.openIssues()).toMatchObject([{ number: 1, comments: [] }]);
  });

  test('stays in a dry run, which says that it would be closed', async () => {
    const step = await watch.step({ ...ALL, 'dry-run': 'true' });
    expect(step.lines).toContain('all: dry run: an issue would be closed: #1');
    expect(watch.openIssues()).toHaveLength(1);
  });
});
