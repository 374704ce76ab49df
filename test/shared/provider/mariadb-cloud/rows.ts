import type { Backup } from '../../../../shared/domain/backup.ts';
import { type Reading, itemsOf } from '../../../../shared/domain/evidence.ts';
import type { WireBackup } from '../../../emulator/mariadb-cloud/index.ts';
import { rfc3339 } from '../../../emulator/mariadb-cloud/wire-time.ts';
import { SERVICE } from './cloud.ts';

/** Where the emulator's clock stands when it starts. */
export const NOON = Date.UTC(2026, 0, 15, 12, 0, 0);

export function hoursAgo(hours: number): string {
  return rfc3339(NOON - hours * 3_600_000);
}

type Row = WireBackup & { service_id: string };

/** A full backup that succeeded; its id is its name in the tests. */
export function backupRow(id: string, fields: WireBackup = {}): Row {
  const row = { id, type: 'full', status: 'Succeeded', start_time: hoursAgo(1) };
  return { ...row, ...fields, service_id: SERVICE };
}

/** As many backups as this, an hour apart, `b0` the newest. */
export function hourlyBackups(count: number): Row[] {
  return Array.from({ length: count }, (_, index) =>
    backupRow(`b${index}`, { start_time: hoursAgo(index + 1) }),
  );
}

export function idsOf(reading: Reading<Pick<Backup, 'id'>>): (string | null)[] {
  return itemsOf(reading).map(({ id }) => id);
}
