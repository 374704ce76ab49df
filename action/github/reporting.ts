import type { Clock } from '../../shared/clock.ts';
import { err, ok, type Result } from '../../shared/domain/result.ts';
import type { ServiceResult } from '../../shared/domain/service-result.ts';
import type { StepResult } from '../step-result.ts';
import type { Octokit } from './connect.ts';
import { type Failure, readFailure } from './failure.ts';
import type { WorkflowContext } from './workflow-context.ts';

/** What every way of reporting works with. */
export interface Reporting {
  readonly stepResult: StepResult;
  readonly workflow: WorkflowContext;
  readonly octokit: Octokit;
  readonly clock: Clock;
  /** One line of the log; it must not hold raw text from outside. */
  readonly log: (line: string) => void;
}

/** Why something is not reported, and of which services. */
export interface ReportFailure {
  readonly failure: Failure;
  readonly services: readonly string[];
}

/** After so many services for which GitHub did not answer, it is taken to be down. */
const MAX_LOST = 3;

/**
 * Does the work for one service after the other, and goes on after a failure, unless the others
 * would meet it too. `null` where nothing failed; rejects only with what is no failure of GitHub's.
 */
export async function inTurn(
  results: readonly ServiceResult[],
  work: (result: ServiceResult) => Promise<void>,
): Promise<ReportFailure | null> {
  const failures: Failure[] = [];
  const services: string[] = [];
  for (const result of results) {
    const done = isOver(failures) ? null : await attempt(() => work(result));
    if (done?.ok) continue;
    if (done) failures.push(done.problem);
    services.push(result.service);
  }
  const [failure] = failures;
  return failure ? { failure, services } : null;
}

/** What came of it, or GitHub's failure; rejects with everything else. */
export async function attempt<Value>(work: () => Promise<Value>): Promise<Result<Value, Failure>> {
  try {
    return ok(await work());
  } catch (error) {
    const failure = readFailure(error);
    if (!failure) throw error;
    return err(failure);
  }
}

function isOver(failures: readonly Failure[]): boolean {
  const last = failures.at(-1);
  if (!last || last.kind === 'unfit') return false;
  return last.kind !== 'lost' || failures.length >= MAX_LOST;
}
