import { describe, expect, test } from 'vitest';
import { itemsOf } from '../../../../shared/domain/evidence.ts';
import type { Bench } from './bench.ts';
import { night } from './seeds.ts';

const TWO = Date.UTC(2026, 0, 15, 2);

export function describeTimes(bench: Bench): void {
  describe('a time', () => {
    test.each([
      ['2026-01-15T02:00:00Z', TWO],
      ['2026-01-15T02:00:00.307Z', TWO + 307],
      ['2026-01-15T02:00:00.307123456Z', TWO + 307],
      ['2026-01-15T04:00:00+02:00', TWO],
      ['2026-01-14T20:30:00-0530', TWO],
      ['2026-01-15T02:00:00', TWO],
      ['2026-01-15 02:00:00', TWO],
      ['2026-01-15 02:00:00 UTC', TWO],
      ['', null],
      ['yesterday', null],
      ['2026-01-15', null],
      ['2026-02-30T02:00:00Z', null],
      ['0001-01-01T00:00:00Z', null],
      ['1768442400', TWO],
      ['1768442400000', TWO],
      ['2026-01-15T02:00Z', TWO],
      ['2026-01-15 02:00:00+00', TWO],
      ['2026-01-15 04:00:00 +0200 CEST', TWO],
      ['Thu, 15 Jan 2026 02:00:00 GMT', TWO],
      ['0000-00-00 00:00:00', null],
      ['1970-01-01T00:00:00Z', null],
    ])('%j is read as %s', async (startedAt, expected) => {
      const stage = await bench.start();
      stage.seed({ status: 'succeeded', startedAt, endedAt: night(15) });
      expect(await stage.readBackups()).toMatchObject({
        state: 'complete',
        items: [{ startedAt: expected, recoveryPoint: expected }],
      });
    });

    test('that cannot be read is kept as it is spelled, and one that means none is not', async () => {
      const stage = await bench.start();
      for (const startedAt of ['yesterday', '0001-01-01T00:00:00Z']) {
        stage.seed({ status: 'succeeded', startedAt, endedAt: '' });
      }
      const texts = itemsOf(await stage.readBackups()).map(({ timeText }) => timeText);
      expect(new Set(texts)).toEqual(new Set(['yesterday', undefined]));
    });

    test('at which a backup ended is never its recovery point', async () => {
      const stage = await bench.start();
      const endedAt = '2026-01-15T09:00:00Z';
      stage.seed({ status: 'succeeded', startedAt: night(15), endedAt });
      expect(await stage.readBackups()).toMatchObject({ items: [{ recoveryPoint: TWO }] });
    });
  });
}
