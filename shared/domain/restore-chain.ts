import type { Backup } from './backup.ts';

/** Types that are worth nothing without the full backup they stand on. */
const DEPENDENT_TYPES: readonly string[] = ['incremental', 'binarylog'];

export type ChainFault = 'names-no-full-backup' | 'full-backup-missing' | 'full-backup-not-good';

export function dependsOnFullBackup(backup: Backup): boolean {
  return backup.type !== null && DEPENDENT_TYPES.includes(backup.type);
}

/** Why a backup cannot be restored from what is listed; `null` where it can, or needs no other. */
export function findChainFault(backup: Backup, listed: readonly Backup[]): ChainFault | null {
  if (!dependsOnFullBackup(backup)) return null;
  if (backup.fullBackupId === null) return 'names-no-full-backup';
  const full = listed.find((candidate) => candidate.id === backup.fullBackupId);
  if (!full) return 'full-backup-missing';
  return full.status === 'succeeded' ? null : 'full-backup-not-good';
}
