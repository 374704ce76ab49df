import type { Backup } from './backup.ts';
import type { Instant } from './instant.ts';
import type { Policy } from './policy.ts';
import { createRuleContext } from './rules/rule-context.ts';

/**
 * Whether the newest part of a list settles every rule, so that the rest need not be read: it has a
 * usable backup, and every full backup that a listed one depends on. `usual` compares at most 20
 * backups and uses what was read: a page holds five times as many, so an older page would help only
 * where other types crowd them out.
 */
export function isEnoughToJudge(backups: readonly Backup[], policy: Policy, now: Instant): boolean {
  const evidence = {
    backups: { state: 'complete', items: backups },
    schedules: { state: 'not-offered' },
  } as const;
  const { accepted, chains, latestUsable } = createRuleContext(evidence, policy, now);
  const faults = accepted.map(chains.faultOf);
  return latestUsable !== null && !faults.includes('full-backup-missing');
}
