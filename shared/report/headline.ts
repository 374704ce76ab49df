import type { FindingCode } from '../domain/finding.ts';
import { formatAge, formatDuration } from '../domain/duration.ts';
import { formatMinute } from '../domain/instant.ts';
import { toSentence } from './explain.ts';
import { findNextRun } from './next-run.ts';
import type { ServiceReport } from './service-report.ts';
import { quotePlain } from './text.ts';

/** One service in one line: the severest finding, or else what there is to return to. */
export function explainService(report: ServiceReport): string {
  const { can } = report;
  const [severest] = report.findings;
  if (severest && severest.severity !== 'info') {
    const more = report.findings.filter(({ severity }) => severity === 'block').length - 1;
    const others = more > 0 ? ` (and ${more} more)` : '';
    return `${severest.code}${others}: ${toSentence(severest, { quote: quotePlain, can })}`;
  }
  return describeHoldings(report);
}

const UNREAD: readonly FindingCode[] = ['evidence-unavailable', 'unsupported'];

/** What there is to return to, and when the next backup is due. */
export function describeHoldings(report: ServiceReport): string {
  return [describeRecoveryPoint(report), describeNextRun(report)].filter(Boolean).join('; ');
}

function describeRecoveryPoint({ latestUsable, judgedAt, findings }: ServiceReport): string {
  const unread = findings.some(({ code }) => UNREAD.includes(code));
  if (!latestUsable) return unread ? 'nothing could be read' : 'no usable backup is known';
  const { recoveryPoint } = latestUsable;
  return `recovery point ${formatMinute(recoveryPoint)}, ${formatAge(judgedAt - recoveryPoint)}`;
}

function describeNextRun({ schedules, judgedAt }: ServiceReport): string {
  const next = findNextRun(schedules, judgedAt);
  return next ? `next run in ${formatDuration(next.at - judgedAt)}` : '';
}
