import { MARKED } from '../../shared/report/medium.ts';
import type { DeploymentRecord } from './deployment-record.ts';
import { MAY_BE_TAKEN } from './review.ts';

/** What GitHub says where nobody waits: it was canceled or bypassed. It may mean something else. */
const NOTHING_WAITS = /^HTTP 4(?:04|22)\b/;

/** Whether GitHub refused the last two reports so. */
export function isUnheard({ reports, requestedAt }: DeploymentRecord): boolean {
  const own = reports.filter(({ at }) => at >= requestedAt).slice(-2);
  return own.length === 2 && own.every(({ answer }) => NOTHING_WAITS.test(answer));
}

/** What GitHub said, where it did not take what it was told. MARKED; empty where it did. */
export function explainProblem(record: DeploymentRecord): string {
  const { decision, sending, answer, problem } = record;
  if (problem === '') return '';
  const said = MARKED.quote(problem);
  if (decision === null) {
    const perhaps = isUnheard(record) ? ' Perhaps nobody waits for it any more.' : '';
    return `. GitHub was not told: ${said}.${perhaps}`;
  }
  if (sending !== null) return `. GitHub did not take it: ${said}.`;
  return answer.endsWith(MAY_BE_TAKEN)
    ? `. GitHub refused to take it again: ${said}; ${MAY_BE_TAKEN}.`
    : `. GitHub refused it: ${said}.`;
}
