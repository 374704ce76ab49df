import type { Backup } from './backup.ts';

/** Types that cannot be restored without the full backup they depend on. */
const DEPENDENT_TYPES: readonly string[] = ['incremental', 'binarylog'];

export type ChainFault = 'names-no-full-backup' | 'full-backup-missing' | 'full-backup-not-good';

export function dependsOnFullBackup(backup: Backup): boolean {
  return backup.type !== null && DEPENDENT_TYPES.includes(backup.type);
}

/**
 * Why a backup cannot be restored from what is listed; `null` if it can, or depends on no other.
 */
export function findChainFault(backup: Backup, listed: readonly Backup[]): ChainFault | null {
  if (!dependsOnFullBackup(backup)) return null;
  if (backup.fullBackupId === null) return 'names-no-full-backup';
  const base = listed.find((candidate) => candidate.id === backup.fullBackupId);
  if (!base) return 'full-backup-missing';
  if (base.status !== 'succeeded') return 'full-backup-not-good';
  if (!dependsOnFullBackup(base)) return base.type === 'full' ? null : 'full-backup-not-good';
  // A base may be incremental itself. Each visited backup is removed, so a circle ends.
  return findChainFault(
    base,
    listed.filter((candidate) => candidate !== base),
  );
}
