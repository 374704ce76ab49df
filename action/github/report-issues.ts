import { SECOND } from '../../shared/domain/instant.ts';
import { PROVIDERS } from '../../shared/provider/create-provider.ts';
import type { ServiceReport } from '../../shared/report/service-report.ts';
import type { Outcome } from '../outcome.ts';
import { closeDuplicate, withdrawYounger } from './duplicates.ts';
import { isFateUnknown, isLocked } from './failure.ts';
import { type Told, writeBody, writeChange, writeIssue, writeRecovery } from './issue-text.ts';
import { type Issues, type MarkedIssue, openIssues } from './issues.ts';
import { fingerprint, keyOf } from './marker.ts';
import { isEmpty, type IssuePlan, type IssueStep, planIssue } from './plan-issue.ts';
import { attempt, inTurn, type Reporting, type Trouble } from './reporting.ts';

/** How long an issue whose fate is unknown is given to be listed. */
const LOOK_AFTER = 2 * SECOND;

/** The work on the issues of one run. */
interface Desk extends Reporting {
  readonly issues: Issues;
  /** Those that were open at the start. */
  readonly listed: readonly MarkedIssue[];
  readonly opened: MarkedIssue[];
}

/** Opens, edits or closes one issue for each service. The list is read once for all of them. */
export async function reportIssues(reporting: Reporting): Promise<Trouble | null> {
  const { outcome, octokit, place } = reporting;
  const services = outcome.reports.map(({ service }) => service);
  const issues = openIssues(octokit, place);
  const listed = await attempt(() => listOurs(issues));
  if (!listed.ok) return { failure: listed.problem, services };
  const desk: Desk = { ...reporting, issues, listed: listed.value, opened: [] };
  const reports = [...outcome.reports, ...tellFound(outcome)];
  const trouble = await inTurn(reports, (report) => seeTo(report, desk));
  const withdrawn = await attempt(() => withdrawYounger(desk.opened, issues, reporting));
  return trouble ?? (withdrawn.ok ? null : { failure: withdrawn.problem, services });
}

/**
 * Whoever may set labels could copy a marker, so only issues that were written with a token such as
 * this one count: by the same user or, for an app, by an app.
 */
async function listOurs(issues: Issues): Promise<readonly MarkedIssue[]> {
  const listed = await issues.list();
  if (listed.length === 0) return [];
  const me = await issues.whoAmI();
  return listed.filter(({ author }) => (me === null ? author.type === 'Bot' : author.login === me));
}

/** Where services had to be found and were, an issue that says otherwise has to be closed. */
function tellFound({ inputs, reports, leading }: Outcome): readonly ServiceReport[] {
  const isTold = reports.some(({ service }) => service === inputs.services);
  if (inputs.services !== 'all' || isTold) return [];
  return [{ ...leading, service: inputs.services, verdict: 'pass', findings: [] }];
}

async function seeTo(report: ServiceReport, desk: Desk): Promise<void> {
  const { outcome, place, listed, issues, log } = desk;
  const { provider, dryRun } = outcome.inputs;
  const marker = {
    key: keyOf(provider, report.service),
    findings: fingerprint(report.findings),
  };
  const open = listed.filter(({ key }) => key === marker.key);
  const plan = planIssue(open, { ...report, findings: marker.findings });
  if (dryRun) return log(`${report.service}: dry run: ${describePlan(plan)}`);
  const { title } = PROVIDERS[provider];
  const told = { report, provider: title, runUrl: place.runUrl, marker };
  log(`${report.service}: ${await take(plan.step, told, desk)}`);
  const stays = Math.min(...open.map(({ number }) => number));
  for (const number of plan.duplicates) await closeDuplicate(number, stays, issues);
}

/** Does it, and says what was done. */
async function take(step: IssueStep, told: Told, desk: Desk): Promise<string> {
  const { issues } = desk;
  switch (step.kind) {
    case 'leave':
      return 'no issue is touched';
    case 'open':
      return `issue #${await openNew(told, desk)} opened`;
    case 'edit': {
      await issues.edit(step.number, writeBody(told));
      if (isEmpty(step.change)) return `issue #${step.number} brought up to date`;
      await comment(step.number, writeChange(told, step.change), desk);
      return `issue #${step.number} brought up to date and commented on`;
    }
    case 'close':
      await comment(step.number, writeRecovery(told), desk);
      await issues.close(step.number, 'completed');
      return `issue #${step.number} closed`;
  }
}

async function openNew(told: Told, desk: Desk): Promise<number> {
  if (desk.opened.length === 0) await desk.issues.ensureLabel();
  const issue = await openOnce(told, desk);
  desk.opened.push(issue);
  return issue.number;
}

/** When it is not known whether an issue was opened, the list is asked before it is tried again. */
async function openOnce(told: Told, { issues, listed, clock }: Desk): Promise<MarkedIssue> {
  const text = writeIssue(told);
  try {
    return await issues.open(text);
  } catch (error) {
    if (!isFateUnknown(error)) throw error;
    await clock.sleep(LOOK_AFTER);
    const known = listed.map(({ number }) => number);
    const found = await listOurs(issues);
    const arrived = found.find(
      ({ key, number }) => key === told.marker.key && !known.includes(number),
    );
    return arrived ?? issues.open(text);
  }
}

/** Said once or, where its fate is not known, perhaps not at all: twice would only be noise. */
async function comment(number: number, text: string, { issues, log }: Desk): Promise<void> {
  try {
    await issues.comment(number, text);
  } catch (error) {
    if (isLocked(error)) return log(`issue #${number} is locked, so no comment was written`);
    if (!isFateUnknown(error)) throw error;
    log(`whether the comment on issue #${number} arrived is not known; it is not sent again`);
  }
}

function describePlan({ step, duplicates }: IssuePlan): string {
  const words = {
    leave: 'no issue would be touched',
    open: 'an issue would be opened',
    edit: 'an issue would be brought up to date',
    close: 'an issue would be closed',
  };
  const which = 'number' in step ? `: #${step.number}` : '';
  const doubles = duplicates.length === 0 ? '' : `, and ${duplicates.length} duplicates closed`;
  return `${words[step.kind]}${which}${doubles}`;
}
