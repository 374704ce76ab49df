import { MARKED } from '../../shared/report/medium.ts';
import type { DeploymentRecord } from './deployment-record.ts';
import { MAY_BE_TAKEN } from './review.ts';

/** What GitHub said, where it did not take the decision. MARKED; empty where it did. */
export function explainProblem({ decision, sending, answer, problem }: DeploymentRecord): string {
  if (problem === '' || decision === null) return '';
  const said = MARKED.quote(problem);
  if (sending !== null) return `. GitHub did not take it: ${said}.`;
  return answer.endsWith(MAY_BE_TAKEN)
    ? `. GitHub refused to take it again: ${said}; ${MAY_BE_TAKEN}.`
    : `. GitHub refused it: ${said}.`;
}
