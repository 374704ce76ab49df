import type { MariadbCloudEmulator } from './index.ts';
import { rfc3339, spaced } from './wire-time.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** What the rows below keep to. */
export const nightlyCron = '0 2 * * *';

export interface Nights {
  readonly service: string;
  /** How many nights, the last one included. */
  readonly count: number;
  /** The status word of the last night's backup. Default: it succeeded like the others. */
  readonly lastStatus?: string;
}

/**
 * One full backup a night at 2:00 UTC, dated relative to now. A night counts from 50 minutes after
 * it began: ten minutes before a schedule misses it, so that the rows stay right for that long.
 */
export function addNightlyBackups(emulator: MariadbCloudEmulator, nights: Nights): void {
  const { service, count, lastStatus = 'Succeeded' } = nights;
  const lastMidnight = Math.floor((emulator.clock.now() - 2 * hour - 50 * minute) / day) * day;
  const lastStart = lastMidnight + 2 * hour;
  for (let ago = count - 1; ago >= 0; ago -= 1) {
    const start = lastStart - ago * day;
    emulator.addBackup({
      service_id: service,
      type: 'full',
      method: 'skybucket',
      status: ago === 0 ? lastStatus : 'Succeeded',
      start_time: rfc3339(start),
      end_time: rfc3339(start + (4 + (ago % 3)) * minute),
      point_in_time: spaced(start),
      // A little smaller the older it is, as the backups of a growing database are.
      storage_bytes: 5_327_326 - ago * 41_000,
      reference_full_backup: '',
    });
  }
}

/** The schedule that the nightly backups come from, older than all of them. */
export function addNightlySchedule(emulator: MariadbCloudEmulator, service: string): void {
  const longAgo = rfc3339(emulator.clock.now() - 365 * day);
  emulator.addSchedule({
    service_id: service,
    type: 'full',
    schedule: nightlyCron,
    status: 'Scheduled',
    suspended: false,
    created_at: longAgo,
    updated_at: longAgo,
  });
}
