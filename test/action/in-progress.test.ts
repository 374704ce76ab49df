import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../emulator/mariadb-cloud/index.ts';
import { backupsPath, call, schedulesPath } from '../emulator/call-emulator.ts';
import { addBackup, addHealthy, addRunning } from './backups-in-emulator.ts';
import { type GivenInputs, runStep, SERVICE } from './step.ts';

let emulator: MariadbCloudEmulator;

beforeEach(async () => {
  emulator = await startMariadbCloud();
  addHealthy(emulator);
});
afterEach(() => emulator.close());

/** A backup that somebody else asked for; it runs for so long by the emulator's clock. */
async function startRunning(runningMs: number, outcome = 'Succeeded') {
  emulator.nextBackup({ queuedMs: 0, runningMs, outcome });
  const body = { service_id: SERVICE, backup_type: 'full', schedule: 'once' };
  await call(emulator, schedulesPath, { method: 'POST', body });
  emulator.requests.length = 0;
}

const wait = (given: GivenInputs = {}) =>
  runStep(emulator, { 'in-progress': 'wait', timeout: '10m', ...given });
const looks = () => emulator.requests.filter(({ path }) => path === backupsPath).length - 1;

describe('in-progress: previous', () => {
  test('judges by the finished one, and says that another runs', async () => {
    addRunning(emulator, 1, { id: 'running' });
    const step = await runStep(emulator, { 'in-progress': 'previous' });
    expect(step.outputs).toMatchObject({ verdict: 'pass', reasons: '' });
    expect(step.summary).toContain('backup-in-progress');
    expect(looks()).toBe(0);
  });

  test('does not take the running one for a success', async () => {
    addBackup(emulator, 2, { status: 'Failed' });
    addRunning(emulator, 1);
    const { outputs } = await runStep(emulator, { 'in-progress': 'previous' });
    expect(outputs['reasons']).toBe('latest-backup-failed');
  });
});

test.each(['Running', 'Scheduled', 'Pending'])(
  'in-progress: block closes the gate at once (%s)',
  async (status) => {
    addRunning(emulator, 1, { status });
    const { outputs } = await runStep(emulator, { 'in-progress': 'block' });
    expect(outputs).toMatchObject({ gate: 'closed', reasons: 'backup-in-progress' });
    expect(looks()).toBe(0);
  },
);

describe('in-progress: wait', () => {
  test('waits for the end, and judges by the new one', async () => {
    await startRunning(120_000);
    const { outputs, lines } = await wait();
    expect(outputs).toMatchObject({ verdict: 'pass', 'backup-status': 'succeeded', reasons: '' });
    expect(outputs['backup-id']).toBe(emulator.backups(SERVICE).at(-1)?.['id']);
    expect(lines.filter((line) => line.endsWith(': still running')).length).toBe(looks() - 1);
  });

  test('closes the gate where the backup it waited for fails', async () => {
    await startRunning(60_000, 'Failed');
    const { outputs } = await wait();
    expect(outputs).toMatchObject({ gate: 'closed', reasons: 'latest-backup-failed' });
  });

  test('does not wait where nothing runs', async () => {
    await wait();
    expect(looks()).toBe(0);
  });

  test('does not wait for a type that does not count', async () => {
    addRunning(emulator, 1, { type: 'dump' });
    await wait({ 'accept-types': 'full' });
    expect(looks()).toBe(0);
  });

  test('closes the gate where it does not end in time, and says what it waited for', async () => {
    await startRunning(Infinity);
    const start = emulator.clock.now();
    const { outputs, failures } = await wait();
    expect(emulator.clock.now() - start).toBe(600_000);
    expect(outputs).toMatchObject({ gate: 'closed', reasons: 'wait-timed-out' });
    expect(failures.join()).toContain('10m');
  });

  test.each([
    [599_999, 'open'],
    [600_000, 'open'],
    [600_001, 'closed'],
  ])('with an end after %d ms of ten minutes leaves the gate %s', async (end, gate) => {
    await startRunning(end);
    expect((await wait()).outputs['gate']).toBe(gate);
  });

  test('passing errors do not end the wait', async () => {
    await startRunning(60_000);
    const when = { path: /backups$/ };
    emulator.fail({ kind: 'status', status: 503, retryAfter: '0', times: 6, skip: 1, when });
    const { outputs, lines } = await wait();
    expect(outputs['verdict']).toBe('pass');
    expect(lines.filter((line) => line.includes('503'))).toHaveLength(2);
  });

  test('a credential that is refused for a moment does not end the wait', async () => {
    await startRunning(60_000);
    emulator.fail({ kind: 'status', status: 401, times: 2, skip: 1, when: { path: /backups$/ } });
    expect((await wait()).outputs).toMatchObject({ verdict: 'pass', reasons: '' });
  });

  test('a credential that is refused to the end of the time closes the gate', async () => {
    await startRunning(Infinity);
    const when = { path: /backups$/ };
    emulator.fail({ kind: 'status', status: 401, times: Infinity, skip: 2, when });
    const { outputs, failures } = await wait({ 'on-unknown': 'warn' });
    expect(outputs).toMatchObject({ gate: 'closed', reasons: 'wait-timed-out' });
    expect(failures.join()).toContain('HTTP 401');
  });

  test('a provider that asks for a pause of 300 seconds is asked nothing until then', async () => {
    await startRunning(1000);
    const pause = { kind: 'status', status: 429, retryAfter: '300' } as const;
    emulator.fail({ ...pause, skip: 1, when: { path: /backups$/ } });
    const start = emulator.clock.now();
    expect((await wait()).outputs['gate']).toBe('open');
    expect(emulator.clock.now() - start).toBe(302_000);
  });
});
