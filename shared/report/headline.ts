import { isNothingRead } from '../domain/finding-catalogue.ts';
import { formatAge } from '../domain/duration.ts';
import { formatMoment } from '../domain/instant.ts';
import type { ServiceResult } from '../domain/service-result.ts';
import { type Medium, renderMarked } from './medium.ts';
import { findNextRun } from './next-run.ts';
import { capitalise } from './text.ts';
import { leadingWords, type WordedFinding, type WordedResult } from './worded.ts';

/** What a verdict leads to: `blocked`, `would-block` with a gate that only warns, or `allowed`. */
export type Consequence = 'blocked' | 'would-block' | 'allowed';

/**
 * What is known about one service, in one line. A finding about the backups says what it leads to;
 * one about something else says what could not be done.
 */
export function writeHeadline(
  result: WordedResult,
  { medium, consequence }: { readonly medium: Medium; readonly consequence: Consequence },
): string {
  const words = leadingWords(result);
  if (!words) return `Deploy allowed: ${describeRecoveryPoint(result)}`;
  const clause = renderMarked(joinClause(words), medium);
  if (consequence === 'would-block') return `Would block: ${clause}`;
  if (consequence === 'allowed') return `Deploy allowed, with a warning: ${clause}`;
  return words.undone === '' ? `Deploy blocked: ${clause}` : capitalise(clause);
}

/** The headline's clause by itself: `the last backup failed`. */
export function writeClause(result: WordedResult, medium: Medium): string {
  const words = leadingWords(result);
  return words ? renderMarked(joinClause(words), medium) : describeRecoveryPoint(result);
}

function joinClause({ undone, what }: WordedFinding): string {
  return undone === '' ? what : `could not ${undone}: ${what}`;
}

/** The last good recovery point, and when the next backup is due. */
export function describeHoldings(result: ServiceResult): string {
  return [describeRecoveryPoint(result), describeNextRun(result)].filter(Boolean).join('; ');
}

/** The same without the time since or until then: `last good backup 20 Nov 02:00 UTC`. */
export function describeMoments(result: ServiceResult): string {
  const { latestUsable, judgedAt } = result;
  const point = latestUsable
    ? `last good backup ${formatMoment(latestUsable.recoveryPoint, judgedAt)}`
    : describeRecoveryPoint(result);
  return [point, describeNextRun(result)].filter(Boolean).join('; ');
}

/** `last good backup 20 Nov 02:00 UTC, 15h 50m ago`. */
function describeRecoveryPoint({ latestUsable, judgedAt, findings }: ServiceResult): string {
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
