import { orderingTime } from '../backup.ts';
import type { Evidence } from '../evidence.ts';
import { isInFuture } from '../recovery-point.ts';
import { dependsOnAnother } from '../restore-chain.ts';
import type { Rule } from './rule-context.ts';

/** Not raised if the list could not be read: `evidence-unavailable` says that. */
export const noUsableBackup: Rule = ({ evidence, latestUsable, listed, accepted, policy }) => {
  if (latestUsable || evidence.backups.state === 'unavailable') return [];
  const succeeded = accepted.filter((backup) => backup.status === 'succeeded');
  const undated = succeeded.filter(({ recoveryPoint }) => recoveryPoint === null);
  const [timeText] = undated.flatMap((backup) => backup.timeText ?? []);
  return [
    {
      code: 'no-usable-backup',
      severity: evidence.backups.state === 'incomplete' ? policy.onUnknown : 'block',
      backupsSeen: listed.length,
      succeededSeen: succeeded.length,
      undatedSeen: undated.length,
      ...(timeText === undefined ? {} : { timeText }),
      acceptTypes: policy.acceptTypes,
      ...(isNothingListed(evidence) ? { nothingListed: true } : {}),
    },
  ];
};

/** Where a provider shows no schedules, the list of backups alone tells. */
function isNothingListed({ backups, schedules }: Evidence): boolean {
  const hasNoBackup = backups.state === 'complete' && backups.items.length === 0;
  // One that this very step made says nothing about the id.
  const hasNoSchedule =
    schedules.state === 'complete' && schedules.items.every(({ changedNow }) => changedNow);
  return hasNoBackup && (schedules.state === 'not-offered' || hasNoSchedule);
}

/** A recovery point in the future means that a clock is wrong, so no age can be trusted. */
export const recoveryPointInFuture: Rule = ({ accepted, now }) => {
  for (const { id, status, recoveryPoint } of accepted) {
    if (status !== 'succeeded' || recoveryPoint === null) continue;
    if (!isInFuture(recoveryPoint, now)) continue;
    return [
      {
        code: 'recovery-point-in-future',
        severity: 'block',
        backupId: id,
        recoveryPointAt: recoveryPoint,
        aheadMs: recoveryPoint - now,
      },
    ];
  }
  return [];
};

/**
 * The full backup that the newest dependent one needs must be there. Ignored once a later backup is
 * usable: full backups expire before those that depend on them. If the list was cut short, the full
 * one may be in the unread part, and `evidence-incomplete` says that.
 */
export const restoreChainBroken: Rule = ({ evidence, chains, accepted, latestUsable }) => {
  const newest = accepted.find((b) => b.status === 'succeeded' && dependsOnAnother(b));
  const fault = newest ? chains.faultOf(newest) : null;
  if (!newest || !fault) return [];
  if (fault === 'full-backup-missing' && evidence.backups.state === 'incomplete') return [];
  if (latestUsable && orderingTime(latestUsable) > orderingTime(newest)) return [];
  return [
    {
      code: 'restore-chain-broken',
      severity: 'block',
      backupId: newest.id,
      type: newest.type,
      fullBackupId: newest.fullBackupId,
      fault,
    },
  ];
};
