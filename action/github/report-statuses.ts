import * as v from 'valibot';
import { REPEATABLE } from './attempts.ts';
import { UnreadableAnswer } from './failure.ts';
import { attempt, inTurn, type Reporting, type ReportFailure } from './reporting.ts';
import { type Status, writeStatus } from './status.ts';

/**
 * Sets one commit status for each service, unless the latest one says the same: GitHub takes 1,000
 * for each context of a commit. A later one replaces it, so it may be repeated.
 */
export async function reportStatuses(reporting: Reporting): Promise<ReportFailure | null> {
  const { stepResult, workflow, octokit, log } = reporting;
  const { owner, repo, sha, runUrl } = workflow;
  const { results, inputs } = stepResult;
  const { gate, dryRun } = inputs;
  const isAny = results.some((result) => writeStatus(result, gate));
  const before = await attempt(async () => (isAny && !dryRun ? readLatest(reporting) : []));
  if (!before.ok && before.problem.kind !== 'unfit') {
    return { failure: before.problem, services: results.map(({ origin }) => origin.key.service) };
  }
  const latest = before.ok ? before.value : [];
  return inTurn(results, async (result) => {
    const { service } = result.origin.key;
    const status = writeStatus(result, gate);
    if (!status) return log(`${service}: nothing was judged, so no status is set`);
    const words = `commit status ${status.context}: ${status.state}`;
    if (dryRun) return log(`${service}: dry run: would set ${words}`);
    if (latest.some((each) => isSame(each, status))) {
      return log(`${service}: ${words}, unchanged`);
    }
    const at = { owner, repo, sha, target_url: runUrl, request: REPEATABLE };
    await octokit.rest.repos.createCommitStatus({ ...at, ...status });
    log(`${service}: ${words}`);
  });
}

const Combined = v.looseObject({
  statuses: v.array(
    v.looseObject({
      context: v.string(),
      state: v.string(),
      description: v.nullish(v.string(), ''),
    }),
  ),
});

type Latest = v.InferOutput<typeof Combined>['statuses'][number];

const PAGE_SIZE = 100;
const MAX_PAGES = 20;

/** The latest status of each context of the commit. */
async function readLatest({ workflow, octokit }: Reporting): Promise<readonly Latest[]> {
  const { owner, repo, sha: ref } = workflow;
  const latest: Latest[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const query = { owner, repo, ref, per_page: PAGE_SIZE, page };
    const { data } = await octokit.rest.repos.getCombinedStatusForRef(query);
    const answer = v.safeParse(Combined, data);
    if (!answer.success) throw new UnreadableAnswer(null);
    latest.push(...answer.output.statuses);
    if (answer.output.statuses.length < PAGE_SIZE) break;
  }
  return latest;
}

function isSame(latest: Latest, { context, state, description }: Status): boolean {
  return latest.context === context && latest.state === state && latest.description === description;
}
