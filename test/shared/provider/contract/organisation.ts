import { describe, expect, test } from 'vitest';
import { PROVIDERS } from '../../../../shared/provider/create-provider.ts';
import type { OrganisationPort, Provider } from '../../../../shared/provider/provider.ts';
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
        stage.provider.schedules?.read(bench.service),
      ]);
      const { services } = await organisationOf(stage.provider).read();
      expect([...services]).toEqual([[bench.service, { backups, schedules }]]);
    });

    test('is unavailable where the credential is refused', async () => {
      const stage = await bench.start();
      const { lists, services } = await organisationOf(stage.connect(bench.wrongKey)).read();
      const refused = { state: 'unavailable', problem: { kind: 'credential-refused' } };
      expect(lists).toMatchObject({ backups: refused, schedules: refused });
      expect(services.size).toBe(0);
    });
  });
}

function describeNoOrganisation(bench: Bench): void {
  test('a whole organisation cannot be read, and the capability says so', async () => {
    const { provider } = await bench.start();
    expect(provider.organisation).toBeUndefined();
    expect(PROVIDERS[bench.name].capabilities.wholeOrganisation).toBe(false);
  });
}

function organisationOf({ organisation }: Provider): OrganisationPort {
  if (organisation === undefined) throw new Error('the port of an organisation is missing');
  return organisation;
}
