import { type AcceptedTypes, type Backup, isAccepted } from './backup.ts';
import { CLOCK_TOLERANCE, type Instant } from './instant.ts';
import type { RestoreChains } from './restore-chain.ts';

export function isInFuture(moment: Instant, now: Instant): boolean {
  return moment > now + CLOCK_TOLERANCE;
}

/** A backup that can be restored, with its recovery point known. */
export type UsableBackup = Backup & { readonly recoveryPoint: Instant };

/** The usable backups among `listed`, the latest recovery point first. */
export function findUsable(options: {
  listed: readonly Backup[];
  chains: RestoreChains;
  accepted: AcceptedTypes;
  now: Instant;
}): readonly UsableBackup[] {
  const { listed, chains, accepted, now } = options;
  return listed
    .filter(hasRecoveryPoint)
    .filter((backup) => backup.status === 'succeeded' && isAccepted(backup.type, accepted))
    .filter((backup) => !isInFuture(backup.recoveryPoint, now))
    .filter((backup) => chains.faultOf(backup) === null)
    .toSorted((a, b) => b.recoveryPoint - a.recoveryPoint);
}

function hasRecoveryPoint(backup: Backup): backup is UsableBackup {
  return backup.recoveryPoint !== null;
}
