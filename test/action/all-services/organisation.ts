import { onTestFinished } from 'vitest';
import {
  type MariadbCloudEmulator,
  startMariadbCloud,
} from '../../emulator/mariadb-cloud/index.ts';
import type { EmulatorSettings, StartOptions } from '../../emulator/mariadb-cloud/index.ts';
import { addBackup, addNightly } from '../backups-in-emulator.ts';
import type { Recording } from '../recording-core.ts';
import { type GivenInputs, runStep } from '../step.ts';

/** The provider with nothing in it. */
export async function startOrganisation(
  settings: Partial<EmulatorSettings> = {},
  options: StartOptions = {},
): Promise<MariadbCloudEmulator> {
  const emulator = await startMariadbCloud(options);
  onTestFinished(() => emulator.close());
  Object.assign(emulator.settings, settings);
  return emulator;
}

/** Services with a nightly schedule and a good backup of each of the last nights. */
export function addServices(
  emulator: MariadbCloudEmulator,
  count: number,
  backupsEach = 1,
): readonly string[] {
  const ids = Array.from({ length: count }, (_, index) => `dbtgf${28_000_000 + index}`);
  for (const service_id of ids) {
    addNightly(emulator, { service_id });
    for (let night = 0; night < backupsEach; night += 1) {
      addBackup(emulator, 10 + 24 * night, { service_id });
    }
  }
  return ids;
}

export function watchAll(
  emulator: MariadbCloudEmulator,
  given: GivenInputs = {},
): Promise<Recording> {
  return runStep(emulator, { service: 'all', ...given });
}

/** `service: severity code, …` of every service, in order, as the log tells it. */
export function foundBy({ lines }: Recording): readonly string[] {
  const services = lines.flatMap(
    (line) => /^(\S+): (?:PASS|WARN|BLOCK|NOT JUDGED),/.exec(line)?.[1] ?? [],
  );
  return services.map((service) => {
    const found = lines.flatMap((line) => {
      const [, name, severity, code] = /^(\S+): {3}(\w+): .*\[([a-z-]+)\]$/.exec(line) ?? [];
      return name === service ? [`${severity} ${code}`] : [];
    });
    return [service, found.join(', ') || 'nothing'].join(': ');
  });
}
