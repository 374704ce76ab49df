import type { BackupRequest, SnapshotBefore } from '../domain/backup-request.ts';
import type { BackupRun } from './run.ts';

const NOTHING_BEFORE: SnapshotBefore = { backupIds: [], scheduleIds: [], cut: false };

/** What the provider is asked about: the request as far as the run knows it. */
export function requestOf({ target, type, acceptedAt, progress }: BackupRun): BackupRequest {
  const { found, sending, before } = progress;
  return {
    service: target,
    type,
    requestedAt: found?.requestedAt ?? sending?.requestedAt ?? { at: acceptedAt, clock: 'ours' },
    handle: found?.handle ?? null,
    before: before ?? NOTHING_BEFORE,
  };
}
