import type { Evidence } from './evidence.ts';
import { type Finding, severestFirst } from './finding.ts';
import type { Instant } from './instant.ts';
import type { Policy } from './policy.ts';
import { recoveryPointTooOld } from './rules/age.ts';
import { slowerThanUsual } from './rules/duration.ts';
import { evidenceIncomplete, evidenceUnavailable } from './rules/evidence.ts';
import { latestBackupFailed, rowsFailed, statusUnrecognised } from './rules/outcome.ts';
import { backupInProgress, backupStuck } from './rules/progress.ts';
import {
  noSchedule,
  scheduleNotKept,
  scheduleSuspended,
  scheduleUnhealthy,
  scheduleUnverifiable,
} from './rules/schedule.ts';
import { type Rule, type RuleContext, createRuleContext } from './rules/rule-context.ts';
import { sizeDropped, tooSmall } from './rules/size.ts';
import { noUsableBackup, recoveryPointInFuture, restoreChainBroken } from './rules/usable.ts';

export type Verdict = 'pass' | 'warn' | 'block';

/** All rules. Findings of equal severity keep this order. */
const RULES: readonly Rule[] = [
  evidenceUnavailable,
  latestBackupFailed,
  noUsableBackup,
  recoveryPointTooOld,
  restoreChainBroken,
  backupStuck,
  tooSmall,
  sizeDropped,
  recoveryPointInFuture,
  statusUnrecognised,
  evidenceIncomplete,
  backupInProgress,
  rowsFailed,
  slowerThanUsual,
  scheduleSuspended,
  scheduleNotKept,
  scheduleUnhealthy,
  noSchedule,
  scheduleUnverifiable,
];

/** The findings, and the context that they were measured in. */
export interface Judgement {
  readonly findings: readonly Finding[];
  readonly context: RuleContext;
}

/** Judges the evidence by the policy at one moment. Pure. */
export function judge(evidence: Evidence, policy: Policy, now: Instant): Judgement {
  const context = createRuleContext(evidence, policy, now);
  return { context, findings: severestFirst(RULES.flatMap((rule) => rule(context))) };
}

/** The severest finding decides; `info` alone still passes. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some(({ severity }) => severity === 'block')) return 'block';
  return findings.some(({ severity }) => severity === 'warn') ? 'warn' : 'pass';
}

const ORDER: readonly Verdict[] = ['block', 'warn', 'pass'];

/** The item with the severest verdict, the first of equals. */
export function severest<Item extends { readonly verdict: Verdict }>(
  items: readonly Item[],
): Item | undefined {
  return items.toSorted((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict))[0];
}
