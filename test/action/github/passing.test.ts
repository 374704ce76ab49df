import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../emulator/faults.ts';
import { addBackup, addHealthy } from '../backups-in-emulator.ts';
import { SERVICE } from '../step.ts';
import { startWatch, type Watch } from './watch.ts';

let watch: Watch;

beforeEach(async () => {
  watch = await startWatch();
  addHealthy(watch.cloud);
});
afterEach(() => watch.close());

const OUTAGES: readonly Fault[] = [
  { kind: 'status', status: 503, times: Infinity },
  { kind: 'status', status: 429, retryAfter: '3600', times: Infinity },
  { kind: 'refused-connection', times: Infinity },
  { kind: 'html', times: Infinity },
];

describe.each(OUTAGES)('an outage: %j', (outage) => {
  test.each(['block', 'warn'])('opens no issue with on-unknown: %s', async (onUnknown) => {
    watch.cloud.fail(outage);
    const step = await watch.step({ 'on-unknown': onUnknown });
    expect(step.outputs['reasons']).toBe('evidence-unavailable');
    expect(step.lines).toContain(`${SERVICE}: no issue changed`);
    expect(watch.github.issues).toEqual([]);
  });

  test('neither closes nor changes the issue that is open', async () => {
    addBackup(watch.cloud, 1, { status: 'Failed' });
    await watch.step();
    const { body } = watch.github.issues[0] ?? {};
    watch.cloud.fail(outage);
    await watch.step();
    expect(watch.github.issues).toMatchObject([{ state: 'open', body, comments: [] }]);
  });
});

test.each([401, 403, 404, 400])('HTTP %i lasts, so it opens an issue', async (status) => {
  watch.cloud.fail({ kind: 'status', status, times: Infinity });
  await watch.step();
  expect(watch.openIssues()).toHaveLength(1);
});

test('what is known to be bad opens an issue although the schedules could not be read', async () => {
  addBackup(watch.cloud, 1, { status: 'Failed' });
  watch.cloud.fail({ kind: 'status', status: 503, when: { path: /schedules$/ }, times: Infinity });
  await watch.step();
  expect(watch.openIssues()).toHaveLength(1);
});
