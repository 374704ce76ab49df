import { describe, expect, test } from 'vitest';
import { PROVIDERS } from '../../../../shared/provider/create-provider.ts';
import type { Bench, Seed } from './bench.ts';
import { requestFor, startOneTime } from './orders.ts';
import { night, seedNights } from './seeds.ts';

export function describeFindRequests(bench: Bench): void {
  if (!PROVIDERS[bench.name].capabilities.requestBackup) return;

  const request = async (end: Seed['status']) => {
    const stage = await startOneTime(bench);
    seedNights(stage, 1);
    stage.oneTime.plan(end);
    const requested = await stage.port.send(await requestFor(bench, stage));
    const look = async () => (await stage.port.find(requested)).status;
    return { stage, requested, look };
  };

  describe('a requested backup', () => {
    test('is under way at once, runs, and then has succeeded', async () => {
      const { stage, requested, look } = await request('succeeded');
      const begun = stage.clock.now();
      expect((await look()).state).toMatch(/^(waiting|running)$/);
      await stage.clock.sleep(3000);
      expect(await look()).toMatchObject({ state: 'running', backup: { status: 'running' } });
      await stage.clock.sleep(3999);
      expect((await look()).state).toBe('running');
      await stage.clock.sleep(1);
      const status = await look();
      expect(status).toMatchObject({ state: 'succeeded', backup: { status: 'succeeded' } });
      if (status.state !== 'succeeded') return;
      expect(requested.before.backupIds).not.toContain(status.backup.id);
      expect(status.backup.startedAt).toBe(begun + 2000);
    });

    test('that failed has failed, with the reason', async () => {
      const { stage, look } = await request('failed');
      await stage.clock.sleep(7000);
      const status = await look();
      expect(status).toMatchObject({ state: 'failed', backup: { status: 'failed' } });
      if (status.state === 'failed') expect(status.reason).not.toBe('');
    });

    test('that ended with a word that is not known is waited for, whatever the time', async () => {
      const { stage, look } = await request('unknown');
      await stage.clock.sleep(7000);
      expect(await look()).toEqual({ state: 'waiting', lastSeen: 'Petrified' });
      await stage.clock.sleep(86_400_000);
      expect((await look()).state).toBe('waiting');
    });

    test('is not taken for one that was there before', async () => {
      const { stage, look } = await request('succeeded');
      stage.seed({ status: 'succeeded', startedAt: night(14) });
      expect((await look()).state).toMatch(/^(waiting|running)$/);
    });

    test('cannot be seen where the list cannot be read, which ends nothing', async () => {
      const { stage, look } = await request('succeeded');
      await stage.clock.sleep(7000);
      stage.fail({ kind: 'html', when: bench.listing });
      await expect(look()).rejects.toMatchObject({ problem: { kind: 'unavailable' } });
      expect((await look()).state).toBe('succeeded');
    });
  });
}
