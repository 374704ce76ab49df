import type { Clock } from '../../shared/clock.ts';
import { err, ok, type Result } from '../../shared/domain/result.ts';
import type { ServiceReport } from '../../shared/report/service-report.ts';
import type { Outcome } from '../outcome.ts';
import type { Octokit } from './connect.ts';
import { type Failure, readFailure } from './failure.ts';
import type { Place } from './place.ts';

/** What every way of reporting works with. */
export interface Reporting {
  readonly outcome: Outcome;
  readonly place: Place;
  readonly octokit: Octokit;
  readonly clock: Clock;
  /** One line of the log; it must not hold raw text from outside. */
  readonly log: (line: string) => void;
}

/** Why something is not reported, and of which services. */
export interface Trouble {
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
  reports: readonly ServiceReport[],
  work: (report: ServiceReport) => Promise<void>,
): Promise<Trouble | null> {
  const failures: Failure[] = [];
  const services: string[] = [];
  for (const report of reports) {
    const done = isOver(failures) ? null : await attempt(() => work(report));
    if (done?.ok) continue;
    if (done) failures.push(done.problem);
    services.push(report.service);
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
