import { REPEATABLE } from './attempts.ts';
import { inTurn, type Reporting, type Trouble } from './reporting.ts';
import { writeStatus } from './status.ts';

/** Sets one commit status for each service. A later one replaces it, so it may be sent again. */
export function reportStatuses(reporting: Reporting): Promise<Trouble | null> {
  const { outcome, place, octokit, log } = reporting;
  const { owner, repo, sha, runUrl } = place;
  const { gate, dryRun } = outcome.inputs;
  return inTurn(outcome.reports, async (report) => {
    const status = writeStatus(report, gate);
    if (!status) return log(`${report.service}: nothing was judged, so no status is set`);
    const words = `commit status ${status.context}: ${status.state}`;
    if (dryRun) return log(`${report.service}: dry run: would be set: ${words}`);
    const at = { owner, repo, sha, target_url: runUrl, request: REPEATABLE };
    await octokit.rest.repos.createCommitStatus({ ...at, ...status });
    log(`${report.service}: ${words}`);
  });
}
