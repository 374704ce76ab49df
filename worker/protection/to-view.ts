import type { DeploymentView } from '../status/deployment-view.ts';
import type { DeploymentRecord } from './deployment-record.ts';
import { explainProblem } from './problem.ts';

/** As the board shows it. */
export function toDeploymentView(record: DeploymentRecord): DeploymentView {
  const { repository, environment, runId, requestedAt, decision, held, answer } = record;
  const { supersededAt } = record;
  return {
    repository,
    environment,
    runId,
    requestedAt,
    state: supersededAt === null ? stateOf(record) : 'superseded',
    message: supersededAt === null ? (decision?.summary ?? held) + explainProblem(record) : answer,
    decidedAt: supersededAt ?? decision?.at ?? null,
    isAnswered: answer !== '',
  };
}

function stateOf({ decision, held }: DeploymentRecord): DeploymentView['state'] {
  return decision?.state ?? (held === '' ? 'waiting' : 'held');
}
