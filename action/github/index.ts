import { endSleepAt } from '../../shared/clock.ts';
import { type Instant, MINUTE, SECOND } from '../../shared/domain/instant.ts';
import type { Dependencies } from '../context.ts';
import type { Inputs } from '../inputs/index.ts';
import type { ReportKind } from '../inputs/reports.ts';
import type { StepResult } from '../step-result.ts';
import { connect } from './connect.ts';
import { explainFailure } from './failure.ts';
import { readWorkflowContext } from './workflow-context.ts';
import { reportIssues } from './report-issues.ts';
import { reportStatuses } from './report-statuses.ts';
import type { Reporting, ReportFailure } from './reporting.ts';

const WRITERS: Readonly<
  Record<ReportKind, (reporting: Reporting) => Promise<ReportFailure | null>>
> = {
  status: reportStatuses,
  issue: reportIssues,
};

/** Reports the verdicts to GitHub. A report that GitHub refuses is a warning. */
export async function reportToGitHub(
  stepResult: StepResult,
  dependencies: Dependencies,
): Promise<void> {
  const { core, env } = dependencies;
  const { inputs } = stepResult;
  const warn = (line: string) => core.warning(line, { title: 'Backup Gate' });
  const log = (line: string) => core.info(line);
  const workflow = await readWorkflowContext(env);
  if (!workflow) return warn(NO_WORKFLOW);
  const deadline = deadlineFor(stepResult, dependencies.clock.now());
  const clock = endSleepAt(deadline, dependencies.clock);
  const { githubToken: token } = inputs;
  const octokit = connect({ token, apiUrl: workflow.apiUrl, clock, deadline, log });
  for (const kind of inputs.reports) {
    const reportFailure = await WRITERS[kind]({ stepResult, workflow, octokit, clock, log });
    if (reportFailure) warn(explainReportFailure(reportFailure, kind, inputs));
  }
}

const NO_WORKFLOW =
  'report: skipped. It works only in a GitHub workflow, and GITHUB_REPOSITORY, GITHUB_RUN_ID or GITHUB_SHA is not set.';

/** Reports get at least this long, even after the step's deadline. */
const MIN_TIME = 5 * SECOND;

/** The end of all reports together. They are part of all waiting, which the step's deadline ends. */
function deadlineFor({ results, inputs, deadline }: StepResult, now: Instant): Instant {
  const bound = 2 * MINUTE + results.length * inputs.reports.length * 5 * SECOND;
  return Math.min(now + bound, Math.max(deadline, now + MIN_TIME));
}

const MAX_NAMED = 3;

function explainReportFailure(
  { failure, services }: ReportFailure,
  kind: ReportKind,
  { secrets }: Inputs,
): string {
  const named = services.slice(0, MAX_NAMED).join(', ');
  const more = services.length > MAX_NAMED ? ` and ${services.length - MAX_NAMED} more` : '';
  const why = explainFailure(failure, kind, secrets);
  return `report: ${kind} failed for ${named}${more}: ${why} The verdict stands.`;
}
