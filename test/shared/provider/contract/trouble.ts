import { describe, expect, test } from 'vitest';
import type { FaultKind } from '../../../emulator/faults.ts';
import { hurry } from '../../http/retry-delays.ts';
import type { Bench } from './bench.ts';
import { idsOf, seedNights } from './seeds.ts';

const status = (code: number) => ({ kind: 'status', status: code }) as const;

const PASSING: readonly FaultKind[] = [
  ...[408, 429, 500, 502, 503, 504, 599].map(status),
  { kind: 'refused-connection' },
  { kind: 'cut-body' },
];

const UNREADABLE: readonly FaultKind[] = [
  { kind: 'cut-json' },
  { kind: 'html' },
  { kind: 'json', body: null },
  { kind: 'json', body: [] },
  { kind: 'json', body: 'ok' },
];

export function describeTrouble(bench: Bench): void {
  const { listing: when } = bench;

  describe('reading', () => {
    test.each(PASSING)('is tried three times, then unavailable: %j', async (fault) => {
      const stage = await bench.start();
      seedNights(stage, 2);
      stage.fail({ ...fault, when, times: Infinity });
      const reading = await hurry(stage.readBackups());
      expect(reading).toMatchObject({
        state: 'unavailable',
        problem: { kind: 'unavailable', message: expect.stringContaining(stage.provider.title) },
      });
      expect(stage.listRequests()).toHaveLength(3);
    });

    test.each(PASSING)('forgives it twice: %j', async (fault) => {
      const stage = await bench.start();
      const ids = seedNights(stage, 2);
      stage.fail({ ...fault, when, times: 2 });
      const reading = await hurry(stage.readBackups());
      expect(reading.state).toBe('complete');
      expect(idsOf(reading)).toEqual(ids);
    });

    test.each(UNREADABLE)('is unavailable where the answer cannot be read: %j', async (fault) => {
      const stage = await bench.start();
      seedNights(stage, 2);
      stage.fail({ ...fault, when, times: Infinity });
      const reading = await hurry(stage.readBackups());
      expect(reading).toMatchObject({ state: 'unavailable', problem: { kind: 'unavailable' } });
    });

    test.each([...PASSING, ...UNREADABLE, ...[400, 401, 403, 404].map(status)])(
      'is incomplete where a page in the middle is lost: %j',
      async (fault) => {
        const stage = await bench.start();
        stage.limitPages(2);
        const ids = seedNights(stage, 6);
        stage.fail({ ...fault, when, skip: 1, times: Infinity });
        const reading = await hurry(stage.readBackups());
        expect(reading).toMatchObject({
          state: 'incomplete',
          reason: expect.stringContaining(stage.provider.title),
        });
        expect(idsOf(reading)).toEqual(ids.slice(0, 2));
      },
    );

    test.each([
      { form: 'seconds', retryAfter: () => '7' },
      { form: 'a date', retryAfter: (now: number) => new Date(now + 7000).toUTCString() },
    ])('waits as long as a 429 says in $form', async ({ retryAfter }) => {
      const stage = await bench.start();
      const ids = seedNights(stage, 2);
      const begun = stage.clock.now();
      stage.fail({ ...status(429), retryAfter: retryAfter(begun), when });
      const reading = await hurry(stage.readBackups());
      expect(idsOf(reading)).toEqual(ids);
      expect(stage.clock.now() - begun).toBe(7000);
    });
  });
}
