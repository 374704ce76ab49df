import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startMariadbCloud } from '../../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../../emulator/mariadb-cloud/index.ts';
import { addBackup, addHealthy, addNightly, addRunning, writesOf } from '../backups-in-emulator.ts';
import { parseResult } from '../result-json.ts';
import { runStep, SERVICE } from '../step.ts';

let emulator: MariadbCloudEmulator;

beforeEach(async () => {
  emulator = await startMariadbCloud();
});
afterEach(() => emulator.close());

const once = (type = 'full') => ({ service_id: SERVICE, backup_type: type, schedule: 'once' });
const stateOf = (outputs: Readonly<Record<string, string>>) =>
  parseResult(outputs).services[0]?.request?.['state'];

describe('backup: always', () => {
  test('takes one although the last one is good, and judges with it', async () => {
    addHealthy(emulator);
    const { outputs } = await runStep(emulator, { backup: 'always' });
    const taken = emulator.backups(SERVICE).at(-1);
    expect(writesOf(emulator)).toMatchObject([{ method: 'POST', body: once() }]);
    expect(outputs).toMatchObject({ verdict: 'pass', 'backup-id': taken?.['id'] });
    expect(Number(outputs['age-seconds'])).toBeLessThan(60);
    expect(stateOf(outputs)).toBe('succeeded');
  });

  test('cures a failed backup, so the gate opens', async () => {
    addNightly(emulator);
    addBackup(emulator, 10, { status: 'Failed' });
    const { outputs } = await runStep(emulator, { backup: 'always' });
    expect(outputs).toMatchObject({ verdict: 'pass', gate: 'open', reasons: '' });
  });

  test('takes it of the type of backup-type', async () => {
    addHealthy(emulator);
    await runStep(emulator, { backup: 'always', 'backup-type': 'incremental' });
    expect(writesOf(emulator)).toMatchObject([{ body: once('incremental') }]);
  });

  test('is done with gate: off too', async () => {
    addHealthy(emulator);
    const { outputs } = await runStep(emulator, { backup: 'always', gate: 'off' });
    expect(outputs).toMatchObject({ gate: 'open', verdict: '' });
    expect(stateOf(outputs)).toBe('succeeded');
  });
});

describe('backup: if-needed', () => {
  const needed: readonly [string, () => void][] = [
    ['there is none', () => emulator.addService(SERVICE)],
    ['the newest one failed', () => addBackup(emulator, 1, { status: 'Failed' })],
    ['the newest one is too old', () => addBackup(emulator, 25)],
    ['the newest one is empty', () => addBackup(emulator, 1, { storage_bytes: 0 })],
    [
      'the newest one stands on a full backup that is missing',
      () => addBackup(emulator, 1, { type: 'incremental', reference_full_backup: 'gone' }),
    ],
  ];
  test.each(needed)('takes one where %s', async (_, arrange) => {
    addNightly(emulator);
    arrange();
    const { outputs } = await runStep(emulator, { backup: 'if-needed', 'max-age': '24h' });
    expect(writesOf(emulator)).toMatchObject([{ body: once() }]);
    expect(outputs).toMatchObject({ verdict: 'pass', gate: 'open' });
  });

  const notNeeded: readonly [string, () => void][] = [
    ['the newest one is good', () => addHealthy(emulator)],
    ['only a warning is given', () => addBackup(emulator, 49)],
    [
      'another one runs and the previous one is good',
      () => {
        addHealthy(emulator);
        addRunning(emulator, 1);
      },
    ],
    [
      'a new backup would not help',
      () => {
        addHealthy(emulator);
        addBackup(emulator, -1);
      },
    ],
  ];
  test.each(notNeeded)('takes none where %s', async (_, arrange) => {
    arrange();
    const { outputs } = await runStep(emulator, { backup: 'if-needed' });
    expect(writesOf(emulator)).toEqual([]);
    expect(stateOf(outputs)).toBe('not-needed');
  });
});

test('backup: never takes none, whatever is wrong', async () => {
  addBackup(emulator, 1, { status: 'Failed' });
  const { outputs } = await runStep(emulator, { backup: 'never' });
  expect(writesOf(emulator)).toEqual([]);
  expect(stateOf(outputs)).toBeUndefined();
  expect(outputs['gate']).toBe('closed');
});

test('a dry run says that one would be requested, and asks for none', async () => {
  addBackup(emulator, 1, { status: 'Failed' });
  const step = await runStep(emulator, { backup: 'if-needed', 'dry-run': 'true' });
  expect(writesOf(emulator)).toEqual([]);
  expect(stateOf(step.outputs)).toBe('dry-run');
  expect(step.lines.join('\n')).toContain('would be requested');
  expect(step.summary).toContain('would be requested');
  expect(step.outputs['gate']).toBe('closed');
});

test('the wait for a running backup comes first, so that no second one is asked for', async () => {
  addNightly(emulator);
  const running = addRunning(emulator, 0.1, { id: 'slow' });
  const row = { ...running, status: 'Succeeded', end_time: '2026-01-15T12:00:00Z' };
  const ended = { kind: 'json', body: { backups: [row], pages_count: 1 } } as const;
  emulator.fail({ ...ended, times: Infinity, skip: 1, when: { path: /backups$/ } });
  const { outputs } = await runStep(emulator, { backup: 'if-needed', 'in-progress': 'wait' });
  expect(outputs).toMatchObject({ verdict: 'pass', 'backup-id': 'slow' });
  expect(writesOf(emulator)).toEqual([]);
});
