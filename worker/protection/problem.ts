import { MARKED } from '../../shared/report/medium.ts';
import type { DeploymentRecord } from './deployment-record.ts';
import { MAY_BE_TAKEN } from './review.ts';

/** What GitHub said, where it did not take what it was told. MARKED; empty where it did. */
export function explainProblem(record: DeploymentRecord): string {
  const { decision, sending, answer, problem } = record;
  if (problem === '') return '';
  const said = MARKED.quote(problem);
  if (decision === null) return `. GitHub was not told: ${said}.`;
  if (sending !== null) return `. GitHub did not take it: ${said}.`;
  return answer.endsWith(MAY_BE_TAKEN)
    ? `. GitHub refused to take it again: ${said}; ${MAY_BE_TAKEN}.`
    : `. GitHub refused it: ${said}.`;
}
