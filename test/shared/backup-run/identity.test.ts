import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import { holdRetryDelays } from '../http/retry-delays.ts';
import { SERVICE } from '../provider/mariadb-cloud/cloud.ts';
import { backupRow, hoursAgo } from '../provider/mariadb-cloud/rows.ts';
import { rfc3339 } from '../../emulator/mariadb-cloud/wire-time.ts';
import { type Advancing, startAdvancing } from './advancing.ts';

holdRetryDelays();

/** A backup of somebody else, listed from now on. */
function list(
  { emulator }: Advancing,
  id: string,
  { status = 'Succeeded', beganAgoMs = 0, type = 'full' } = {},
) {
  const start = emulator.clock.now() - beganAgoMs;
  emulator.addBackup(backupRow(id, { status, type, start_time: rfc3339(start) }));
}

/** Sends the request, and lets this much time pass. */
async function sent(advancing: Advancing, waitMs: number) {
  const run = await advancing.step(advancing.accepted);
  expect(run.state).toBe('running');
  await advancing.clock.sleep(waitMs);
  return run;
}

describe('a nightly that is listed only when it ends, and began 30 minutes before the request,', () => {
  test('is not ours, while ours still runs', async () => {
    const advancing = await startAdvancing();
    advancing.emulator.nextBackup({ runningMs: HOUR / 2 });
    const run = await sent(advancing, 6 * SECOND);
    list(advancing, 'nightly', { beganAgoMs: 30 * MINUTE });
    expect(await advancing.step(run)).toMatchObject({ state: 'running', finishedAt: null });
    const ended = await advancing.finish(run);
    expect(ended.state).toBe('succeeded');
    expect(ended.backup?.id).not.toBe('nightly');
  });

  test('does not make ours a success, where ours failed', async () => {
    const advancing = await startAdvancing();
    advancing.emulator.nextBackup({ outcome: 'Failed', message: 'disk full' });
    const run = await sent(advancing, 3 * SECOND);
    list(advancing, 'nightly', { beganAgoMs: 30 * MINUTE });
    expect(await advancing.finish(run)).toMatchObject({ state: 'failed', message: 'disk full' });
  });

  test('is not ours either where our request was lost, and is looked for', async () => {
    const advancing = await startAdvancing();
    advancing.emulator.fail({ kind: 'refused-connection', when: { method: 'POST' } });
    const run = await advancing.step(advancing.accepted);
    list(advancing, 'nightly', { beganAgoMs: 30 * MINUTE });
    const ended = await advancing.finish(run);
    expect(ended.state).toBe('succeeded');
    expect(ended.backup?.id).not.toBe('nightly');
    expect(advancing.countBackups()).toBe(1);
  });
});

describe('a backup that began at the request, by the clock of the provider,', () => {
  test.each([
    ['a second before it', 1000, 'running'],
    ['in the same second', 0, 'succeeded'],
    ['a second after it', -1000, 'succeeded'],
  ])('%s', async (_, beganBeforeMs, state) => {
    const advancing = await startAdvancing();
    advancing.emulator.nextBackup({ runningMs: HOUR / 2 });
    const run = await sent(advancing, 5 * SECOND);
    list(advancing, 'other', { beganAgoMs: 5 * SECOND + beganBeforeMs });
    expect(await advancing.step(run)).toMatchObject({ state });
  });
});

describe('where our clock is an hour off the one of the provider', () => {
  test.each([HOUR, -HOUR])('(%i ms) ours is known all the same', async (offMs) => {
    const advancing = await startAdvancing(3 * HOUR, { clockOffMs: offMs });
    list(advancing, 'running', { beganAgoMs: 30 * MINUTE, status: 'Running' });
    const run = await sent(advancing, 3 * SECOND);
    list(advancing, 'nightly', { beganAgoMs: 30 * MINUTE });
    const ended = await advancing.finish(run);
    expect(ended).toMatchObject({ state: 'succeeded', backup: { status: 'succeeded' } });
    expect(ended.backup?.id).not.toBe('nightly');
  });
});

describe('a scheduled backup that fails while ours is under way', () => {
  test('is not ours: ours succeeds later', async () => {
    const advancing = await startAdvancing();
    const { emulator } = advancing;
    emulator.addSchedule({ service_id: SERVICE, type: 'full', schedule: '0 12 * * *' });
    emulator.nextBackup({ queuedMs: 10 * MINUTE });
    const run = await sent(advancing, 5 * SECOND);
    list(advancing, 'scheduled', { status: 'Failed' });
    expect(await advancing.step(run)).toMatchObject({ state: 'running' });
    const ended = await advancing.finish(run);
    expect(ended.state).toBe('succeeded');
    expect(ended.backup?.id).not.toBe('scheduled');
  });
});

describe('a snapshot whose answer was lost', () => {
  test('does not take the request of a full backup for its own', async () => {
    const advancing = await startAdvancing();
    const { emulator, accepted, clock, finish, step } = advancing;
    emulator.fail({ kind: 'refused-connection', when: { method: 'POST' } });
    const lost = await step({ ...accepted, type: 'snapshot' });
    emulator.addSchedule({
      service_id: SERVICE,
      type: 'full',
      schedule: 'once',
      status: 'Scheduled',
      created_at: rfc3339(clock.now()),
    });
    expect(await finish(lost)).toMatchObject({ state: 'succeeded', backup: { type: 'snapshot' } });
  });
});

test('an old backup that was listed already is never ours, whatever time it shows later', async () => {
  const advancing = await startAdvancing();
  const { emulator } = advancing;
  emulator.addBackup(backupRow('ahead', { start_time: hoursAgo(-2) }));
  emulator.nextBackup({ outcome: 'Failed', message: 'disk full' });
  const run = await advancing.step(advancing.accepted);
  expect(await advancing.finish(run)).toMatchObject({ state: 'failed', message: 'disk full' });
});
