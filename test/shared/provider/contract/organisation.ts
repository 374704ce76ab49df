import { describe, expect, test } from 'vitest';
import { PROVIDERS } from '../../../../shared/provider/create-provider.ts';
import { errorOf } from '../mariadb-cloud/cloud.ts';
import type { Bench } from './bench.ts';
import { seedNights } from './seeds.ts';

export function describeOrganisation(bench: Bench): void {
  if (!PROVIDERS[bench.name].capabilities.wholeOrganisation) return describeNoOrganisation(bench);

  describe('a whole organisation', () => {
    test('shows of a service what it shows when it is asked for by its id', async () => {
      const stage = await bench.start();
      seedNights(stage, 3);
      const [backups, schedules] = await Promise.all([
        stage.readBackups(),
        stage.provider.readSchedules(bench.service),
      ]);
      const { services } = await stage.provider.readOrganisation();
      expect([...services]).toEqual([[bench.service, { backups, schedules }]]);
    });

    test('is unavailable where the credential is refused', async () => {
      const stage = await bench.start();
      const { lists, services } = await stage.connect(bench.wrongKey).readOrganisation();
      const refused = { state: 'unavailable', problem: { kind: 'credential-refused' } };
      expect(lists).toMatchObject({ backups: refused, schedules: refused });
      expect(services.size).toBe(0);
    });
  });
}

function describeNoOrganisation(bench: Bench): void {
  test('a whole organisation is refused in words, and nothing is sent', async () => {
    const { provider, requests } = await bench.start();
    const { problem } = await errorOf(provider.readOrganisation());
    expect(problem.message).toBe(
      `the API of ${provider.title} cannot give all backups and schedules together`,
    );
    expect(requests).toHaveLength(0);
  });
}
