import { type Backup, isUnfinished, newestFirst } from '../../domain/backup.ts';
import type { Reading } from '../../domain/evidence.ts';
import { type Instant, parseInstant } from '../../domain/instant.ts';
import type { Schedule } from '../../domain/schedule.ts';
import { ProviderError } from '../errors.ts';
import { readList } from '../read-list.ts';
import { orNone, settle } from '../settle.ts';
import type { SkyviaApi } from './api.ts';
import { getActiveRun, getBackup, getSchedule, getSnapshot, listSnapshots } from './client.ts';
import { mapDetails, mapRun, mapSnapshot, toSchedule } from './map.ts';
import type { WireSnapshot } from './wire.ts';

/** A 404 here means that the backup does not exist. */
const NO_SUCH_BACKUP = { 404: 'unknown-service' } as const;

/**
 * The snapshots, which are finished, and the active run. "No active run" counts only for a backup
 * that is known to exist.
 */
export async function readBackups(api: SkyviaApi, service: string): Promise<Reading<Backup>> {
  const [existence, active] = await Promise.all([
    settle(api.call((http) => getBackup(http, service), NO_SUCH_BACKUP)),
    settle(readActiveRun(api, service)),
  ]);
  if (existence instanceof ProviderError) {
    return { state: 'unavailable', problem: existence.problem };
  }
  // Read after the active run, so that a run that ends in between is in the list.
  const snapshots = await readSnapshotsAs(api, service, mapSnapshot);
  if (!('items' in snapshots)) return snapshots;
  if (active instanceof ProviderError) {
    return { state: 'incomplete', items: snapshots.items, reason: active.message };
  }
  const items = await withDetailsOfNewest(api, service, snapshots.items);
  return { ...snapshots, items: active ? [active, ...items] : items };
}

export interface QueuedSnapshot extends Backup {
  /** When its run was queued; `startedAt` can be later, because runs wait in a queue. */
  readonly queuedAt: Instant | null;
}

export function readQueuedSnapshots(
  api: SkyviaApi,
  service: string,
): Promise<Reading<QueuedSnapshot>> {
  return readSnapshotsAs(api, service, (wire) => {
    const snapshot = mapSnapshot(wire);
    return snapshot && { ...snapshot, queuedAt: parseInstant(wire.queueTime) };
  });
}

function readSnapshotsAs<Item extends Backup>(
  api: SkyviaApi,
  service: string,
  toItem: (wire: WireSnapshot) => Item | null,
): Promise<Reading<Item>> {
  return readList({
    first: 0,
    readPage: (skip) => api.call((http) => listSnapshots(http, service, skip), NO_SUCH_BACKUP),
    keyOf: ({ snapshotId }) => snapshotId,
    toItem,
  });
}

export async function readActiveRun(api: SkyviaApi, service: string): Promise<Backup | null> {
  const run = await orNone(api.call((http) => getActiveRun(http, service)));
  return run && mapRun(run);
}

/** Only the newest snapshot is judged by its details, since each costs a request. */
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

/** Details are for people: if they cannot be read, the verdict stands without them. */
export async function withDetails(
  api: SkyviaApi,
  service: string,
  snapshot: Backup,
): Promise<Backup> {
  const { id } = snapshot;
  if (id === null) return snapshot;
  const details = await settle(api.call((http) => getSnapshot(http, service, id)));
  return details instanceof ProviderError ? snapshot : { ...snapshot, ...mapDetails(details) };
}

export async function readSchedules(api: SkyviaApi, service: string): Promise<Reading<Schedule>> {
  const schedule = await settle(orNone(api.call((http) => getSchedule(http, service))));
  if (schedule instanceof ProviderError) {
    return { state: 'unavailable', problem: schedule.problem };
  }
  if (!schedule) return { state: 'complete', items: [] };
  if (schedule.active === null) {
    return {
      state: 'incomplete',
      items: [],
      reason: 'the schedule does not say whether it is active',
    };
  }
  return { state: 'complete', items: [toSchedule(schedule.active)] };
}
