import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import { holdRetryDelays } from '../http/retry-delays.ts';
import { startAdvancing } from './advancing.ts';

holdRetryDelays();

const ASKS_TO_WAIT = { kind: 'status', status: 429, retryAfter: '600' } as const;

describe('a provider that asks to be left alone for ten minutes', () => {
  test('before anything was requested is asked nothing until then', async () => {
    const { emulator, accepted, step, goOn, finish, countBackups } = await startAdvancing();
    emulator.fail({ ...ASKS_TO_WAIT, times: 2 });
    const refused = await step(accepted);
    expect(refused).toMatchObject({ state: 'accepted' });
    expect(refused.message).toContain('HTTP 429 and asks to wait 10m');
    expect(emulator.requests).toHaveLength(2);
    const { waitedMs, run } = await goOn(refused);
    expect(waitedMs).toBe(10 * MINUTE);
    expect(await finish(run)).toMatchObject({ state: 'succeeded', message: null });
    expect(countBackups()).toBe(1);
  });

  test('while the backup runs is asked nothing until then, and no longer after', async () => {
    const { emulator, accepted, step, goOn, clock } = await startAdvancing();
    emulator.nextBackup({ runningMs: HOUR });
    const begun = await step(accepted);
    await clock.sleep(5 * SECOND);
    emulator.fail({ ...ASKS_TO_WAIT, times: 2 });
    const refused = await step(begun);
    const first = await goOn(refused);
    expect(first.waitedMs).toBe(10 * MINUTE);
    const second = await goOn(first.run);
    expect(second.waitedMs).toBeLessThanOrEqual(MINUTE);
  });

  test('longer than the run has time makes it time out, at its time', async () => {
    const { emulator, accepted, finish } = await startAdvancing(5 * MINUTE);
    emulator.fail({ ...ASKS_TO_WAIT, times: 100 });
    const run = await finish(accepted);
    expect(run).toMatchObject({ state: 'timed-out', finishedAt: run.acceptedAt + 5 * MINUTE });
    expect(emulator.requests).toHaveLength(2);
  });
});
