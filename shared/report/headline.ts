import { isNothingRead } from '../domain/finding-catalogue.ts';
import { formatAge } from '../domain/duration.ts';
import type { Finding } from '../domain/finding.ts';
import { formatMoment } from '../domain/instant.ts';
import type { ServiceResult } from '../domain/service-result.ts';
import { summarise } from './explain.ts';
import type { Medium } from './medium.ts';
import { findNextRun } from './next-run.ts';
import { contextOf, type RemedyOf } from './render-context.ts';
import { capitalise } from './sentences/sentence.ts';
import { tellOnce } from './tell-once.ts';

/** What a verdict leads to: `blocked`, `would-block` with a gate that only warns, or `allowed`. */
export type Consequence = 'blocked' | 'would-block' | 'allowed';

/**
 * What is known about one service, in one line. A finding about the backups says what it leads to;
 * one about something else says what could not be done.
 */
export function writeHeadline(
  result: ServiceResult,
  { medium, consequence }: { readonly medium: Medium; readonly consequence: Consequence },
): string {
  const finding = leadingFinding(result);
  if (!finding) return `Deploy allowed: ${describeRecoveryPoint(result)}`;
  const { undone, what } = summariseIn(finding, result, medium);
  const why = undone === undefined ? what : `could not ${undone}: ${what}`;
  if (consequence === 'would-block') return `Would block: ${why}`;
  if (consequence === 'allowed') return `Deploy allowed, with a warning: ${why}`;
  return undone === undefined ? `Deploy blocked: ${why}` : capitalise(why);
}

/** The headline's clause by itself: `the last backup failed`. */
export function writeClause(result: ServiceResult, medium: Medium): string {
  const finding = leadingFinding(result);
  if (!finding) return describeRecoveryPoint(result);
  const { undone, what } = summariseIn(finding, result, medium);
  return undone === undefined ? what : `could not ${undone}: ${what}`;
}

/** The severest finding that people are told; none where only `info` was found. */
export function leadingFinding({ findings }: Pick<ServiceResult, 'findings'>): Finding | null {
  const [severest] = tellOnce(findings);
  return severest && severest.severity !== 'info' ? severest : null;
}

function summariseIn(finding: Finding, result: ServiceResult, medium: Medium) {
  return summarise(finding, contextOf(result, { medium, remedyOf: NONE }));
}

const NONE: RemedyOf = () => '';

/** The last good recovery point, and when the next backup is due. */
export function describeHoldings(result: ServiceResult): string {
  return [describeRecoveryPoint(result), describeNextRun(result)].filter(Boolean).join('; ');
}

/** `last good backup 20 Nov 02:00 UTC, 15h 50m ago`. */
export function describeRecoveryPoint({ latestUsable, judgedAt, findings }: ServiceResult): string {
  if (!latestUsable) {
    return findings.some(isNothingRead) ? 'nothing could be read' : 'no usable backup is known';
  }
  const { recoveryPoint } = latestUsable;
  return `last good backup ${formatMoment(recoveryPoint, judgedAt)}, ${formatAge(judgedAt - recoveryPoint)}`;
}

function describeNextRun({ schedules, judgedAt }: ServiceResult): string {
  const next = findNextRun(schedules, judgedAt);
  return next ? `next due ${formatMoment(next.at, judgedAt)}` : '';
}

/** The same without the time since or until then: `last good backup 20 Nov 02:00 UTC`. */
export function describeMoments(result: ServiceResult): string {
  const { latestUsable, judgedAt } = result;
  const point = latestUsable
    ? `last good backup ${formatMoment(latestUsable.recoveryPoint, judgedAt)}`
    : describeRecoveryPoint(result);
  return [point, describeNextRun(result)].filter(Boolean).join('; ');
}
