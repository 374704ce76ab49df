import { type Backup, isUnfinished, medianDuration, orderingTime, timeTextOf } from '../backup.ts';
import { MIN_STUCK } from '../policy.ts';
import type { Rule, RuleContext } from './rule-context.ts';

export const backupInProgress: Rule = ({ newest, policy, now }) => {
  if (!newest || !isUnfinished(newest)) return [];
  return [
    {
      code: 'backup-in-progress',
      severity: policy.inProgress === 'block' ? 'block' : 'info',
      backupId: newest.id,
      status: newest.status,
      type: newest.type,
      startedAt: newest.startedAt,
      ...timeTextOf(newest),
      elapsedMs: newest.startedAt === null ? null : now - newest.startedAt,
    },
  ];
};

/**
 * A backup that has been unfinished for too long is stuck. Ignored once a later backup has
 * succeeded: the data is safe, nobody can delete the record, and it can stay for days.
 */
export const backupStuck: Rule = (context) => {
  const { accepted, now } = context;
  for (const backup of accepted.filter(isUnfinished)) {
    const { startedAt } = backup;
    if (startedAt === null || isOvertaken(backup, context)) continue;
    const elapsedMs = now - startedAt;
    const medianMs = medianDuration(accepted, backup.type);
    const limitMs = stuckAfter(medianMs);
    if (elapsedMs <= limitMs) continue;
    const { id: backupId, type } = backup;
    const measured = { startedAt, elapsedMs, limitMs, medianMs };
    return [{ code: 'backup-stuck', severity: 'block', backupId, type, ...measured }];
  }
  return [];
};

/** How long a backup may be unfinished, by the median of past durations; in milliseconds. */
export function stuckAfter(medianMs: number | null): number {
  return Math.max(MIN_STUCK, 4 * (medianMs ?? 0));
}

function isOvertaken(stuck: Backup, { latestUsable }: RuleContext): boolean {
  return latestUsable !== null && orderingTime(latestUsable) > orderingTime(stuck);
}
