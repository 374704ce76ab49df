import type { Backup } from './backup.ts';

/** Words for types that cannot be restored alone, whether or not they name their base. */
const DEPENDENT_TYPES: readonly string[] = [
  'incremental',
  'incr',
  'differential',
  'diff',
  'binarylog',
  'binlog',
];

export type ChainFault = 'names-no-full-backup' | 'full-backup-missing' | 'full-backup-not-good';

/** Looks along the links from a backup to the full one below it, for all backups of one list. */
export interface RestoreChains {
  /**
   * Why a backup cannot be restored from what is listed; `null` if it can, or depends on no other.
   */
  readonly faultOf: (backup: Backup) => ChainFault | null;
  /** The backup, then what it depends on, down to the one that stands alone, or to a fault. */
  readonly chainOf: (backup: Backup) => readonly Backup[];
}

/** A backup that names another depends on it, whatever word its type is. */
export function dependsOnAnother(backup: Backup): boolean {
  return namedBase(backup) !== null || isDependentType(backup);
}

/** Each link is followed once, so that long chains in long lists take no longer than their rows. */
export function createRestoreChains(listed: readonly Backup[]): RestoreChains {
  const byId = new Map<string, Backup>();
  for (const backup of listed) {
    if (backup.id !== null && !byId.has(backup.id)) byId.set(backup.id, backup);
  }
  const baseOf = (backup: Backup) => byId.get(namedBase(backup) ?? '');
  const faults = new Map<Backup, ChainFault | null>();

  const faultOf = (backup: Backup): ChainFault | null => {
    const path = new Set<Backup>();
    let last = backup;
    let fault = faults.get(last);
    while (fault === undefined) {
      path.add(last);
      const base = baseOf(last);
      fault = faultOfLink(last, base);
      if (fault !== undefined || base === undefined) break;
      fault = path.has(base) ? 'full-backup-missing' : faults.get(base);
      last = base;
    }
    for (const each of path) faults.set(each, fault ?? null);
    return fault ?? null;
  };

  const chainOf = (backup: Backup): readonly Backup[] => {
    const chain = [backup];
    let base = baseOf(backup);
    for (; base && faultOf(base) === null; base = baseOf(base)) chain.push(base);
    return chain;
  };

  return { faultOf, chainOf };
}

/** What one link settles; `undefined` if it depends on the next one. */
function faultOfLink(backup: Backup, base: Backup | undefined): ChainFault | null | undefined {
  if (namedBase(backup) === null) return isDependentType(backup) ? 'names-no-full-backup' : null;
  if (base === undefined) return 'full-backup-missing';
  if (base.status !== 'succeeded') return 'full-backup-not-good';
  const isEnd = !dependsOnAnother(base);
  if (isEnd && base.type !== 'full' && isDependentType(backup)) return 'full-backup-not-good';
  return undefined;
}

function namedBase({ id, fullBackupId }: Backup): string | null {
  return fullBackupId === id ? null : fullBackupId;
}

/** Whether backups of this type cannot be restored alone. */
export function isDependentType({ type }: { readonly type: string | null }): boolean {
  return type !== null && DEPENDENT_TYPES.includes(type);
}
