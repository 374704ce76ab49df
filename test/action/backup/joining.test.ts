import { afterEach, beforeEach, expect, test } from 'vitest';
import { startMariadbCloud } from '../../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../../emulator/mariadb-cloud/index.ts';
import { addBackup, addNightly, writesOf } from '../backups-in-emulator.ts';
import { runStep } from '../step.ts';

let emulator: MariadbCloudEmulator;

beforeEach(async () => {
  emulator = await startMariadbCloud();
  addBackup(emulator, 10, { status: 'Failed' });
  addNightly(emulator);
});
afterEach(() => emulator.close());

test('a step that is run again waits for the backup of the first one, and starts no other', async () => {
  emulator.nextBackup({ queuedMs: 0, runningMs: 20 * 60_000 });
  const first = await runStep(emulator, { backup: 'if-needed', timeout: '5m' });
  expect(first.outputs['reasons']).toContain('wait-timed-out');
  const second = await runStep(emulator, { backup: 'if-needed' });
  expect(second.outputs).toMatchObject({ gate: 'open', 'backup-status': 'succeeded' });
  expect(writesOf(emulator)).toHaveLength(1);
});

test('one that is always to be taken is taken beside another that runs', async () => {
  emulator.nextBackup({ queuedMs: 0, runningMs: 20 * 60_000 });
  await runStep(emulator, { backup: 'always', timeout: '5m' });
  await runStep(emulator, { backup: 'always' });
  expect(writesOf(emulator)).toHaveLength(2);
});
