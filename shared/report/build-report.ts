import { type Finding, severestFirst } from '../domain/finding.ts';
import { type Judgement, verdictOf } from '../domain/verdict.ts';
import { MOST_BARS } from './chart.ts';
import type { ServiceReport } from './service-report.ts';

type Given = Pick<ServiceReport, 'service' | 'judged' | 'can' | 'ensured' | 'request'> & {
  /** What was found besides what is judged. */
  readonly findings: readonly Finding[];
};

/** A judged service as all media tell it. */
export function buildReport({ situation, findings }: Judgement, given: Given): ServiceReport {
  const all = severestFirst([...given.findings, ...findings]);
  return {
    ...given,
    judgedAt: situation.now,
    findings: all,
    verdict: verdictOf(all),
    latestFinished: situation.newestFinished,
    latestUsable: situation.latestUsable,
    schedules: situation.recurring,
    history: situation.accepted.slice(0, MOST_BARS).toReversed(),
  };
}
