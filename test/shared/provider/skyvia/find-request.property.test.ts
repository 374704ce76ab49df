import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { SERVICE, startAccount } from './account.ts';

const SECOND = 1000;
const HOUR = 3_600_000;
const MAX_AHEAD = 5 * 60 * SECOND;

/** Close to the request, far from it, or not given. */
const offset = fc.oneof(
  fc.integer({ min: -2 * SECOND, max: 2 * SECOND }),
  fc.integer({ min: -HOUR, max: HOUR }),
  fc.constant(null),
);
const state = fc.constantFrom('Succeeded', 'Failed', 'Canceled', 'Running', 'Petrified', null);
const row = fc.oneof(
  { weight: 5, arbitrary: fc.record({ queued: offset, started: offset, state }) },
  { weight: 1, arbitrary: fc.constantFrom(null, 7, 'row') },
);
const look = fc.record({
  rows: fc.array(row, { maxLength: 6 }),
  active: fc.option(fc.record({ runId: fc.constantFrom(7, 8), started: offset })),
  handle: fc.constantFrom(null, 'run 7'),
});

test('whatever is listed, only a success since the request is one, and no failure outruns a run', async () => {
  const { emulator, requests, newRequest } = await startAccount();
  const now = emulator.clock.now();
  const at = (ms: number | null) => (ms === null ? null : new Date(now + ms).toISOString());
  await fc.assert(
    fc.asyncProperty(look, async ({ rows, active, handle }) => {
      const data = rows.map((given, snapshotId) =>
        given !== null && typeof given === 'object'
          ? {
              snapshotId,
              queueTime: at(given.queued),
              startTime: at(given.started),
              state: given.state,
            }
          : given,
      );
      const isSuccess = (given: (typeof rows)[number]) =>
        given !== null &&
        typeof given === 'object' &&
        given.state === 'Succeeded' &&
        (given.queued ?? given.started ?? -1) >= 0 &&
        (given.started ?? given.queued ?? -1) >= 0 &&
        (given.started ?? given.queued ?? Infinity) <= MAX_AHEAD;
      emulator.clearFaults();
      const run = active && { runId: active.runId, date: at(active.started), state: 'Running' };
      emulator.fail({ kind: 'json', body: run, when: { path: /\/active$/ } });
      const page = { data, hasMore: false };
      emulator.fail({ kind: 'json', body: page, when: { path: /\/snapshots$/ } });

      const { status, request } = await requests.find(newRequest({ handle }));

      const isOurRun = active !== null && `run ${active.runId}` === handle;
      expect(status.state === 'succeeded').toBe(!isOurRun && rows.some(isSuccess));
      if (status.state === 'failed') expect(active).toBeNull();
      if (status.state === 'occupied') expect(active).not.toBeNull();
      if (status.state === 'not-found') expect([active, handle]).toEqual([null, null]);
      expect(request).toMatchObject({ service: SERVICE, type: 'snapshot' });
    }),
  );
});
