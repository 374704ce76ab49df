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
  const { service, known } = order;
  const toRequest = (run: Backup | null): BackupRequest => ({
    service,
    type: SNAPSHOT,
    handle: run?.id ?? null,
    known,
  });
  const joined = await readActiveRun(api, service);
  if (joined) return toRequest(joined);
  return createOnce({
    send: async () => toRequest(mapRun(await api.call((client) => client.createSnapshot(service)))),
    find: async () => {
      const active = await readActiveRun(api, service);
      if (active) return toRequest(active);
      const fresh = await readNew(api, toRequest(null));
      return fresh.length > 0 ? toRequest(null) : null;
    },
    clock: api.clock,
  });
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
