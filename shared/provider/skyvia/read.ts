import { type Backup, isUnfinished, newestFirst } from '../../domain/backup.ts';
import type { Reading } from '../../domain/evidence.ts';
import type { Schedule } from '../../domain/schedule.ts';
import { decodeRows } from '../decode.ts';
import { ProviderError } from '../errors.ts';
import { provesNewestFirst } from '../newest-first.ts';
import type { IsEnough } from '../provider.ts';
import { readList } from '../read-list.ts';
import type { SkyviaApi } from './api.ts';
import { mapDetails, mapRun, mapSnapshot, toSchedule } from './map.ts';
import { WireSnapshot } from './wire.ts';

/**
 * The snapshots, which are the finished ones, and the active run. That there is no active run is
 * believed only of a backup that is known to exist.
 */
export async function readBackups(
  api: SkyviaApi,
  service: string,
  isEnough: IsEnough,
): Promise<Reading<Backup>> {
  const [existence, active] = await Promise.all([
    settle(api.call((client) => client.getBackup(service), { 404: 'unknown-service' })),
    settle(readActiveRun(api, service)),
  ]);
  if (existence instanceof ProviderError) {
    return { state: 'unavailable', problem: existence.problem };
  }
  // Only now: a run that ends between two looks must be in the later one.
  const snapshots = await readSnapshots(api, service, isEnough);
  if (!('items' in snapshots)) return snapshots;
  if (active instanceof ProviderError) {
    return { state: 'incomplete', items: snapshots.items, reason: active.message };
  }
  const items = await withDetailsOfNewest(api, service, snapshots.items);
  return { ...snapshots, items: active ? [active, ...items] : items };
}

export function readSnapshots(
  api: SkyviaApi,
  service: string,
  isEnough: IsEnough,
): Promise<Reading<Backup>> {
  return readList({
    first: 0,
    readPage: (skip) =>
      api.call(async (client) => {
        const { data, hasMore } = await client.listSnapshots(service, skip);
        const rows = data ?? [];
        // Where it is not said whether there is more, only an empty page shows the end.
        const next = (hasMore ?? rows.length > 0) ? skip + rows.length : null;
        return { ...decodeRows(rows, WireSnapshot), next };
      }),
    keyOf: ({ snapshotId }) => snapshotId,
    toItem: mapSnapshot,
    isEnough: (backups) => provesNewestFirst(backups) && isEnough(backups),
  });
}

export async function readActiveRun(api: SkyviaApi, service: string): Promise<Backup | null> {
  const run = await orNone(api.call((client) => client.getActiveRun(service)));
  return run && mapRun(run);
}

/** Only one snapshot's details decide anything: those of the one that speaks for all. */
async function withDetailsOfNewest(
  api: SkyviaApi,
  service: string,
  snapshots: readonly Backup[],
): Promise<readonly Backup[]> {
  const newest = newestFirst(snapshots).find((backup) => !isUnfinished(backup));
  if (!newest) return snapshots;
  const detailed = await withDetails(api, service, newest);
  return snapshots.map((snapshot) => (snapshot === newest ? detailed : snapshot));
}

/** Details are for people: where they cannot be read, the verdict stands without them. */
export async function withDetails(
  api: SkyviaApi,
  service: string,
  snapshot: Backup,
): Promise<Backup> {
  const { id } = snapshot;
  if (id === null) return snapshot;
  const details = await settle(api.call((client) => client.getSnapshot(service, id)));
  return details instanceof ProviderError ? snapshot : { ...snapshot, ...mapDetails(details) };
}

export async function readSchedules(api: SkyviaApi, service: string): Promise<Reading<Schedule>> {
  const schedule = await settle(orNone(api.call((client) => client.getSchedule(service))));
  if (schedule instanceof ProviderError) {
    return { state: 'unavailable', problem: schedule.problem };
  }
  if (!schedule) return { state: 'complete', items: [] };
  if (schedule.active === null) {
    return { state: 'incomplete', items: [], reason: 'it does not say whether it is active' };
  }
  return { state: 'complete', items: [toSchedule(schedule.active)] };
}

/** Not found is how some of these endpoints say that there is none. */
async function orNone<Value>(call: Promise<Value>): Promise<Value | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ProviderError && error.problem.kind === 'not-found') return null;
    throw error;
  }
}

async function settle<Value>(call: Promise<Value>): Promise<Value | ProviderError> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ProviderError) return error;
    throw error;
  }
}
