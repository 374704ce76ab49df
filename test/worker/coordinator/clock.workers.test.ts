import { expect, test, vi } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import { alarmAt, ask, finish, ring, stage, useStage } from './coordinator.workers.ts';

useStage();

/** Both clocks are set back, as where a wrong one is corrected. */
async function setBack(milliseconds: number): Promise<void> {
  const now = Date.now() - milliseconds;
  await stage('advance', -milliseconds);
  vi.setSystemTime(now);
}

test('a clock that is set back by two hours leaves no run waiting for two hours', async () => {
  await stage('nextBackup', { runningMs: HOUR });
  await ask();
  await ring();
  await ring();
  await setBack(2 * HOUR);
  await ask();
  expect((await alarmAt()) ?? Infinity).toBeLessThanOrEqual(Date.now() + MINUTE);
});

test('after a clock is set back by a day, a request does not join a success of tomorrow', async () => {
  const { run } = await ask();
  await finish(run.id);
  await setBack(DAY);
  const next = await ask();
  expect(next.joined).toBe(false);
  expect(next.run.id).not.toBe(run.id);
});

test('a success a minute ahead of now, as two clocks may differ, is still joined', async () => {
  const { run } = await ask();
  await finish(run.id);
  await setBack(MINUTE);
  expect(await ask()).toMatchObject({ joined: true, run: { id: run.id } });
});
