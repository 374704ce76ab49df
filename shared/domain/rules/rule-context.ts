import {
  type Backup,
  isAccepted,
  isFinished,
  isUnfinished,
  newestFirst,
  withBelievableTimes,
} from '../backup.ts';
import { type Evidence, itemsOf } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { CLOCK_TOLERANCE, type Instant } from '../instant.ts';
import type { Policy } from '../policy.ts';
import { findUsable, type UsableBackup } from '../recovery-point.ts';
import { createRestoreChains, type RestoreChains } from '../restore-chain.ts';
import { isRecurring, type Schedule } from '../schedule.ts';

/** What every rule gets: the evidence, sorted once, the policy, and one frozen `now`. */
export interface RuleContext {
  readonly evidence: Evidence;
  readonly policy: Policy;
  readonly now: Instant;
  /** All listed backups, of every type. */
  readonly listed: readonly Backup[];
  /** Of an accepted type, newest first. */
  readonly accepted: readonly Backup[];
  readonly newest: Backup | null;
  readonly newestFinished: Backup | null;
  readonly chains: RestoreChains;
  /** The latest recovery point first. */
  readonly usable: readonly UsableBackup[];
  readonly latestUsable: UsableBackup | null;
  readonly recurring: readonly Schedule[];
}

/** A pure function from evidence to findings. It reads no clock and never throws. */
export type Rule = (context: RuleContext) => readonly Finding[];

export function createRuleContext(evidence: Evidence, policy: Policy, now: Instant): RuleContext {
  const listed = itemsOf(evidence.backups).map((backup) => withBelievableTimes(backup, now));
  const ordered = newestFirst(listed, now + CLOCK_TOLERANCE);
  const accepted = ordered.filter((b) => isAccepted(b.type, policy.acceptTypes));
  const chains = createRestoreChains(listed);
  const usable = findUsable({ listed, chains, accepted: policy.acceptTypes, now });
  return {
    evidence,
    policy,
    now,
    listed,
    accepted,
    newest: accepted[0] ?? null,
    newestFinished: accepted.find(isFinished) ?? null,
    chains,
    usable,
    latestUsable: usable[0] ?? null,
    recurring: itemsOf(evidence.schedules).filter(isRecurring),
  };
}

/** The newest backup that is no longer running: the one whose outcome counts. */
export function newestEnded({ accepted }: RuleContext): Backup | null {
  return accepted.find((backup) => !isUnfinished(backup)) ?? null;
}
