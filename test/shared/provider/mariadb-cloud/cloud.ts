import { onTestFinished } from 'vitest';
import type { Clock } from '../../../../shared/clock.ts';
import type { Backup } from '../../../../shared/domain/backup.ts';
import type { BackupRequest } from '../../../../shared/domain/backup-request.ts';
import type { Cron } from '../../../../shared/domain/cron.ts';
import type { Reading } from '../../../../shared/domain/evidence.ts';
import type { Schedule } from '../../../../shared/domain/schedule.ts';
import { ProviderError } from '../../../../shared/provider/errors.ts';
import { PROVIDERS } from '../../../../shared/provider/create-provider.ts';
import type {
  BackupRequestPort,
  OrganisationPort,
  Provider,
  ScheduleOrder,
  SchedulePort,
} from '../../../../shared/provider/provider.ts';
import {
  type MariadbCloudEmulator,
  startMariadbCloud,
} from '../../../emulator/mariadb-cloud/index.ts';

export const KEY = 'skysql.1zzz.test-key';
export const SERVICE = 'dbtgf28044362';

export interface Cloud {
  readonly emulator: MariadbCloudEmulator;
  readonly provider: Provider;
  readonly schedules: SchedulePort;
  readonly requests: BackupRequestPort;
  readonly organisation: OrganisationPort;
  /** The emulator's time; to sleep is to move it. */
  readonly clock: Clock;
  /** Every backup there is, read to the end of the list. */
  readBackups(): Promise<Reading<Backup>>;
  /** A request for a full backup of this moment by our clock, that has not been sent. */
  newRequest(given?: Partial<BackupRequest>): BackupRequest;
  /** How many requests with this method have arrived. */
  count(method: string): number;
  /** What happens at the provider the next time the clock is slept on. */
  onSleep(happening: () => void): void;
}

export interface CloudOptions {
  /** How far our clock is ahead of the provider's. Default: not at all. */
  readonly clockOffMs?: number;
  readonly apiKey?: string;
  /** Given by tests that run at the same time as others: what is to be done when they end. */
  readonly onEnd?: (close: () => Promise<void>) => void;
}

/** MariaDB Cloud with one service, and the provider that speaks to it. */
export async function startCloud({
  apiKey = KEY,
  clockOffMs = 0,
  onEnd = onTestFinished,
}: CloudOptions = {}): Promise<Cloud> {
  const emulator = await startMariadbCloud();
  onEnd(() => emulator.close());
  emulator.addService(SERVICE);
  const happenings: (() => void)[] = [];
  const clock: Clock = {
    now: () => emulator.clock.now() + clockOffMs,
    sleep: async (milliseconds) => {
      emulator.clock.advance(milliseconds);
      happenings.shift()?.();
    },
  };
  const provider = PROVIDERS['mariadb-cloud'].create({ apiKey, baseUrl: emulator.url, clock });
  const { schedules, requests, organisation } = provider;
  if (!schedules || !requests || !organisation) {
    throw new Error('a port of MariaDB Cloud is missing');
  }
  return {
    emulator,
    provider,
    schedules,
    requests,
    organisation,
    clock,
    readBackups: () => provider.readBackups(SERVICE, () => false),
    newRequest: (given = {}) => ({
      service: SERVICE,
      type: 'full',
      requestedAt: { at: clock.now(), clock: 'ours' },
      handle: null,
      before: { backupIds: [], scheduleIds: [], cut: false },
      ...given,
    }),
    count: (method) => emulator.requests.filter((request) => request.method === method).length,
    onSleep: (happening) => void happenings.push(happening),
  };
}

/** The order of a full backup at these times. */
export function newSchedule(cron: Cron, listed: readonly Schedule[] = []): ScheduleOrder {
  const write = { kind: 'create', type: 'full', cron } as const;
  return { service: SERVICE, write, listed, deadline: Infinity };
}

/** What the call rejects with; fails the test where it resolves or rejects with anything else. */
export async function errorOf(call: Promise<unknown>): Promise<ProviderError> {
  const end: unknown = await call.then(
    (value) => new Error(`it resolved with ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (end instanceof ProviderError) return end;
  throw end;
}
