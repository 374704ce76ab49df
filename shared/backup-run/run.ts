import type { Backup, BackupType } from '../domain/backup.ts';
import type { BackupRequest, RequestMoment, SnapshotBefore } from '../domain/backup-request.ts';
import type { Instant } from '../domain/instant.ts';

export const RUN_STATES = [
  'accepted',
  'requesting',
  'running',
  'succeeded',
  'failed',
  'timed-out',
] as const;
export type RunState = (typeof RUN_STATES)[number];

export type EndState = Extract<RunState, 'succeeded' | 'failed' | 'timed-out'>;

const ENDED: readonly RunState[] = ['succeeded', 'failed', 'timed-out'];

/** One one-time backup, from acceptance to its end. Plain data, so it can be stored. Times are UTC. */
export interface BackupRun {
  /** The provider's id of the service. */
  readonly target: string;
  readonly type: BackupType;
  readonly state: RunState;
  readonly acceptedAt: Instant;
  /** When the request was first seen at the provider. */
  readonly startedAt: Instant | null;
  readonly finishedAt: Instant | null;
  /** The resulting backup, once it is known. */
  readonly backup: Backup | null;
  /** Why it failed, or what it waits for. Untrusted text. */
  readonly message: string | null;
  readonly progress: Progress;
}

/** How far a run is. Recorded before and after each effect. */
export interface Progress {
  /** What was listed before the request. `null` until it was read, and after the end. */
  readonly before: SnapshotBefore | null;
  /** How many creating requests were sent. */
  readonly sends: number;
  /** The last one sent, while its fate is unknown. */
  readonly sending: Sending | null;
  /** The request, once the provider is known to have it. */
  readonly found: Pick<BackupRequest, 'requestedAt' | 'handle'> | null;
  /** Consecutive looks that brought nothing new. */
  readonly looks: number;
  readonly lastTriedAt: Instant | null;
  /** The provider's `Retry-After`: how long, counted from when. */
  readonly pause: { readonly from: Instant; readonly ms: number } | null;
  /** When the credential or the service was first refused; only before anything was sent. */
  readonly refusedSince: Instant | null;
  /** The provider's clock minus ours, when it was last seen, in milliseconds. */
  readonly clockOffsetMs: number | null;
}

export interface Sending {
  /** By our clock. */
  readonly since: Instant;
  readonly requestedAt: RequestMoment;
  /** The answer was a success that could not be read, so it must not be sent again. */
  readonly taken: boolean;
}

export function isEnded({ state }: Pick<BackupRun, 'state'>): boolean {
  return ENDED.includes(state);
}

export const NOTHING_DONE: Progress = {
  before: null,
  sends: 0,
  sending: null,
  found: null,
  looks: 0,
  lastTriedAt: null,
  pause: null,
  refusedSince: null,
  clockOffsetMs: null,
};

export interface NewRun {
  readonly target: string;
  readonly type: BackupType;
  readonly now: Instant;
  /** What is listed now, if it was read already. */
  readonly before?: SnapshotBefore;
}

export function newRun({ target, type, now, before }: NewRun): BackupRun {
  return {
    target,
    type,
    state: before ? 'requesting' : 'accepted',
    acceptedAt: now,
    startedAt: null,
    finishedAt: null,
    backup: null,
    message: null,
    progress: { ...NOTHING_DONE, before: before ?? null },
  };
}

/** Follows a backup that is under way already, as if it had been requested when it began. */
export function followRun(run: BackupRun, backup: Backup): BackupRun {
  const requestedAt: RequestMoment =
    backup.startedAt === null
      ? { at: run.acceptedAt, clock: 'ours' }
      : { at: backup.startedAt, clock: 'provider' };
  const progress = { ...run.progress, found: { requestedAt, handle: null } };
  return { ...run, state: 'running', startedAt: run.acceptedAt, progress };
}
