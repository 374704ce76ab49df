import { oneOf, readBody, textUpTo } from '../github/body.ts';
import type { Answer } from '../server/answer.ts';
import { emptyAnswer } from '../server/answer.ts';
import { Refusal } from '../server/refusal.ts';
import type { Call } from './call.ts';
import type { Deployment } from './state.ts';
import { readToken } from './tokens.ts';

const mostReports = 10;
const mostComment = 1024;

/** A decision about the jobs of a run that wait for an environment, or without a state a report. */
export function review(call: Call): Answer {
  const { state, request, ids } = call;
  const deployments = findDeployments(call);
  const [name = '', runId = ''] = ids;
  const body = readBody(request, {
    environment_name: { check: textUpTo(255, 1), needed: true },
    state: { check: oneOf('approved', 'rejected') },
    comment: { check: textUpTo(mostComment, 1) },
  });
  const [environment, comment] = [String(body['environment_name']), String(body['comment'] ?? '')];
  const own = deployments.filter((one) => one.environment === environment);
  if (own.length === 0) throw new Refusal(404, `Not Found: ${name} ${runId} ${environment}`);
  const at = state.clock.now();
  const verdict = body['state'];
  const waiting = own.filter((one) => one.state === 'waiting');
  if (verdict === undefined) return report(waiting, { comment, at });
  if (waiting.length === 0) {
    own.at(-1)?.late.push({ state: String(verdict), comment, at });
    throw new Refusal(
      state.settings.lateStatus,
      'No pending deployment requests to approve or reject',
    );
  }
  for (const one of waiting) {
    one.state = verdict === 'approved' ? 'approved' : 'rejected';
    one.reviews.push({ state: one.state, comment, at });
  }
  return emptyAnswer({ status: 204 });
}

/** It is said of all that wait. */
function report(
  waiting: readonly Deployment[],
  said: { readonly comment: string; readonly at: number },
): Answer {
  if (waiting.length === 0) throw new Refusal(422, 'No pending deployment requests');
  if (said.comment === '') throw new Refusal(422, 'Validation Failed: comment');
  if (waiting.some(({ reports }) => reports.length >= mostReports)) {
    throw new Refusal(422, 'Too many status reports');
  }
  for (const { reports } of waiting) reports.push(said);
  return emptyAnswer({ status: 204 });
}

/** Those of the run. A repository beyond the token's is not found. */
function findDeployments(call: Call): readonly Deployment[] {
  const { repositoryIds, permissions } = readToken(call);
  const [name = '', runId = ''] = call.ids;
  const found = call.state.deployments.filter(
    ({ repository, runId: id }) =>
      repository.fullName.toLowerCase() === name.toLowerCase() &&
      repositoryIds.includes(repository.id) &&
      id === runId,
  );
  if (found.length === 0) throw new Refusal(404, 'Not Found');
  if (permissions['deployments'] === 'write') return found;
  throw new Refusal(403, 'Resource not accessible by integration');
}
