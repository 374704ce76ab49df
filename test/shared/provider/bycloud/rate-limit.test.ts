import { describe, expect, test } from 'vitest';
import type { RateLimit } from '../../../emulator/bycloud/index.ts';
import { addDay, startInstance } from './instance.ts';

/** Three pages of one backup each, under this limit. */
async function startLimited(rateLimit: RateLimit) {
  const started = await startInstance();
  const { emulator, addDays } = started;
  emulator.settings.limitCap = 1;
  emulator.settings.rateLimit = rateLimit;
  addDays([13, 14, 15]);
  const times = () => {
    const [first = 0, ...rest] = emulator.requests.map(({ at }) => at);
    return rest.map((at) => at - first);
  };
  return { ...started, times };
}

describe('a budget that is used up', () => {
  test('is waited for, and no request is refused', async () => {
    const limit = { limit: 1000, remaining: 1, resetInSeconds: 30 };
    const { readBackups, sleeps, times } = await startLimited(limit);
    expect(await readBackups()).toMatchObject({ state: 'complete', items: { length: 3 } });
    expect(sleeps).toEqual([30_000]);
    expect(times()).toEqual([30_000, 30_000]);
  });

  test('is waited for each time anew', async () => {
    const { readBackups, times } = await startLimited({
      limit: 1,
      remaining: 1,
      resetInSeconds: 20,
    });
    expect(await readBackups()).toMatchObject({ state: 'complete', items: { length: 3 } });
    expect(times()).toEqual([20_000, 40_000]);
  });

  test.each([61, 3600])(
    'for %i seconds is not waited for: the list is incomplete, and names the refusal',
    async (resetInSeconds) => {
      const limit = { limit: 1000, remaining: 1, resetInSeconds };
      const { readBackups, sleeps } = await startLimited(limit);
      expect(await readBackups()).toMatchObject({
        state: 'incomplete',
        items: { length: 1 },
        reason: expect.stringContaining('HTTP 429'),
      });
      expect(sleeps).toEqual([]);
    },
  );

  test('by the very last request delays nobody', async () => {
    const { readBackups, sleeps } = await startLimited({
      limit: 1000,
      remaining: 3,
      resetInSeconds: 30,
    });
    expect(await readBackups()).toMatchObject({ state: 'complete', items: { length: 3 } });
    expect(sleeps).toEqual([]);
  });
});

test.each([{ resetInSeconds: 1 }, { resetInSeconds: 60 }])(
  'a reset $resetInSeconds seconds ahead is waited for in full',
  async ({ resetInSeconds }) => {
    const limit = { limit: 1000, remaining: 1, resetInSeconds };
    const { readBackups, sleeps } = await startLimited(limit);
    await readBackups();
    expect(sleeps).toEqual([resetInSeconds * 1000]);
  },
);

test('a budget with something left is spent without waiting', async () => {
  const { emulator, addDays, readBackups, sleeps } = await startInstance();
  emulator.settings.limitCap = 1;
  addDays([12, 13, 14, 15]);
  await readBackups();
  expect(sleeps).toEqual([]);
});

test('Retry-After is honoured though the budget shows something left', async () => {
  const { emulator, readBackups, sleeps } = await startInstance();
  addDay(emulator, 15);
  emulator.fail({ kind: 'status', status: 429, retryAfter: '30' });
  expect(await readBackups()).toMatchObject({ state: 'complete', items: { length: 1 } });
  expect(sleeps).toEqual([30_000]);
});

test('a passing error is tried again soon, not only when the budget is filled up', async () => {
  const { emulator, readBackups, sleeps } = await startInstance();
  emulator.settings.rateLimit = { limit: 1000, remaining: 900, resetInSeconds: 60 };
  addDay(emulator, 15);
  emulator.fail({ kind: 'status', status: 503 });
  expect(await readBackups()).toMatchObject({ state: 'complete', items: { length: 1 } });
  expect(sleeps).toEqual([300]);
});
