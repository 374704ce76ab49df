import { SECOND } from '../../shared/domain/instant.ts';
import type { StepResult, StepServiceResult } from '../step-result.ts';
import { closeDuplicate, withdrawYounger } from './duplicates.ts';
import { isFateUnknown, isLocked, readFailure } from './failure.ts';
import {
  type IssueContent,
  rewriteIssue,
  writeChange,
  writeIssue,
  writeRecovery,
} from './issue-text.ts';
import { type IssuesApi, type MarkedIssue, createIssuesApi } from './issues.ts';
import { fingerprint, keyOf } from './marker.ts';
import {
  isEmpty,
  isPassingUnknown,
  type IssuePlan,
  type IssueStep,
  planIssue,
} from './plan-issue.ts';
import { attempt, inTurn, type Reporting, type ReportFailure } from './reporting.ts';

/** How long an issue whose fate is unknown gets to be listed. */
const LOOK_AFTER = 2 * SECOND;

/** What one run needs to update its issues. */
interface IssueSync extends Reporting {
  readonly issues: IssuesApi;
  /** The account of this token; `null` for an app, which cannot ask. */
  readonly me: string | null;
  /** The issues that were open at the start. */
  readonly listed: readonly MarkedIssue[];
  readonly opened: MarkedIssue[];
}

/** Opens, edits or closes one issue for each service. The list is read once for all. */
export async function reportIssues(reporting: Reporting): Promise<ReportFailure | null> {
  const { stepResult, octokit, workflow } = reporting;
  const services = stepResult.results.map(({ origin }) => origin.key.service);
  const issues = createIssuesApi(octokit, workflow);
  const known = await attempt(async () => {
    const me = await issues.whoAmI();
    return { me, listed: await listOurs(issues, me) };
  });
  if (!known.ok) return { failure: known.problem, services };
  const sync: IssueSync = { ...reporting, issues, ...known.value, opened: [] };
  const results = [...stepResult.results, ...closeNotFound(stepResult)];
  const reportFailure = await inTurn(results, (result) => syncIssue(result, sync));
  const list = () => listAgain(sync);
  const withdrawn = await attempt(() =>
    withdrawYounger(sync.opened, { ...reporting, issues, list }),
  );
  return reportFailure ?? (withdrawn.ok ? null : { failure: withdrawn.problem, services });
}

/**
 * Anyone could copy a marker, so only issues by the author of this token count. Those of a user are
 * found by author: GitHub silently drops the label where the user may not push. An app cannot ask
 * who it is, so for it those of any app count that have the label.
 */
async function listOurs(issues: IssuesApi, me: string | null): Promise<readonly MarkedIssue[]> {
  if (me !== null) {
    const listed = await issues.list({ creator: me });
    return listed.filter(({ author }) => author.login === me);
  }
  const listed = await issues.list('labelled');
  return listed.filter(({ author }) => author.type === 'Bot');
}

/** An app whose label was dropped learns its own name from the issue it has opened. */
async function listAgain({ issues, me, opened }: IssueSync): Promise<readonly MarkedIssue[]> {
  const unlabelled = me === null ? opened.find((issue) => !issue.hasLabel) : undefined;
  return unlabelled ? issues.list({ creator: unlabelled.author.login }) : listOurs(issues, me);
}

/** If services were found, an issue that says otherwise must be closed. */
function closeNotFound({ inputs, results, leading }: StepResult): readonly StepServiceResult[] {
  const { services: service } = inputs;
  const isTold = results.some((result) => result.service === service);
  if (typeof service !== 'string' || isTold) return [];
  const { origin } = leading;
  const all = { ...leading, service, origin: { ...origin, key: { ...origin.key, service } } };
  return [{ ...all, verdict: 'pass', findings: [], words: [] }];
}

async function syncIssue(result: StepServiceResult, sync: IssueSync): Promise<void> {
  const { stepResult, workflow, listed, issues, log } = sync;
  const { source, service } = result.origin.key;
  const marker = { key: keyOf(source, service), findings: fingerprint(result.findings) };
  const open = listed.filter(({ key }) => key === marker.key);
  const isPassing = isPassingUnknown(result);
  const plan = planIssue(open, { ...result, findings: marker.findings, isPassing });
  if (stepResult.inputs.dryRun) return log(`${service}: dry run: ${describePlan(plan)}`);
  const content = { result, runUrl: workflow.runUrl, marker };
  log(`${service}: ${await carryOut(plan.step, content, sync)}`);
  const stays = Math.min(...open.map(({ number }) => number));
  for (const number of plan.duplicates) await closeDuplicate(number, stays, issues);
}

/** Carries out the step. Returns what was done, for the log. */
async function carryOut(step: IssueStep, content: IssueContent, sync: IssueSync): Promise<string> {
  const { issues } = sync;
  switch (step.kind) {
    case 'leave':
      return 'no issue changed';
    case 'open':
      return `issue #${await openNew(content, sync)} opened`;
    case 'edit': {
      const title = sync.listed.find(({ number }) => number === step.number)?.title ?? '';
      await issues.edit(step.number, rewriteIssue(content, title));
      if (isEmpty(step.change)) return `issue #${step.number} updated`;
      await comment(step.number, writeChange(content, step.change), sync);
      return `issue #${step.number} updated and commented on`;
    }
    case 'close':
      await comment(step.number, writeRecovery(content), sync);
      await issues.close(step.number, 'completed');
      return `issue #${step.number} closed`;
  }
}

async function openNew(content: IssueContent, sync: IssueSync): Promise<number> {
  const issue = await openOnce(content, sync, await hasLabel(sync));
  if (!issue.hasLabel) {
    sync.log(`issue #${issue.number} has no label: this account may not set labels here`);
  }
  sync.opened.push(issue);
  return issue.number;
}

/** Whether the label can be given. A user who may not push cannot create it, and does without. */
async function hasLabel({ issues, me, opened }: IssueSync): Promise<boolean> {
  if (opened[0]) return opened[0].hasLabel;
  try {
    await issues.ensureLabel();
    return true;
  } catch (error) {
    if (me === null || readFailure(error)?.kind !== 'refused') throw error;
    return false;
  }
}

/** If the fate of an issue is unknown, the list is checked before it is opened again. */
async function openOnce(
  content: IssueContent,
  { issues, me, listed, clock }: IssueSync,
  withLabel: boolean,
): Promise<MarkedIssue> {
  const text = writeIssue(content);
  try {
    return await issues.open(text, withLabel);
  } catch (error) {
    if (!isFateUnknown(error)) throw error;
    await clock.sleep(LOOK_AFTER);
    const known = listed.map(({ number }) => number);
    const found = await listOurs(issues, me);
    const arrived = found.find(
      ({ key, number }) => key === content.marker.key && !known.includes(number),
    );
    return arrived ?? issues.open(text, withLabel);
  }
}

/** Sent at most once: a repeated comment would be noise. */
async function comment(number: number, text: string, { issues, log }: IssueSync): Promise<void> {
  try {
    await issues.comment(number, text);
  } catch (error) {
    if (isLocked(error)) return log(`issue #${number} is locked, so no comment was written`);
    if (!isFateUnknown(error)) throw error;
    log(`the comment on issue #${number} may not have arrived; it is not sent again`);
  }
}

function describePlan({ step, duplicates }: IssuePlan): string {
  const words = {
    leave: 'no issue would be changed',
    open: 'an issue would be opened',
    edit: 'an issue would be updated',
    close: 'an issue would be closed',
  };
  const which = 'number' in step ? `: #${step.number}` : '';
  const doubles = duplicates.length === 0 ? '' : `, and ${duplicates.length} duplicates closed`;
  return `${words[step.kind]}${which}${doubles}`;
}
