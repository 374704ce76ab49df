import type { Clock } from '../../shared/clock.ts';
import { err, ok, type Result } from '../../shared/domain/result.ts';
import type { StepResult, StepServiceResult } from '../step-result.ts';
import type { Octokit } from './connect.ts';
import { type Failure, readFailure } from './failure.ts';
import type { WorkflowContext } from './workflow-context.ts';

/** What every kind of report needs. */
export interface Reporting {
  readonly stepResult: StepResult;
  readonly workflow: WorkflowContext;
  readonly octokit: Octokit;
  readonly clock: Clock;
  /** One line of the log; it must not hold raw text from outside. */
  readonly log: (line: string) => void;
}

/** Why a report failed, and for which services. */
export interface ReportFailure {
  readonly failure: Failure;
  readonly services: readonly string[];
}

/** After this many services without an answer, GitHub is considered down. */
const MAX_LOST = 3;

/**
 * Does the work service by service. Continues after a failure, unless the other services would hit
 * it too. `null` if nothing failed; rejects only with errors that are not GitHub's.
 */
export async function inTurn(
  results: readonly StepServiceResult[],
  work: (result: StepServiceResult) => Promise<void>,
): Promise<ReportFailure | null> {
  const failures: Failure[] = [];
  const services: string[] = [];
  for (const result of results) {
    const done = isOver(failures) ? null : await attempt(() => work(result));
    if (done?.ok) continue;
    if (done) failures.push(done.problem);
    services.push(result.origin.key.service);
  }
  const [failure] = failures;
  return failure ? { failure, services } : null;
}

/** The value, or GitHub's failure; rejects with any other error. */
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
