import { describe, expect, test } from 'vitest';
import { advance, nextStep } from '../../../shared/backup-run/advance.ts';
import { CALM } from '../../../shared/backup-run/pace.ts';
import { type BackupRun, newRun } from '../../../shared/backup-run/run.ts';
import { HOUR, MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import { holdRetryDelays, hurry } from '../http/retry-delays.ts';
import { SERVICE, startAccount } from '../provider/skyvia/account.ts';

holdRetryDelays();

/** A run of the one provider that takes one backup at a time. */
async function start(timeoutMs = 6 * HOUR) {
  const account = await startAccount();
  const { provider, clock } = account;
  const options = {
    provider,
    timeoutMs,
    pace: CALM,
    now: () => clock.now(),
    save: () => {},
  };
  const step = (run: BackupRun) => hurry(advance(run, options));
  const goOn = async (run: BackupRun) => {
    await clock.sleep(nextStep(run, options).at - clock.now());
    return step(run);
  };
  const finish = async (run: BackupRun) => {
    let current = await step(run);
    while (current.finishedAt === null) current = await goOn(current);
    return current;
  };
  const accepted = newRun({ target: SERVICE, type: 'snapshot', now: clock.now() });
  return { ...account, accepted, step, goOn, finish };
}

const POST = { method: 'POST' };

/** What Skyvia answers where another run is active: the documents do not say how. */
const ALREADY_RUNNING = {
  kind: 'status',
  status: 400,
  body: { message: 'already running' },
} as const;

describe('where a run is active that began before the request', () => {
  test('it is waited for, and then ours is sent', async () => {
    const { emulator, clock, accepted, finish, count } = await start();
    emulator.nextRun({ runningMs: 20 * MINUTE });
    emulator.startRun(SERVICE);
    await clock.sleep(5 * MINUTE);
    const run = await finish({ ...accepted, acceptedAt: clock.now() });
    expect(run).toMatchObject({ state: 'succeeded', progress: { sends: 1 } });
    expect(run.backup?.startedAt).toBeGreaterThan(accepted.acceptedAt + 20 * MINUTE);
    expect(count('POST')).toBe(1);
    expect(emulator.snapshots(SERVICE)).toHaveLength(2);
  });

  test('and fails, ours is sent all the same', async () => {
    const { emulator, clock, accepted, finish } = await start();
    emulator.nextRun({ runningMs: 10 * MINUTE, outcome: 'Failed' });
    emulator.startRun(SERVICE);
    await clock.sleep(MINUTE);
    const run = await finish({ ...accepted, acceptedAt: clock.now() });
    expect(run).toMatchObject({ state: 'succeeded' });
  });

  test('and never ends, the run times out and says that nothing was sent', async () => {
    const { emulator, clock, accepted, finish, count } = await start(HOUR);
    emulator.nextRun({ runningMs: Number.POSITIVE_INFINITY });
    emulator.startRun(SERVICE);
    await clock.sleep(MINUTE);
    const run = await finish({ ...accepted, acceptedAt: clock.now() });
    expect(run.state).toBe('timed-out');
    expect(run.message).toMatch(/^no request could be sent.*an earlier backup to finish/);
    expect(count('POST')).toBe(0);
  });
});

describe('a run that begins after the request was accepted', () => {
  test('is joined, and nothing is sent', async () => {
    const { emulator, clock, accepted, finish, count } = await start();
    await clock.sleep(SECOND);
    emulator.startRun(SERVICE);
    expect(await finish(accepted)).toMatchObject({ state: 'succeeded', progress: { sends: 0 } });
    expect(count('POST')).toBe(0);
    expect(emulator.snapshots(SERVICE)).toHaveLength(1);
  });

  test('just before our request arrives, which is refused for it, is joined', async () => {
    const { emulator, accepted, step, finish, count } = await start();
    emulator.beforeNext('POST', () => void emulator.startRun(SERVICE));
    const joined = await step(accepted);
    expect(joined).toMatchObject({ state: 'running', finishedAt: null });
    expect(await finish(joined)).toMatchObject({ state: 'succeeded' });
    expect(count('POST')).toBe(1);
    expect(emulator.snapshots(SERVICE)).toHaveLength(1);
  });
});

describe('a request that is refused because another run was active', () => {
  test('which has ended since, is sent once more', async () => {
    const { emulator, accepted, finish, count } = await start();
    emulator.fail({ ...ALREADY_RUNNING, when: POST });
    expect(await finish(accepted)).toMatchObject({ state: 'succeeded', progress: { sends: 2 } });
    expect(count('POST')).toBe(2);
  });

  test('of which nothing is seen is refused for good at the second time', async () => {
    const { emulator, accepted, finish, count } = await start();
    emulator.fail({ ...ALREADY_RUNNING, when: POST, times: Number.POSITIVE_INFINITY });
    const run = await finish(accepted);
    expect(run).toMatchObject({ state: 'failed', progress: { sends: 2 } });
    expect(run.message).toContain('already running');
    expect(count('POST')).toBe(2);
  });
});

test('a snapshot from 15 minutes before the request, listed late, does not make ours a success', async () => {
  const { emulator, clock, accepted, finish } = await start();
  emulator.nextRun({ queuedMs: 0, runningMs: 10 * MINUTE, listedAfterMs: 6 * MINUTE });
  emulator.startRun(SERVICE);
  await clock.sleep(15 * MINUTE);
  emulator.nextRun({ queuedMs: 0, runningMs: 2 * MINUTE, outcome: 'Failed', result: 'quota' });
  const run = await finish({ ...accepted, acceptedAt: clock.now() });
  expect(run).toMatchObject({ state: 'failed', message: 'quota' });
});

test('a snapshot whose answer was lost is not taken twice', async () => {
  const { emulator, accepted, finish, count } = await start();
  emulator.fail({ kind: 'lost-answer', when: POST });
  expect(await finish(accepted)).toMatchObject({ state: 'succeeded', progress: { sends: 1 } });
  expect(count('POST')).toBe(1);
  expect(emulator.snapshots(SERVICE)).toHaveLength(1);
});
