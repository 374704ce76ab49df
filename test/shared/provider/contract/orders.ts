import { type BackupRequest, snapshotBefore } from '../../../../shared/domain/backup-request.ts';
import { itemsOf } from '../../../../shared/domain/evidence.ts';
import { PROVIDERS } from '../../../../shared/provider/create-provider.ts';
import { ProviderError } from '../../../../shared/provider/errors.ts';
import type { BackupRequestPort, SchedulePort } from '../../../../shared/provider/provider.ts';
import type { Bench, OneTimeStage, ScheduleStage, Stage } from './bench.ts';

export interface RequestStage extends Stage {
  readonly oneTime: OneTimeStage;
  readonly port: BackupRequestPort;
}

/** A request that has not been sent, of this moment by our clock; what is there already is known. */
export async function requestFor(bench: Bench, stage: Stage): Promise<BackupRequest> {
  const { service, name } = bench;
  const now = stage.clock.now();
  const [backups, schedules] = await Promise.all([
    stage.readBackups(),
    stage.provider.schedules?.read(service),
  ]);
  return {
    service,
    type: PROVIDERS[name].onlyType ?? 'full',
    requestedAt: { at: now, clock: 'ours' },
    handle: null,
    before: snapshotBefore(itemsOf(backups), schedules ? itemsOf(schedules) : [], now),
  };
}

export async function startOneTime(bench: Bench): Promise<RequestStage> {
  const stage = await bench.start();
  const { oneTime, provider } = stage;
  if (oneTime === null || provider.requests === undefined) {
    throw new Error(`the bench of ${bench.name} starts no backups`);
  }
  return { ...stage, oneTime, port: provider.requests };
}

export interface ResumableStage extends Stage {
  readonly schedule: ScheduleStage;
  readonly port: SchedulePort;
}

export async function startSuspended(bench: Bench): Promise<ResumableStage> {
  const stage = await bench.start({ schedule: 'suspended' });
  const { schedule, provider } = stage;
  if (schedule === null || provider.schedules === undefined) {
    throw new Error(`the bench of ${bench.name} resumes no schedules`);
  }
  return { ...stage, schedule, port: provider.schedules };
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
