import type { SnapshotBefore } from '../../../shared/domain/backup-request.ts';
import { HOUR } from '../../../shared/domain/instant.ts';
import { type BackupRun, newRun, type Progress } from '../../../shared/backup-run/run.ts';

export const ACCEPTED_AT = Date.UTC(2026, 0, 15, 12);
export const TIMEOUT = 6 * HOUR;
export const SERVICE = 'dbtgf28044362';

export const BEFORE: SnapshotBefore = { backupIds: ['b1'], scheduleIds: [], cut: false };

export const FOUND = {
  handle: '200',
  requestedAt: { at: ACCEPTED_AT, clock: 'provider' },
} as const;

/** A send whose end is not recorded. */
export function sendingSince(since: number): NonNullable<Progress['sending']> {
  return { since, requestedAt: { at: since, clock: 'provider' }, taken: false };
}

/** A run that was accepted this moment, as far as the progress says otherwise. */
export function runWith(
  progress: Partial<Progress> = {},
  over: Partial<Omit<BackupRun, 'progress'>> = {},
): BackupRun {
  const run = newRun({ target: SERVICE, type: 'full', now: ACCEPTED_AT });
  return { ...run, ...over, progress: { ...run.progress, ...progress } };
}
