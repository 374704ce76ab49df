import { describe, expect, test } from 'vitest';
import type { Bench } from './bench.ts';
import { idsOf, night, seedNights } from './seeds.ts';

export function describeListing(bench: Bench): void {
  describe('a list of backups', () => {
    test.each([
      { backups: 0, requests: 1 },
      { backups: 1, requests: 1 },
      { backups: 2, requests: 1 },
      { backups: 3, requests: 2 },
      { backups: 6, requests: 3 },
      { backups: 7, requests: 4 },
    ])('of $backups is read to its end, two on a page', async ({ backups, requests }) => {
      const stage = await bench.start();
      stage.limitPages(2);
      const ids = seedNights(stage, backups);
      const reading = await stage.readBackups();
      expect(reading.state).toBe('complete');
      expect(idsOf(reading)).toEqual(ids);
      expect(stage.listRequests()).toHaveLength(requests);
    });

    test('is read to its end, though it proves to be newest first and enough of it is known', async () => {
      const stage = await bench.start();
      stage.limitPages(2);
      const ids = seedNights(stage, 6);
      const reading = await stage.readBackups(() => true);
      expect(reading.state).toBe('complete');
      expect(idsOf(reading)).toEqual(ids);
      expect(stage.listRequests()).toHaveLength(3);
    });

    test('is read to its end where the server ignores the order', async () => {
      const stage = await bench.start();
      stage.limitPages(2);
      stage.ignoreOrder();
      const ids = seedNights(stage, 6);
      const reading = await stage.readBackups(() => true);
      expect(reading.state).toBe('complete');
      expect(new Set(idsOf(reading))).toEqual(new Set(ids));
    });

    test('proves no order by backups that began in the same second', async () => {
      const stage = await bench.start();
      stage.limitPages(2);
      const seed = () => stage.seed({ status: 'succeeded', startedAt: night(15) });
      const ids = [seed(), seed(), seed(), seed()];
      expect(new Set(idsOf(await stage.readBackups(() => true)))).toEqual(new Set(ids));
    });

    test('proves no order by a backup without a time', async () => {
      const stage = await bench.start();
      stage.limitPages(2);
      const undated = stage.seed({ status: 'succeeded', startedAt: '' });
      const ids = [undated, ...seedNights(stage, 4)];
      expect(new Set(idsOf(await stage.readBackups(() => true)))).toEqual(new Set(ids));
    });

    test('shows a backup that still runs', async () => {
      const stage = await bench.start();
      const [done] = seedNights(stage, 1);
      const running = stage.seedRunning();
      const reading = await stage.readBackups();
      expect(reading).toMatchObject({
        state: 'complete',
        items: [
          { id: running, status: 'running', startedAt: stage.clock.now() },
          { id: done, status: 'succeeded' },
        ],
      });
    });
  });
}
