import { HOUR, MINUTE, formatInstant } from '../../shared/domain/instant.ts';
import type {
  MariadbCloudEmulator,
  WireBackup,
  WireSchedule,
} from '../emulator/mariadb-cloud/index.ts';
import { SERVICE } from './step.ts';

/** A moment before the emulator's now, as the API spells it. */
export function hoursAgo({ clock }: MariadbCloudEmulator, hours: number): string {
  return formatInstant(clock.now() - hours * HOUR);
}

/** A full backup of 10 minutes that succeeded `hours` ago, unless `row` says otherwise. */
export function addBackup(
  emulator: MariadbCloudEmulator,
  hours: number,
  row: Record<string, unknown> = {},
): WireBackup {
  const end = emulator.clock.now() - hours * HOUR + 10 * MINUTE;
  return emulator.addBackup({
    service_id: SERVICE,
    type: 'full',
    status: 'Succeeded',
    start_time: hoursAgo(emulator, hours),
    end_time: formatInstant(end),
    storage_bytes: 5_000_000,
    ...row,
  });
}

/** A backup at two o'clock of each night, the last night's first. */
export function addNights(
  emulator: MariadbCloudEmulator,
  rows: readonly Record<string, unknown>[],
): void {
  // The frozen clock stands at noon.
  for (const [ago, row] of rows.entries()) addBackup(emulator, 10 + 24 * ago, row);
}

/** A full backup that began `hours` ago and still runs. */
export function addRunning(
  emulator: MariadbCloudEmulator,
  hours: number,
  row: Record<string, unknown> = {},
): WireBackup {
  return addBackup(emulator, hours, { status: 'Running', end_time: undefined, ...row });
}

/** A full backup every night at two, since long ago. */
export function addNightly(
  emulator: MariadbCloudEmulator,
  row: Record<string, unknown> = {},
): WireSchedule {
  return emulator.addSchedule({
    service_id: SERVICE,
    type: 'full',
    schedule: '0 2 * * *',
    suspended: false,
    created_at: hoursAgo(emulator, 1000),
    updated_at: hoursAgo(emulator, 1000),
    ...row,
  });
}

/** A service about which there is nothing to say: last night's backup, and a schedule. */
export function addHealthy(emulator: MariadbCloudEmulator, service: string = SERVICE): void {
  // The frozen clock stands at noon, so this is the run of two o'clock.
  addBackup(emulator, 10, { service_id: service });
  addNightly(emulator, { service_id: service });
}

/** The requests that would change something at the provider. */
export function writesOf({ requests }: MariadbCloudEmulator) {
  return requests.filter(({ method }) => method !== 'GET');
}
