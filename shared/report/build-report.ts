import { type Finding, severestFirst } from '../domain/finding.ts';
import { type Judgement, verdictOf } from '../domain/verdict.ts';
import { MAX_BARS } from './chart.ts';
import type { ServiceReport } from './service-report.ts';

type Given = Pick<ServiceReport, 'service' | 'judged' | 'capabilities' | 'ensured' | 'request'> & {
  /** What was found besides what is judged. */
  readonly findings: readonly Finding[];
};

/** A judged service as all media tell it. */
export function buildReport({ context, findings }: Judgement, given: Given): ServiceReport {
  const all = severestFirst([...given.findings, ...findings]);
  return {
    ...given,
    judgedAt: context.now,
    findings: all,
    verdict: verdictOf(all),
    latestFinished: context.newestFinished,
    latestUsable: context.latestUsable,
    schedules: context.recurring,
    history: context.accepted.slice(0, MAX_BARS).toReversed(),
  };
}
