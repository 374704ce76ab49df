import type { Backup } from './backup.ts';
import { DAY, type Instant } from './instant.ts';
import type { Policy } from './policy.ts';
import { createRuleContext } from './rules/rule-context.ts';

/** A weekly run and its grace lie within this. */
const MIN_READ_BACK = 8 * DAY;

/**
 * Whether the newest part of a list settles every rule, so that the rest need not be read: it has a
 * usable backup, every full backup that a listed one depends on, and the last run of every schedule
 * that runs weekly or more often. `usual` compares at most 20 backups and uses what was read.
 */
export function isEnoughToJudge(backups: readonly Backup[], policy: Policy, now: Instant): boolean {
  const evidence = {
    backups: { state: 'complete', items: backups },
    schedules: { state: 'not-offered' },
  } as const;
  const { accepted, chains, latestUsable } = createRuleContext(evidence, policy, now);
  const faults = accepted.map(chains.faultOf);
  const isReadBack = backups.some(({ startedAt }) => (startedAt ?? now) < now - MIN_READ_BACK);
  return latestUsable !== null && isReadBack && !faults.includes('full-backup-missing');
}
