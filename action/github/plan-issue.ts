import { changeBetween } from '../../shared/domain/changes.ts';
import type { Finding } from '../../shared/domain/finding.ts';
import type { ServiceResult } from '../../shared/domain/service-result.ts';
import type { Verdict } from '../../shared/domain/verdict.ts';

/** An open issue of ours about one service. */
export interface OpenIssue {
  readonly number: number;
  /** The findings in its text, as `fingerprint` gives them. */
  readonly findings: readonly string[];
}

/** What a run found about one service. */
export interface Seen {
  readonly verdict: Verdict;
  /** If false, nothing is known to be good. */
  readonly judged: boolean;
  readonly findings: readonly string[];
  /** Only something temporary, such as an outage, keeps it from passing. */
  readonly isPassing?: boolean;
}

/** Changes in the findings since the issue was written; empty if there are none. */
export interface Change {
  readonly added: readonly string[];
  readonly gone: readonly string[];
}

export type IssueStep =
  | { readonly kind: 'leave' }
  | { readonly kind: 'open' }
  /** Rewrite its text, and comment if something changed. */
  | { readonly kind: 'edit'; readonly number: number; readonly change: Change }
  | { readonly kind: 'close'; readonly number: number };

export interface IssuePlan {
  readonly step: IssueStep;
  /** Younger open issues about the same service, to be closed. */
  readonly duplicates: readonly number[];
}

/**
 * Plans what to do about the issues of one service. Pure. `block` opens one, `pass` closes it;
 * `warn` keeps an open one open, because not all is well again, and opens none. An outage says
 * nothing about the backups, so it touches none: the failed run tells of it.
 */
export function planIssue(open: readonly OpenIssue[], seen: Seen): IssuePlan {
  const [oldest, ...younger] = open.toSorted((a, b) => a.number - b.number);
  const isUnjudged = !seen.judged && seen.verdict !== 'block';
  if (isUnjudged || seen.isPassing) return { step: { kind: 'leave' }, duplicates: [] };
  return { step: planStep(oldest, seen), duplicates: younger.map(({ number }) => number) };
}

/** An open issue tells of a block; without one, nothing worse than a warning was told. */
function planStep(issue: OpenIssue | undefined, { verdict, findings }: Seen): IssueStep {
  const change = changeBetween(issue ? 'block' : 'warn', verdict);
  if (!issue) return { kind: change === 'worse' ? 'open' : 'leave' };
  const { number } = issue;
  if (change === 'recovered') return { kind: 'close', number };
  return { kind: 'edit', number, change: compare(issue.findings, findings) };
}

function compare(before: readonly string[], now: readonly string[]): Change {
  return {
    added: now.filter((finding) => !before.includes(finding)),
    gone: before.filter((finding) => !now.includes(finding)),
  };
}

export function isEmpty({ added, gone }: Change): boolean {
  return added.length === 0 && gone.length === 0;
}

/** A refused key and an unknown service last until somebody acts; an incomplete list does not. */
export function isPassingUnknown({
  verdict,
  findings,
}: Pick<ServiceResult, 'verdict' | 'findings'>) {
  const deciding = findings.filter(({ severity }) => severity === verdict);
  return verdict !== 'pass' && deciding.every(isPassing);
}

function isPassing(finding: Finding): boolean {
  if (finding.code === 'evidence-incomplete') return true;
  return finding.code === 'evidence-unavailable' && finding.problem.kind === 'unavailable';
}
