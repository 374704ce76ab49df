import { rememberBackups } from '../../../../shared/domain/backup-request.ts';
import { itemsOf } from '../../../../shared/domain/evidence.ts';
import { ProviderError } from '../../../../shared/provider/errors.ts';
import type { BackupOrder } from '../../../../shared/provider/provider.ts';
import type { Bench, OneTimeStage, ScheduleStage, Stage } from './bench.ts';

/** An order as the Action gives it: what is there already was read before. */
export async function orderFor(bench: Bench, stage: Stage): Promise<BackupOrder> {
  const { service } = bench;
  const [backups, schedules] = await Promise.all([
    stage.readBackups(),
    stage.provider.readSchedules(service),
  ]);
  const known = rememberBackups(itemsOf(backups));
  return { service, type: 'full', known, listedSchedules: itemsOf(schedules) };
}

export async function startOneTime(bench: Bench): Promise<Stage & { oneTime: OneTimeStage }> {
  const stage = await bench.start();
  const { oneTime } = stage;
  if (oneTime === null) throw new Error(`the bench of ${bench.name} starts no backups`);
  return { ...stage, oneTime };
}

export async function startSuspended(bench: Bench): Promise<Stage & { schedule: ScheduleStage }> {
  const stage = await bench.start({ schedule: 'suspended' });
  const { schedule } = stage;
  if (schedule === null) throw new Error(`the bench of ${bench.name} resumes no schedules`);
  return { ...stage, schedule };
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

/** How many requests that are no reads have arrived. */
export function countWrites({ requests }: Stage): number {
  return requests.filter(({ method }) => method !== 'GET').length;
}

/** The methods of what arrived after the first write, in order. */
export function methodsSinceWrite({ requests }: Stage): readonly string[] {
  const methods = requests.map(({ method }) => method);
  return methods.slice(methods.findIndex((method) => method !== 'GET') + 1);
}
