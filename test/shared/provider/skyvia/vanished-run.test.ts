import { expect, onTestFinished, test } from 'vitest';
import { run } from '../../../../action/main.ts';
import { createRecording } from '../../../action/recording-core.ts';
import { inputsOf } from '../../../action/step.ts';
import { startSkyvia } from '../../../emulator/skyvia/index.ts';

const SERVICE = '12/345';
const MINUTE = 60_000;

/** A step that waits for a run which fails, and is listed only so long after its end. */
async function awaitFailure(listedAfterMs: number) {
  const emulator = await startSkyvia();
  onTestFinished(() => emulator.close());
  emulator.addBackup({ workspace: 12, backup: 345 });
  const startTime = new Date(emulator.clock.now() - 10 * MINUTE).toISOString();
  emulator.addSnapshot(SERVICE, { startTime, endTime: startTime, state: 'Succeeded' });
  emulator.nextRun({ queuedMs: 0, runningMs: MINUTE, listedAfterMs, outcome: 'Failed' });
  emulator.startRun(SERVICE);
  const given = { provider: 'skyvia', service: SERVICE, 'api-key': 'skyvia-test-token' };
  const inputs = inputsOf({ ...given, 'base-url': emulator.url, 'in-progress': 'wait' });
  const recording = createRecording();
  const sleep = async (milliseconds: number) => emulator.clock.advance(milliseconds);
  await run(inputs, { core: recording.core, clock: { now: emulator.clock.now, sleep }, env: {} });
  return recording;
}

test('a run that is awaited and vanishes unlisted is waited for, and is no success', async () => {
  const { outputs, lines } = await awaitFailure(120 * MINUTE);
  expect(outputs).toMatchObject({ gate: 'closed', reasons: 'wait-timed-out' });
  expect(lines.join('\n')).toContain('no longer running, but not listed as finished yet');
});

test('a run that is awaited and listed late is judged by how it ended', async () => {
  const { outputs } = await awaitFailure(10 * MINUTE);
  expect(outputs).toMatchObject({ gate: 'closed', reasons: 'latest-backup-failed' });
});
