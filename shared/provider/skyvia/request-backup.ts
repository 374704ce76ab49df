import {
  type BackupRequest,
  findNewBackups,
  judgeNewBackups,
  type RequestSight,
} from '../../domain/backup-request.ts';
import type { Backup } from '../../domain/backup.ts';
import { createOnce } from '../create-once.ts';
import { provesNewestFirst } from '../newest-first.ts';
import type { BackupOrder } from '../provider.ts';
import { itemsOrReject } from '../read-list.ts';
import type { SkyviaApi } from './api.ts';
import { mapRun, SNAPSHOT } from './map.ts';
import { readActiveRun, readSnapshots, withDetails } from './read.ts';

/** Starts a snapshot. One that is under way already is joined, not doubled. */
export async function requestBackup(api: SkyviaApi, order: BackupOrder): Promise<BackupRequest> {
  const joined = await readActiveRun(api, order.service);
  if (joined) return toRequest(order, joined);
  return createOnce({
    send: async () => {
      const run = await api.call((client) => client.createSnapshot(order.service));
      return toRequest(order, mapRun(run));
    },
    find: () => findRequest(api, order),
    clock: api.clock,
  });
}

/** A request shows as the active run, or already as a snapshot that was not there before. */
export async function findRequest(
  api: SkyviaApi,
  order: BackupOrder,
): Promise<BackupRequest | null> {
  const active = await readActiveRun(api, order.service);
  if (active) return toRequest(order, active);
  const request = toRequest(order, null);
  const fresh = await readNew(api, request);
  return fresh.length > 0 ? request : null;
}

function toRequest({ service, known }: BackupOrder, run: Backup | null): BackupRequest {
  return { service, type: SNAPSHOT, handle: run?.id ?? null, known };
}

/**
 * The active run first, then the list. A run that is in neither has vanished on its way from one
 * to the other, which can take hours: that is waiting, not success.
 */
export async function lookAt(api: SkyviaApi, request: BackupRequest): Promise<RequestSight> {
  const { service } = request;
  const active = await readActiveRun(api, service);
  if (active) return { state: 'running', backup: active };
  const sight = judgeNewBackups(await readNew(api, request));
  if (sight.state !== 'failed' || sight.backup === null) return sight;
  const { detail } = await withDetails(api, service, sight.backup);
  return { ...sight, reason: detail ?? sight.reason };
}

async function readNew(api: SkyviaApi, request: BackupRequest): Promise<readonly Backup[]> {
  const reading = await readSnapshots(api, request.service, provesNewestFirst);
  return findNewBackups(itemsOrReject(reading, 'snapshots'), request);
}
