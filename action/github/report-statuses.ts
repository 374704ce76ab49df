import { REPEATABLE } from './attempts.ts';
import { inTurn, type Reporting, type ReportFailure } from './reporting.ts';
import { writeStatus } from './status.ts';

/** Sets one commit status for each service. A later one replaces it, so it may be repeated. */
export function reportStatuses(reporting: Reporting): Promise<ReportFailure | null> {
  const { stepResult, workflow, octokit, log } = reporting;
  const { owner, repo, sha, runUrl } = workflow;
  const { gate, dryRun } = stepResult.inputs;
  return inTurn(stepResult.results, async (result) => {
    const status = writeStatus(result, gate);
    if (!status) return log(`${result.service}: nothing was judged, so no status is set`);
    const words = `commit status ${status.context}: ${status.state}`;
    if (dryRun) return log(`${result.service}: dry run: would be set: ${words}`);
    const at = { owner, repo, sha, target_url: runUrl, request: REPEATABLE };
    await octokit.rest.repos.createCommitStatus({ ...at, ...status });
    log(`${result.service}: ${words}`);
  });
}
