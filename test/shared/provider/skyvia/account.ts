import { onTestFinished } from 'vitest';
import type { Clock } from '../../../../shared/clock.ts';
import type { Backup } from '../../../../shared/domain/backup.ts';
import type { BackupRequest } from '../../../../shared/domain/backup-request.ts';
import type { Reading } from '../../../../shared/domain/evidence.ts';
import type { Provider } from '../../../../shared/provider/provider.ts';
import { skyvia } from '../../../../shared/provider/skyvia/index.ts';
import {
  type ScheduleState,
  type SkyviaEmulator,
  startSkyvia,
} from '../../../emulator/skyvia/index.ts';

export const SERVICE = '3/12';

export interface Account {
  readonly emulator: SkyviaEmulator;
  readonly provider: Provider;
  readonly clock: Clock;
  readBackups(): Promise<Reading<Backup>>;
  /** A one-time backup, asked for where nothing was listed before. */
  requestBackup(): Promise<BackupRequest>;
  /** How many requests with this method have arrived. */
  count(method: string): number;
}

/** Skyvia with one backup, and the provider that speaks to it. To sleep is to move the time. */
export async function startAccount(schedule: ScheduleState = 'active'): Promise<Account> {
  const emulator = await startSkyvia();
  onTestFinished(() => emulator.close());
  emulator.addBackup({ workspace: 3, backup: 12, schedule });
  const clock: Clock = {
    now: () => emulator.clock.now(),
    sleep: async (milliseconds) => emulator.clock.advance(milliseconds),
  };
  const options = { apiKey: 'skyvia-test-token', baseUrl: emulator.url, clock };
  const provider = skyvia.create(options);
  const known = { ids: [], newestStart: null };
  return {
    emulator,
    provider,
    clock,
    readBackups: () => provider.readBackups(SERVICE, () => false),
    requestBackup: () =>
      provider.requestBackup({ service: SERVICE, type: 'full', known, listedSchedules: [] }),
    count: (method) => emulator.requests.filter((request) => request.method === method).length,
  };
}

/** A snapshot of this day in January 2026, as Skyvia lists it. */
export function snapshot(day: number, state = 'Succeeded') {
  const at = (time: string) => `2026-01-${String(day).padStart(2, '0')}T${time}.000Z`;
  return {
    snapshotId: day,
    queueTime: at('02:00:00'),
    startTime: at('02:00:10'),
    endTime: at('02:05:00'),
    state,
    runBySchedule: true,
  };
}
