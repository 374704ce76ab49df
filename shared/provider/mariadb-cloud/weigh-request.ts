import type { Backup } from '../../domain/backup.ts';
import {
  type BackupRequest,
  type BackupRequestStatus,
  isSinceRequest,
} from '../../domain/backup-request.ts';
import { lastDueBefore } from '../../domain/cron.ts';
import { CLOCK_TOLERANCE, HOUR, type Instant } from '../../domain/instant.ts';
import { isActive, type Schedule } from '../../domain/schedule.ts';
import { removeUrls } from '../../http/redact.ts';
import { readableItemsOrReject } from '../read-list.ts';
import type { MariadbCloud } from './connection.ts';
import { mapStatus } from './map.ts';
import type { WireSchedule } from './wire.ts';

export interface Weighing {
  readonly request: BackupRequest;
  readonly seen: BackupRequestStatus;
  readonly own: WireSchedule | null;
}

/**
 * The request's own status counts until its backup is listed: another backup that fails meanwhile
 * is not ours.
 */
export async function weighRequest(
  api: MariadbCloud,
  { request, seen, own }: Weighing,
): Promise<BackupRequestStatus> {
  if (own === null) return seen;
  const status = mapStatus(own.status);
  if (status === 'failed' || status === 'canceled') {
    const backup = seen.state === 'failed' ? seen.backup : null;
    return { state: 'failed', backup, reason: removeUrls(own.message ?? own.status ?? '') };
  }
  if (seen.state === 'running') return seen;
  if (seen.state === 'failed' && (await isOurs(api, request, seen.backup))) return seen;
  const lastSeen = seen.state === 'waiting' ? seen.lastSeen : removeUrls(own.status ?? '');
  return { state: 'waiting', lastSeen: lastSeen || 'not listed yet' };
}

/** A failed backup that no other schedule can have made is the requested one. */
async function isOurs(
  api: MariadbCloud,
  request: BackupRequest,
  failed: Backup | null,
): Promise<boolean> {
  const startedAt = failed?.startedAt ?? null;
  if (startedAt === null) return false;
  const schedules = readableItemsOrReject(await api.readSchedules(request.service), 'schedules');
  return !schedules.some(
    (schedule) =>
      schedule.id !== request.handle &&
      schedule.type === request.type &&
      mayHaveMade(schedule, startedAt, request),
  );
}

/** How late a due backup may begin. */
const MAX_DELAY = HOUR;

function mayHaveMade(
  schedule: Schedule,
  startedAt: Instant,
  { requestedAt }: BackupRequest,
): boolean {
  if (schedule.kind !== 'recurring') {
    return schedule.createdAt === null || isSinceRequest(schedule.createdAt, requestedAt);
  }
  if (!isActive(schedule)) return false;
  const dueAt = schedule.cron && lastDueBefore(schedule.cron, startedAt + CLOCK_TOLERANCE);
  return schedule.cron === null || (dueAt !== null && dueAt >= startedAt - MAX_DELAY);
}
