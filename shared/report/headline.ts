import { isNothingRead } from '../domain/finding-catalogue.ts';
import { formatAge, formatDuration } from '../domain/duration.ts';
import { formatMinute } from '../domain/instant.ts';
import { toSentence } from './explain.ts';
import { findNextRun } from './next-run.ts';
import type { RemedyOf } from './render-context.ts';
import type { ServiceResult } from '../domain/service-result.ts';
import { quotePlain } from './text.ts';

/** One service in one line: the severest finding, or else its last good recovery point. */
export function explainService(result: ServiceResult, remedyOf: RemedyOf): string {
  const { capabilities } = result;
  const [severest] = result.findings;
  if (severest && severest.severity !== 'info') {
    const more = result.findings.filter(({ severity }) => severity === 'block').length - 1;
    const others = more > 0 ? ` (and ${more} more)` : '';
    return `${severest.code}${others}: ${toSentence(severest, { quote: quotePlain, capabilities, remedyOf })}`;
  }
  return describeHoldings(result);
}

/** The last good recovery point, and when the next backup is due. */
export function describeHoldings(result: ServiceResult): string {
  return [describeRecoveryPoint(result), describeNextRun(result)].filter(Boolean).join('; ');
}

/** The same without the time since or until then. */
export function describeMoments(result: ServiceResult): string {
  const { latestUsable, schedules, judgedAt } = result;
  const next = findNextRun(schedules, judgedAt);
  return [
    latestUsable
      ? `recovery point ${formatMinute(latestUsable.recoveryPoint)}`
      : describeRecoveryPoint(result),
    next ? `next run ${formatMinute(next.at)}` : '',
  ]
    .filter(Boolean)
    .join('; ');
}

function describeRecoveryPoint({ latestUsable, judgedAt, findings }: ServiceResult): string {
  if (!latestUsable) {
    return findings.some(isNothingRead) ? 'nothing could be read' : 'no usable backup is known';
  }
  const { recoveryPoint } = latestUsable;
  return `recovery point ${formatMinute(recoveryPoint)}, ${formatAge(judgedAt - recoveryPoint)}`;
}

function describeNextRun({ schedules, judgedAt }: ServiceResult): string {
  const next = findNextRun(schedules, judgedAt);
  return next ? `next run in ${formatDuration(next.at - judgedAt)}` : '';
}
