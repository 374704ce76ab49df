import type { Evidence } from './evidence.ts';
import { type Finding, type FindingCode, type Severity, severestFirst } from './finding.ts';
import type { Instant } from './instant.ts';
import type { Policy } from './policy.ts';
import { type Judgement, judge, severest, verdictOf } from './verdict.ts';

/** What a service is judged by. */
export interface Policies {
  readonly policy: Policy;
  /** A second policy that holds as well: what it finds counts too. */
  readonly alsoHeldTo?: Policy;
}

/**
 * Judges by one policy, or by the stricter of two. Policies cannot be merged into one that is as
 * strict as both: of two lists of accepted types neither is, because a failure of a type that does
 * not count is not seen. So the evidence is judged by each, and of every code the severer findings
 * count. Where both are as severe, those of `policy` do, and its numbers are shown.
 */
export function judgeByBoth(
  evidence: Evidence,
  { policy, alsoHeldTo }: Policies,
  now: Instant,
): Judgement {
  const own = judge(evidence, policy, now);
  if (!alsoHeldTo) return own;
  const other = judge(evidence, alsoHeldTo, now);
  const findings = severestFirst([
    ...own.findings.filter((each) => !isSevererIn(other.findings, own.findings, each.code)),
    ...other.findings.filter((each) => isSevererIn(other.findings, own.findings, each.code)),
  ]);
  const verdicts = [own, other].map((each) => {
    return { context: each.context, verdict: verdictOf(each.findings) };
  });
  return { findings, context: (severest(verdicts) ?? own).context };
}

function isSevererIn(
  findings: readonly Finding[],
  others: readonly Finding[],
  code: FindingCode,
): boolean {
  return rankOf(findings, code) > rankOf(others, code);
}

const RANKS: Readonly<Record<Severity, number>> = { info: 1, warn: 2, block: 3 };

/** 0 where the code was not found. */
function rankOf(findings: readonly Finding[], code: FindingCode): number {
  return Math.max(
    0,
    ...findings.flatMap((each) => (each.code === code ? RANKS[each.severity] : [])),
  );
}
