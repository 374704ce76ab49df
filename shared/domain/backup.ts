import { CLOCK_TOLERANCE, type Instant } from './instant.ts';

/** The types of backup that can be requested. A provider may list any word as a type. */
export const BACKUP_TYPES = ['full', 'incremental', 'binarylog', 'dump', 'snapshot'] as const;
export type BackupType = (typeof BACKUP_TYPES)[number];

export const BACKUP_STATUSES = [
  'queued',
  'running',
  'succeeded',
  'failed',
  'canceled',
  'unrecognised',
] as const;
export type BackupStatus = (typeof BACKUP_STATUSES)[number];

/** One stored copy as the provider lists it. `null` is "not given", never zero or "now". */
export interface Backup {
  readonly id: string | null;
  /** Lower case; an open set. */
  readonly type: string | null;
  readonly status: BackupStatus;
  /** The provider's own word. Untrusted text. */
  readonly statusText: string;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  /** The moment the data can return to; never the end time. */
  readonly recoveryPoint: Instant | null;
  readonly sizeBytes: number | null;
  /** The provider's own figure, where its unit is not known. Untrusted text. */
  readonly sizeText: string | null;
  /** A time that is given and cannot be read. Untrusted text. */
  readonly timeText?: string;
  /** The id of the backup that this one depends on; often a full one. */
  readonly fullBackupId: string | null;
  /** The provider's text about how it went. Untrusted. */
  readonly detail: string | null;
  /** Rows that were not saved although the backup succeeded. */
  readonly failedRows: number | null;
  readonly succeededRows: number | null;
}

/** The unreadable time, as a field of what is told of a backup. */
export function timeTextOf({ timeText }: Backup): Pick<Backup, 'timeText'> {
  return timeText === undefined ? {} : { timeText };
}

export function isUnfinished(backup: Backup): boolean {
  return backup.status === 'queued' || backup.status === 'running';
}

export function isFinished(backup: Backup): boolean {
  return !isUnfinished(backup) && backup.status !== 'unrecognised';
}

/** Which types count as a backup: a list of lower-case words, or every type there is. */
export type AcceptedTypes = readonly string[] | 'all';

export function isAccepted(type: string | null, accepted: AcceptedTypes): boolean {
  return accepted === 'all' || (type !== null && accepted.includes(type));
}

/**
 * Newest first. A failure must not hide behind a success, so where the order is unknown the success
 * comes last: of two that began in the same second the one that did not succeed comes first, and an
 * undated backup comes before the dated ones, unless it succeeded, then after them. A time after
 * `until` counts as unknown.
 */
export function newestFirst(
  backups: readonly Backup[],
  until: Instant = Number.POSITIVE_INFINITY,
): readonly Backup[] {
  const rankOf = (backup: Backup) => {
    const { startedAt, recoveryPoint, endedAt, status } = backup;
    const known = [startedAt, recoveryPoint, endedAt].find((at) => at !== null && at <= until);
    return known ?? (status === 'succeeded' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  };
  const ranked = backups.map((backup) => ({ backup, rank: rankOf(backup) }));
  return ranked
    .toSorted(
      (a, b) =>
        descending(a.rank, b.rank) ||
        Number(a.backup.status === 'succeeded') - Number(b.backup.status === 'succeeded'),
    )
    .map(({ backup }) => backup);
}

/** A start or an end in the future is wrong, so it is taken for unknown. */
export function withBelievableTimes(backup: Backup, now: Instant): Backup {
  const until = now + CLOCK_TOLERANCE;
  const startedAt = (backup.startedAt ?? until) > until ? null : backup.startedAt;
  const endedAt = (backup.endedAt ?? until) > until ? null : backup.endedAt;
  const isSame = startedAt === backup.startedAt && endedAt === backup.endedAt;
  return isSame ? backup : { ...backup, startedAt, endedAt };
}

function descending(a: number, b: number): number {
  return a === b ? 0 : b > a ? 1 : -1;
}

/** When a backup began, or the best guess; unknown sorts later than everything known. */
export function orderingTime(backup: Backup): Instant {
  return backup.startedAt ?? backup.recoveryPoint ?? backup.endedAt ?? Number.POSITIVE_INFINITY;
}

/** How many past backups a median covers: enough to be steady, few enough to follow growth. */
export const HISTORY = 20;

/** The median time, in milliseconds, that the last succeeded backups of `type` took. */
export function medianDuration(backups: readonly Backup[], type: string | null): number | null {
  const durations = newestFirst(backups)
    .filter((backup) => backup.status === 'succeeded' && backup.type === type)
    .flatMap((backup) => duration(backup) ?? [])
    .slice(0, HISTORY);
  return median(durations);
}

/** Milliseconds from start to end; `null` where either is unknown or they contradict. */
export function duration({ startedAt, endedAt }: Backup): number | null {
  if (startedAt === null || endedAt === null || endedAt < startedAt) return null;
  return endedAt - startedAt;
}

/** The middle one, or the mean of the two in the middle; `null` where there are none. */
export function median(numbers: readonly number[]): number | null {
  const sorted = numbers.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}
