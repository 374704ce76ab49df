import { onTestFinished } from 'vitest';
import type { Clock } from '../../../../shared/clock.ts';
import type { Backup } from '../../../../shared/domain/backup.ts';
import type { Reading } from '../../../../shared/domain/evidence.ts';
import { PROVIDERS } from '../../../../shared/provider/create-provider.ts';
import { addDay, instance } from '../../../emulator/bycloud-fixtures.ts';
import { type BycloudEmulator, startBycloud } from '../../../emulator/bycloud/index.ts';

export { addDay, idOf, instance } from '../../../emulator/bycloud-fixtures.ts';

export interface Instance {
  readonly emulator: BycloudEmulator;
  readonly clock: Clock;
  /** How long was slept, each time. */
  readonly sleeps: readonly number[];
  /** What happens the next time that somebody sleeps. */
  onSleep(happening: () => void): void;
  /** The days of January 2026 on which there was a backup; any order. */
  addDays(days: readonly number[]): void;
  readBackups(): Promise<Reading<Backup>>;
}

/** ByCloud with one instance, and the provider that speaks to it. To sleep is to move the time. */
export async function startInstance(apiKey = 'AKTEST:secret-test'): Promise<Instance> {
  const emulator = await startBycloud();
  onTestFinished(() => emulator.close());
  const sleeps: number[] = [];
  const happenings: (() => void)[] = [];
  const clock: Clock = {
    now: () => emulator.clock.now(),
    sleep: async (milliseconds) => {
      sleeps.push(milliseconds);
      emulator.clock.advance(milliseconds);
      happenings.shift()?.();
    },
  };
  const provider = PROVIDERS.bycloud.create({ apiKey, baseUrl: emulator.url, clock });
  return {
    emulator,
    clock,
    sleeps,
    onSleep: (happening) => void happenings.push(happening),
    addDays: (days) => days.forEach((day) => addDay(emulator, day)),
    readBackups: () => provider.readBackups(instance, () => false),
  };
}
