import { orderingTime } from '../backup.ts';
import { isInFuture } from '../recovery-point.ts';
import { dependsOnFullBackup, findChainFault } from '../restore-chain.ts';
import type { Rule } from './rule-context.ts';

/** Not raised where the list could not be read at all: that is unknown, and said as such. */
export const noUsableBackup: Rule = ({ evidence, latestUsable, listed, accepted, policy }) => {
  if (latestUsable || evidence.backups.state === 'unavailable') return [];
  const succeeded = accepted.filter((backup) => backup.status === 'succeeded');
  return [
    {
      code: 'no-usable-backup',
      severity: evidence.backups.state === 'incomplete' ? policy.onUnknown : 'block',
      backupsSeen: listed.length,
      succeededSeen: succeeded.length,
      undatedSeen: succeeded.filter(({ recoveryPoint }) => recoveryPoint === null).length,
      acceptTypes: policy.acceptTypes,
    },
  ];
};

/** A recovery point ahead of now means that a clock is wrong, so no age can be trusted. */
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
 * The newest backup that stands on another one must have it. One that a later usable backup has
 * overtaken no longer matters: full backups expire before those that stand on them. Where the list
 * was cut short, the full backup may be in the part that was not read, which is said there.
 */
export const restoreChainBroken: Rule = ({ evidence, listed, accepted, latestUsable }) => {
  const newest = accepted.find((b) => b.status === 'succeeded' && dependsOnFullBackup(b));
  const fault = newest ? findChainFault(newest, listed) : null;
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
