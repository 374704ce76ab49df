import type { FindingCode } from '../../shared/domain/finding.ts';
import type { GateMode } from '../../shared/domain/gate.ts';
import { explainService } from '../../shared/report/headline.ts';
import type { ServiceReport } from '../../shared/report/service-report.ts';
import { cutAtWord } from '../../shared/report/text.ts';

/** A commit status as GitHub takes it. */
export interface Status {
  readonly context: string;
  readonly state: 'success' | 'failure' | 'error';
  readonly description: string;
}

/** GitHub refuses a longer one. */
const LONGEST_DESCRIPTION = 140;

/** What says that nothing is known, rather than that something is wrong. */
const UNKNOWN: readonly FindingCode[] = [
  'evidence-unavailable',
  'evidence-incomplete',
  'status-unrecognised',
];

/**
 * The status of one service, which a branch may require: it succeeds exactly where the gate would
 * be open. `null` where nothing was judged and nothing asked for has failed.
 */
export function writeStatus(report: ServiceReport, gate: GateMode): Status | null {
  if (!report.judged && report.verdict !== 'block') return null;
  const lead = leadOf(report, gate);
  return {
    context: `backup-gate/${report.service}`,
    state: stateOf(report, gate),
    description: cutAtWord(`${lead}${explainService(report)}`, LONGEST_DESCRIPTION),
  };
}

function stateOf({ verdict, findings }: ServiceReport, gate: GateMode): Status['state'] {
  if (verdict !== 'block' || gate === 'warn') return 'success';
  const blocking = findings.filter(({ severity }) => severity === 'block');
  return blocking.every(({ code }) => UNKNOWN.includes(code)) ? 'error' : 'failure';
}

/** A green tick must say so where all is not well. */
function leadOf({ verdict }: ServiceReport, gate: GateMode): string {
  if (verdict === 'pass') return 'Good: ';
  if (verdict === 'warn') return 'Passed with a warning: ';
  return gate === 'warn' ? 'Blocked, but gate: warn lets it pass: ' : '';
}
