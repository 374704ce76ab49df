import { DAY, HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import type { MariadbCloudEmulator } from '../../emulator/mariadb-cloud/index.ts';
import { addNightlySchedule } from '../../emulator/mariadb-cloud/nightly-backups.ts';
import { rfc3339, spaced } from '../../emulator/mariadb-cloud/wire-time.ts';

/** What was unlike a good night, by how many nights ago that was; 0 is the last one. */
export interface Nights {
  readonly failed?: readonly number[];
  /** Those that nothing ran in. */
  readonly missing?: readonly number[];
  /** Backups with hardly anything in them. */
  readonly shrunk?: readonly number[];
}

const COUNT = 14;

/** A service with a nightly schedule, and its full backups of two weeks. */
export function addService(
  cloud: MariadbCloudEmulator,
  service: string,
  { failed = [], missing = [], shrunk = [] }: Nights = {},
): void {
  addNightlySchedule(cloud, service);
  const lastNight = Math.floor(cloud.clock.now() / DAY) * DAY + 2 * HOUR;
  for (let ago = COUNT - 1; ago >= 0; ago -= 1) {
    if (missing.includes(ago)) continue;
    const start = lastNight - ago * DAY;
    const hasFailed = failed.includes(ago);
    const bytes = Math.round(42.4e9 * (1 - ago * 0.006) * (shrunk.includes(ago) ? 0.03 : 1));
    cloud.addBackup({
      service_id: service,
      type: 'full',
      method: 'skybucket',
      status: hasFailed ? 'Failed' : 'Succeeded',
      start_time: rfc3339(start),
      end_time: rfc3339(start + (hasFailed ? 4 : 38 + ((ago * 5) % 7)) * MINUTE),
      point_in_time: spaced(start),
      ...(hasFailed ? {} : { storage_bytes: bytes }),
      reference_full_backup: '',
    });
  }
}
