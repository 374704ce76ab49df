import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import { addBackup, addHealthy, addNightly, addRunning } from '../backups-in-emulator.ts';
import { SERVICE } from '../step.ts';
import { SHA, startWatch, type Watch } from './watch.ts';

let watch: Watch;

beforeEach(async () => {
  watch = await startWatch();
});
afterEach(() => watch.close());

const step = (given = {}) => watch.step({ report: 'status', ...given });

const STATES: readonly [string, () => void, object][] = [
  ['is good', () => addHealthy(watch.cloud), {}],
  ['has no schedule', () => void addBackup(watch.cloud, 1), {}],
  ['is too old', () => void addBackup(watch.cloud, 99), { 'max-age': '26h' }],
  ['hangs', () => void addRunning(watch.cloud, 30), {}],
  ['failed', () => void addBackup(watch.cloud, 1, { status: 'Failed' }), {}],
  ['still runs', () => void addRunning(watch.cloud, 1), { 'in-progress': 'block' }],
];

describe.each(STATES)('of what %s', (_, arrange, given) => {
  test('the status is written once, however often it is looked at', async () => {
    arrange();
    for (let run = 0; run < 3; run += 1) {
      await step(given);
      watch.cloud.clock.advance(7 * MINUTE);
    }
    expect(watch.github.statuses).toHaveLength(1);
    expect(watch.github.statuses[0]?.description).not.toMatch(
      /\d (?:days?|hours?|minutes?) (?:ago|old|\d)/,
    );
  });
});

test('a status that says something else is written, and so is what it was before', async () => {
  addHealthy(watch.cloud);
  await step();
  addBackup(watch.cloud, 0.1, { status: 'Failed' });
  await step();
  watch.cloud.clock.advance(HOUR);
  addBackup(watch.cloud, 0.1);
  await step();
  expect(watch.github.statuses.map(({ state }) => state)).toEqual([
    'success',
    'failure',
    'success',
  ]);
});

test('the status of another commit is not this one’s', async () => {
  addHealthy(watch.cloud);
  await step();
  await watch.step({ report: 'status' }, { GITHUB_SHA: 'b'.repeat(40) });
  expect(watch.github.statuses.map(({ sha }) => sha)).toEqual([SHA, 'b'.repeat(40)]);
});

test('of 150 services the statuses are read in pages, and none is written again', async () => {
  const ids = Array.from({ length: 150 }, (_, index) => `service-${index}`);
  for (const service_id of ids) addNightly(watch.cloud, { service_id });
  await step({ service: ids.join() });
  await step({ service: ids.join() });
  expect(watch.github.statuses).toHaveLength(150);
});

test('a refusal is told in the words of its errors', async () => {
  addHealthy(watch.cloud);
  const message = 'This SHA and context has reached the maximum number of statuses.';
  const body = { message: 'Validation Failed', errors: [{ code: 'custom', message }] };
  watch.github.fail({ kind: 'status', status: 422, body, when: { method: 'POST' } });
  const { warnings } = await step();
  expect(warnings).toEqual([expect.stringContaining(`HTTP 422: "Validation Failed: ${message}"`)]);
});

test.each([301, 302, 307, 308])('a POST that is answered %i is not set', async (status) => {
  addHealthy(watch.cloud);
  const location = `${watch.github.url}/repos/acme/shop/statuses/${SHA}`;
  watch.github.fail({ kind: 'status', status, location, when: { method: 'POST' } });
  const { warnings, lines } = await step();
  expect(warnings).toEqual([
    `report: status failed for ${SERVICE}: GitHub redirected the request (HTTP ${status}), as it does for a renamed repository; nothing was sent there. The verdict stands.`,
  ]);
  expect(lines.join()).not.toContain('commit status');
  expect(watch.github.statuses).toEqual([]);
});
