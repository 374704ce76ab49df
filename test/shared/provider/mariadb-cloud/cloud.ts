import { onTestFinished } from 'vitest';
import type { Clock } from '../../../../shared/clock.ts';
import type { Backup } from '../../../../shared/domain/backup.ts';
import type { Reading } from '../../../../shared/domain/evidence.ts';
import { ProviderError } from '../../../../shared/provider/errors.ts';
import { mariadbCloud } from '../../../../shared/provider/mariadb-cloud/index.ts';
import type { Provider } from '../../../../shared/provider/provider.ts';
import {
  type MariadbCloudEmulator,
  startMariadbCloud,
} from '../../../emulator/mariadb-cloud/index.ts';

export const KEY = 'skysql.1zzz.test-key';
export const SERVICE = 'dbtgf28044362';

export interface Cloud {
  readonly emulator: MariadbCloudEmulator;
  readonly provider: Provider;
  /** The emulator's time; to sleep is to move it. */
  readonly clock: Clock;
  /** Every backup there is, read to the end of the list. */
  readBackups(): Promise<Reading<Backup>>;
  /** How many requests with this method have arrived. */
  count(method: string): number;
  /** What happens at the provider the next time the clock is slept on. */
  onSleep(happening: () => void): void;
}

export interface CloudOptions {
  readonly apiKey?: string;
  /** Given by tests that run at the same time as others: what is to be done when they end. */
  readonly onEnd?: (close: () => Promise<void>) => void;
}

/** MariaDB Cloud with one service, and the provider that speaks to it. */
export async function startCloud({
  apiKey = KEY,
  onEnd = onTestFinished,
}: CloudOptions = {}): Promise<Cloud> {
  const emulator = await startMariadbCloud();
  onEnd(() => emulator.close());
  emulator.addService(SERVICE);
  const happenings: (() => void)[] = [];
  const clock: Clock = {
    now: () => emulator.clock.now(),
    sleep: async (milliseconds) => {
      emulator.clock.advance(milliseconds);
      happenings.shift()?.();
    },
  };
  const provider = mariadbCloud.create({ apiKey, baseUrl: emulator.url, clock });
  return {
    emulator,
    provider,
    clock,
    readBackups: () => provider.readBackups(SERVICE, () => false),
    count: (method) => emulator.requests.filter((request) => request.method === method).length,
    onSleep: (happening) => void happenings.push(happening),
  };
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
