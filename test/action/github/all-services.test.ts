import { afterEach, beforeEach, expect, test } from 'vitest';
import { addNightly } from '../backups-in-emulator.ts';
import { startWatch, type Watch } from './watch.ts';

let watch: Watch;

beforeEach(async () => {
  watch = await startWatch();
});
afterEach(() => watch.close());

const ALL = { service: 'all' };

test('of 200 services that block, each gets its issue, a second apart', async () => {
  const ids = Array.from({ length: 200 }, (_, index) => `dbtgf${28_000_000 + index}`);
  for (const service_id of ids) addNightly(watch.cloud, { service_id });
  const step = await watch.step(ALL);
  expect(step.warnings).toEqual([]);
  expect(watch.openIssues()).toHaveLength(200);
});
