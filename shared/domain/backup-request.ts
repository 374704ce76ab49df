import { type Backup, isUnfinished, newestFirst } from './backup.ts';
import { CLOCK_TOLERANCE, type Instant, MINUTE, SECOND } from './instant.ts';
import type { Schedule } from './schedule.ts';

/**
 * A one-time backup that is about to be requested, was, or may have been. No provider says which
 * backup a request became, so it is recognised by type and time. Plain data, so it can be stored.
 */
export interface BackupRequest {
  /** The provider's id of the service. */
  readonly service: string;
  readonly type: string;
  readonly requestedAt: RequestMoment;
  /** The provider's id of the request itself, not of the backup; null until known. */
  readonly handle: string | null;
  readonly before: SnapshotBefore;
}

/** When a backup was requested: by the provider's clock if that is known, else by ours. */
export interface RequestMoment {
  readonly at: Instant;
  readonly clock: 'provider' | 'ours';
}

/** What was listed before a request. Bounded: it is stored with every run. */
export interface SnapshotBefore {
  /** Backups that cannot be told from a new one by time alone. */
  readonly backupIds: readonly string[];
  /** One-time schedules that cannot be told from a new one by time alone. */
  readonly scheduleIds: readonly string[];
  /** There were more than are kept, so an undated one cannot be told from them. */
  readonly cut: boolean;
}

/** The progress of a request, as far as the provider shows it. */
export type BackupRequestStatus =
  /** There is no trace of it. */
  | { readonly state: 'not-found' }
  /** Another backup, which began before the request, has to end first. */
  | { readonly state: 'occupied'; readonly by: Backup }
  | { readonly state: 'waiting'; readonly lastSeen: string }
  | { readonly state: 'running'; readonly backup: Backup }
  | { readonly state: 'succeeded'; readonly backup: Backup }
  | { readonly state: 'failed'; readonly backup: Backup | null; readonly reason: string };

const MAX_KEPT = 500;

/** A backup that began up to this long before the snapshot may still look like a new one. */
const DOUBTFUL = 10 * MINUTE;

/** What must be remembered of the lists to recognise what is new. */
export function snapshotBefore(
  backups: readonly Backup[],
  schedules: readonly Schedule[],
  now: Instant,
): SnapshotBefore {
  const isDoubtful = (at: Instant | null) => at === null || at >= now - DOUBTFUL;
  const backupIds = backups
    .filter(({ startedAt }) => isDoubtful(startedAt))
    .flatMap(({ id }) => id ?? []);
  const scheduleIds = schedules
    .filter(({ kind, createdAt }) => kind !== 'recurring' && isDoubtful(createdAt))
    .map(({ id }) => id);
  return {
    backupIds: backupIds.slice(0, MAX_KEPT),
    scheduleIds: scheduleIds.slice(0, MAX_KEPT),
    cut: backupIds.length > MAX_KEPT || scheduleIds.length > MAX_KEPT,
  };
}

/**
 * Whether something that began at `at` can belong to the request. Compared by the second, because
 * some providers give no fraction.
 */
export function isSinceRequest(at: Instant, { at: requestedAt, clock }: RequestMoment): boolean {
  const tolerance = clock === 'ours' ? CLOCK_TOLERANCE : 0;
  return at >= Math.floor((requestedAt - tolerance) / SECOND) * SECOND;
}

/**
 * Backups that may be the requested one, newest first: of its type, not listed before, begun at or
 * after the request. A success without a start time may be old, so it does not count; neither does
 * one dated after `latest`, which is now by the provider's clock plus a tolerance.
 */
export function findCandidates(
  listed: readonly Backup[],
  { type, requestedAt, before }: BackupRequest,
  latest: Instant,
): readonly Backup[] {
  const candidates = listed.filter((backup) => {
    const { id, status, startedAt } = backup;
    if (backup.type !== type || id === null || before.backupIds.includes(id)) return false;
    if (startedAt === null) return status !== 'succeeded' && !before.cut;
    return startedAt <= latest && isSinceRequest(startedAt, requestedAt);
  });
  return newestFirst(candidates);
}

/**
 * A success among the candidates is the success of the request. The request has failed only if all
 * candidates have ended otherwise; an unknown status word ends nothing.
 */
export function judgeCandidates(candidates: readonly Backup[]): BackupRequestStatus {
  const succeeded = candidates.find(({ status }) => status === 'succeeded');
  if (succeeded) return { state: 'succeeded', backup: succeeded };
  const unfinished = candidates.find(isUnfinished);
  if (unfinished) return { state: 'running', backup: unfinished };
  const unrecognised = candidates.find(({ status }) => status === 'unrecognised');
  if (unrecognised) return { state: 'waiting', lastSeen: unrecognised.statusText };
  const [failed] = candidates;
  if (!failed) return { state: 'not-found' };
  return { state: 'failed', backup: failed, reason: failed.statusText };
}
