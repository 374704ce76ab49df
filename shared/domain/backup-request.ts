import { type Backup, isUnfinished, newestFirst } from './backup.ts';
import { CLOCK_TOLERANCE, type Instant, MINUTE, SECOND } from './instant.ts';
import type { Schedule } from './schedule.ts';

/**
 * A one-time backup that is about to be, was, or may have been asked for. No provider tells which
 * backup a request became, so it is known by its type and its time. Plain data, so it can be stored.
 */
export interface BackupRequest {
  /** The provider's id of the service. */
  readonly service: string;
  readonly type: string;
  readonly requestedAt: RequestMoment;
  /** The provider's name for the request itself, which is not the backup's id; null until known. */
  readonly handle: string | null;
  readonly before: SnapshotBefore;
}

/** When a backup was asked for, by the provider's clock where that is known, else by ours. */
export interface RequestMoment {
  readonly at: Instant;
  readonly clock: 'provider' | 'ours';
}

/** What was listed before a request. Bounded: it is stored with every run. */
export interface SnapshotBefore {
  /** Backups that their time alone does not rule out. */
  readonly backupIds: readonly string[];
  /** One-time schedules, likewise. */
  readonly scheduleIds: readonly string[];
  /** More were there than are kept, so what has no time cannot be told from them. */
  readonly cut: boolean;
}

/** How far a request is, as far as the provider shows it. */
export type BackupRequestStatus =
  /** Nothing of it is to be seen. */
  | { readonly state: 'not-found' }
  /** Another backup, which began before the request, is in its way. */
  | { readonly state: 'occupied'; readonly by: Backup }
  | { readonly state: 'waiting'; readonly lastSeen: string }
  | { readonly state: 'running'; readonly backup: Backup }
  | { readonly state: 'succeeded'; readonly backup: Backup }
  | { readonly state: 'failed'; readonly backup: Backup | null; readonly reason: string };

const MAX_KEPT = 500;

/** How long before the snapshot a backup may have begun and still be taken for a new one. */
const DOUBTFUL = 10 * MINUTE;

/** What has to be remembered of the lists, so that what is new can be told from it. */
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
 * Whether something that began at `at` can be of the request. Times are compared to the second,
 * because some providers give no fraction.
 */
export function isSinceRequest(at: Instant, { at: requestedAt, clock }: RequestMoment): boolean {
  const tolerance = clock === 'ours' ? CLOCK_TOLERANCE : 0;
  return at >= Math.floor((requestedAt - tolerance) / SECOND) * SECOND;
}

/**
 * Backups that can be the requested one, newest first: of its type, not listed before, and begun at
 * or after the request. A success without a start time may be an old one, so it is not believed, and
 * neither is one dated ahead of `latest`, which is now by the provider's clock with some tolerance.
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
 * One success among the candidates is the success that was asked for. Only when all of them have
 * ended otherwise has the request failed; a word that is not known ends nothing.
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
