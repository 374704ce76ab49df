import { isUnknown } from '../../shared/domain/finding-catalogue.ts';
import type { GateMode } from '../../shared/domain/gate.ts';
import type { Finding } from '../../shared/domain/finding.ts';
import { formatMinute } from '../../shared/domain/instant.ts';
import { describeMoments, explainService } from '../../shared/report/headline.ts';
import type { ServiceResult } from '../../shared/domain/service-result.ts';
import { cutAtWord } from '../../shared/report/text.ts';
import { remedyOf } from '../remedies.ts';

/** A commit status in GitHub's terms. */
export interface Status {
  readonly context: string;
  readonly state: 'success' | 'failure' | 'error';
  readonly description: string;
}

/** GitHub refuses longer descriptions. */
const MAX_DESCRIPTION = 140;

/**
 * The status of one service, which a branch may require: it succeeds exactly if the gate would be
 * open. `null` if nothing was judged and no explicit request failed.
 */
export function writeStatus(result: ServiceResult, gate: GateMode): Status | null {
  if (!result.judged && result.verdict !== 'block') return null;
  const lead = leadOf(result, gate);
  return {
    context: `backup-gate/${result.service}`,
    state: stateOf(result, gate),
    description: cutAtWord(`${lead}${explainInMoments(result)}`, MAX_DESCRIPTION),
  };
}

/** With moments in place of ages, so that the same state of things has the same text an hour later. */
function explainInMoments(result: ServiceResult): string {
  const [severest] = result.findings;
  if (!severest || severest.severity === 'info') return describeMoments(result);
  const moment = momentOf(severest);
  return moment === null ? explainService(result, remedyOf) : `${severest.code}: ${moment}`;
}

/** Instead of the sentences that tell how long ago something was. */
function momentOf(finding: Finding): string | null {
  switch (finding.code) {
    case 'recovery-point-too-old':
      return `The latest recovery point is ${formatMinute(finding.recoveryPointAt)}.`;
    case 'recovery-point-in-future':
      return `A backup is dated ${formatMinute(finding.recoveryPointAt)}, ahead of now.`;
    case 'backup-in-progress':
    case 'backup-stuck':
      return finding.startedAt === null
        ? 'The newest backup has not ended.'
        : `A backup that began at ${formatMinute(finding.startedAt)} has not ended.`;
    default:
      return null;
  }
}

function stateOf({ verdict, findings }: ServiceResult, gate: GateMode): Status['state'] {
  if (verdict !== 'block' || gate === 'warn') return 'success';
  const blocking = findings.filter(({ severity }) => severity === 'block');
  return blocking.every(isUnknown) ? 'error' : 'failure';
}

/** A green tick with a warning or a bad backup behind it must say so. */
function leadOf({ verdict }: ServiceResult, gate: GateMode): string {
  if (verdict === 'pass') return 'Good: ';
  if (verdict === 'warn') return 'Passed with a warning: ';
  return gate === 'warn' ? 'Blocked, but gate: warn lets it pass: ' : '';
}
