import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { publishInvalid } from '../../action/publish.ts';
import { startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../emulator/mariadb-cloud/index.ts';
import { addBackup, addHealthy, addNightly, addRunning } from './backups-in-emulator.ts';
import { problemsOf } from './inputs/problems.ts';
import { createRecording } from './recording-core.ts';
import { runStep } from './step.ts';

let emulator: MariadbCloudEmulator;

beforeEach(async () => {
  emulator = await startMariadbCloud();
});
afterEach(() => emulator.close());

/** Without `result`, which has its own tests. */
async function scalars(given: Parameters<typeof runStep>[1] = {}) {
  const { result: _, ...rest } = (await runStep(emulator, given)).outputs;
  return rest;
}

const nothing = {
  'backup-id': '',
  'backup-status': '',
  'recovery-point': '',
  'age-seconds': '',
  'schedule-id': '',
  'schedule-change': '',
};

describe('the outputs', () => {
  test('of a pass name the backup, its recovery point and its age', async () => {
    addNightly(emulator);
    addBackup(emulator, 10, { id: 'last-night' });
    expect(await scalars()).toEqual({
      ...nothing,
      verdict: 'pass',
      gate: 'open',
      reasons: '',
      'backup-id': 'last-night',
      'backup-status': 'succeeded',
      'recovery-point': '2026-01-15T02:00:00Z',
      'age-seconds': '36000',
    });
  });

  test('of a warning name its reason', async () => {
    addBackup(emulator, 10, { id: 'last-night' });
    expect(await scalars()).toMatchObject({
      verdict: 'warn',
      gate: 'open',
      reasons: 'no-schedule',
    });
  });

  test('of a block name the failed backup, and the recovery point of the good one', async () => {
    addBackup(emulator, 34, { id: 'good' });
    addBackup(emulator, 10, { id: 'bad', status: 'Failed' });
    expect(await scalars()).toMatchObject({
      verdict: 'block',
      gate: 'closed',
      reasons: 'latest-backup-failed,no-schedule',
      'backup-id': 'bad',
      'backup-status': 'failed',
      'recovery-point': '2026-01-14T02:00:00Z',
      'age-seconds': String(34 * 3600),
    });
  });

  test('of gate: off tell what there is, and no verdict', async () => {
    addBackup(emulator, 10, { id: 'bad', status: 'Canceled' });
    expect(await scalars({ gate: 'off' })).toEqual({
      ...nothing,
      verdict: '',
      gate: 'open',
      reasons: '',
      'backup-id': 'bad',
      'backup-status': 'canceled',
    });
  });

  test('of an empty service are empty where there is nothing to tell', async () => {
    emulator.addService('dbtgf28044362');
    expect(await scalars()).toEqual({
      ...nothing,
      verdict: 'block',
      gate: 'closed',
      reasons: 'no-usable-backup,no-schedule',
    });
  });

  test('speak of the newest finished backup while another one runs', async () => {
    addHealthy(emulator);
    addBackup(emulator, 5, { id: 'finished' });
    addRunning(emulator, 1, { id: 'running' });
    expect(await scalars()).toMatchObject({
      'backup-id': 'finished',
      verdict: 'pass',
      reasons: '',
    });
  });

  test('take the recovery point from point_in_time, not from start or end', async () => {
    addNightly(emulator);
    addBackup(emulator, 10, { point_in_time: '2026-01-15 01:59:24' });
    expect(await scalars()).toMatchObject({
      'recovery-point': '2026-01-15T01:59:24Z',
      'age-seconds': String(36_000 + 36),
    });
  });
});

test('of the severest first, the reasons name each code once', async () => {
  addBackup(emulator, 34, { id: 'good', storage_bytes: 0 });
  addBackup(emulator, 10, { id: 'bad', status: 'Failed' });
  const { reasons } = await scalars({ 'max-age': '1h' });
  expect(reasons).toBe('latest-backup-failed,recovery-point-too-old,too-small,no-schedule');
});

test.each([
  ['open', () => addHealthy(emulator)],
  ['closed', () => addBackup(emulator, 1, { status: 'Failed' })],
])('the step fails exactly when the gate is closed (%s)', async (gate, arrange) => {
  arrange();
  const step = await runStep(emulator);
  expect(step.outputs['gate']).toBe(gate);
  expect(step.order.includes('failed')).toBe(gate === 'closed');
});

test('outputs and summary are written before the step fails', async () => {
  const step = await runStep(emulator);
  const names = step.order.filter((event) => event.startsWith('output '));
  const order = step.order.filter((event) => event !== 'info');
  expect(order).toEqual([...names, 'summary', 'failed']);
  expect(step.summary).toContain('## ⛔ Could not check the backups: ');
});

describe('invalid inputs', () => {
  async function refused(given: Parameters<typeof problemsOf>[0]) {
    const recording = createRecording();
    await publishInvalid(problemsOf(given), recording.core);
    return recording;
  }

  test('close the gate, with all outputs set', async () => {
    const { outputs, failures } = await refused({ gate: 'off', 'dry-run': 'yes', timeout: '5' });
    const { result: _, ...rest } = outputs;
    expect(rest).toEqual({ ...nothing, verdict: '', gate: 'closed', reasons: 'invalid-input' });
    expect(failures).toHaveLength(1);
  });

  test('are all named in the failure, in the summary and in the result', async () => {
    const { outputs, failures, summary } = await refused({ gate: 'BLOCK', timeout: '5' });
    for (const text of [failures.join(), summary, outputs['result']]) {
      for (const word of ['gate', 'BLOCK', 'off', 'timeout', '26h']) expect(text).toContain(word);
    }
  });

  test('leave outputs and summary before the step fails', async () => {
    const { order } = await refused({ gate: 'BLOCK' });
    expect(order.filter((event) => event !== 'info').slice(-2)).toEqual(['summary', 'failed']);
    expect(order).toContain('output result');
  });
});
