import { onTestFinished } from 'vitest';
import type { Clock } from '../../../../shared/clock.ts';
import type { Backup } from '../../../../shared/domain/backup.ts';
import type { BackupRequest } from '../../../../shared/domain/backup-request.ts';
import type { Reading } from '../../../../shared/domain/evidence.ts';
import type {
  BackupRequestPort,
  Provider,
  SchedulePort,
} from '../../../../shared/provider/provider.ts';
import { PROVIDERS } from '../../../../shared/provider/create-provider.ts';
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
  readonly schedules: SchedulePort;
  readonly requests: BackupRequestPort;
  readBackups(): Promise<Reading<Backup>>;
  /** A request of this moment by our clock, that has not been sent. */
  newRequest(given?: Partial<BackupRequest>): BackupRequest;
  /** How many requests with this method have arrived. */
  count(method: string): number;
}

/**
 * Skyvia with one backup, and the provider that speaks to it. To sleep is to move the time. Our clock
 * is `behindMs` behind Skyvia's.
 */
export async function startAccount(
  schedule: ScheduleState = 'active',
  { behindMs = 0 }: { readonly behindMs?: number } = {},
): Promise<Account> {
  const emulator = await startSkyvia();
  onTestFinished(() => emulator.close());
  emulator.addBackup({ workspace: 3, backup: 12, schedule });
  const clock: Clock = {
    now: () => emulator.clock.now() - behindMs,
    sleep: async (milliseconds) => emulator.clock.advance(milliseconds),
  };
  const options = { apiKey: 'skyvia-test-token', baseUrl: emulator.url, clock };
  const provider = PROVIDERS.skyvia.create(options);
  const { schedules, requests } = provider;
  if (!schedules || !requests) throw new Error('a port of Skyvia is missing');
  return {
    emulator,
    provider,
    clock,
    schedules,
    requests,
    readBackups: () => provider.readBackups(SERVICE, () => false),
    newRequest: (given = {}) => ({
      service: SERVICE,
      type: 'snapshot',
      requestedAt: { at: clock.now(), clock: 'ours' },
      handle: null,
      before: { backupIds: [], scheduleIds: [], cut: false },
      ...given,
    }),
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
