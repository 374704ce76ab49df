import { describe, expect, test } from 'vitest';
import type { OrganisationPort, Provider } from '../../../../shared/provider/provider.ts';
import type { Bench } from './bench.ts';
import { seedNights } from './seeds.ts';

export function describeOrganisation(bench: Bench): void {
  describe('a whole organisation', () => {
    test('shows of a service what it shows when it is asked for by its id', async () => {
      const stage = await bench.start();
      seedNights(stage, 3);
      const [backups, schedules] = await Promise.all([
        stage.readBackups(),
        stage.provider.schedules?.read(bench.service) ?? ({ state: 'not-offered' } as const),
      ]);
      const { services } = await organisationOf(stage.provider).read(bench.all);
      expect([...services]).toEqual([[bench.service, { backups, schedules }]]);
    });

    test('is unavailable where the credential is refused', async () => {
      const stage = await bench.start();
      const { lists, services } = await organisationOf(stage.connect(bench.wrongKey)).read(
        bench.all,
      );
      const refused = { state: 'unavailable', problem: { kind: 'credential-refused' } };
      expect(lists.backups).toMatchObject(refused);
      expect(services.size).toBe(0);
    });
  });
}

function organisationOf({ organisation }: Provider): OrganisationPort {
  if (organisation === undefined) throw new Error('the port of an organisation is missing');
  return organisation;
}
