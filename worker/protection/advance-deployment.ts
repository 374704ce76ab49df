import type { Instant } from '../../shared/domain/instant.ts';
import { toOneLine } from '../../shared/report/text.ts';
import type { Config } from '../config/index.ts';
import type { GithubAnswer } from '../github/api.ts';
import type { AppClient } from '../github/app-client.ts';
import {
  cutSummary,
  describeJudgements,
  type Judgements,
  sayHeld,
  writeComment,
} from './comment.ts';
import { findEntry } from './config.ts';
import { type Decision, decide } from './decide.ts';
import type { DeploymentLedger } from './deployment-ledger.ts';
import { type DeploymentRecord, isUndecided, type StoredDecision } from './deployment-record.ts';
import type { JudgeEntry } from './judging.ts';
import { findOverride, findUnused } from './override.ts';
import type { OverrideLedger } from './override-ledger.ts';
import { isUnheard } from './problem.ts';
import { afterSending, beforeSending, sendDecision, sendReport } from './review.ts';
import { isStale, reopen } from './stale.ts';
import { afterSuperseded, mayBeTaken } from './superseded.ts';
import { wordDecision } from './word-decision.ts';

const MAX_PROBLEM = 300;

export interface DeploymentPorts {
  readonly deployments: DeploymentLedger;
  readonly overrides: OverrideLedger;
  readonly config: Config;
  readonly judge: JudgeEntry;
  /** Throws if there is no App any more. */
  readonly github: () => AppClient;
  /** Until when nothing may be sent to GitHub. */
  readonly limitedUntil: () => Instant;
  readonly noteAnswer: (answer: GithubAnswer) => void;
}

/** Looks, where nothing is decided yet, and gives GitHub the answer that it is owed. */
export async function advanceDeployment(id: string, ports: DeploymentPorts): Promise<void> {
  const owed = ports.deployments.find(id);
  if (owed && isAnswerDue(owed, ports) && isStale(owed, Date.now())) reconsider(owed, ports);
  const record = ports.deployments.find(id);
  if (record && isUndecided(record)) await look(record, ports);
  const decided = ports.deployments.find(id);
  if (decided && isAnswerDue(decided, ports)) await answer(decided, ports);
}

function isAnswerDue(
  { decision, sending }: DeploymentRecord,
  { limitedUntil }: DeploymentPorts,
): boolean {
  if (decision === null || sending === null) return false;
  return Math.max(sending.dueAt, limitedUntil()) <= Date.now();
}

function reconsider(record: DeploymentRecord, { deployments, overrides }: DeploymentPorts): void {
  const now = Date.now();
  deployments.save(reopen(record, now));
  overrides.release(record.id, now);
}

interface Looked {
  readonly judgements: Judgements;
  readonly now: Instant;
}

async function look(record: DeploymentRecord, ports: DeploymentPorts): Promise<void> {
  const entry = findEntry(ports.config.github.protect, record);
  const judgements = entry ? await ports.judge(entry) : { results: [], unjudged: [] };
  const now = Date.now();
  const override = findOverride(ports.overrides.all, record, now);
  const known = judgements.results.map(({ verdict }) => verdict);
  const decision = decide({
    entry,
    verdicts: [
      ...known,
      ...judgements.unjudged.map(({ severity }) => (severity === 'warn' ? severity : null)),
    ],
    isOverridden: override !== null,
    requestedAt: record.requestedAt,
    reports: record.reports.map(({ at }) => at),
    isUnheard: isUnheard(record),
    now,
  });
  if (decision.kind === 'approve' || decision.kind === 'reject') {
    const words = wordDecision(decision, { record, judgements, override, now });
    storeDecision(record, words, ports);
  } else await hold(record, { decision, looked: { judgements, now } }, ports);
}

/** The decision, and that it is owed to GitHub, are stored together. */
function storeDecision(
  { id }: DeploymentRecord,
  decision: StoredDecision,
  { deployments, overrides }: DeploymentPorts,
): void {
  // Read again: meanwhile it may have been decided.
  const record = deployments.find(id);
  if (!record || !isUndecided(record)) return;
  const { state, why, at } = decision;
  // Whatever opened it: what was agreed to for this one lets no other through.
  const spent = state === 'approved' ? findUnused(overrides.all, record) : [];
  for (const one of spent) overrides.save({ ...one, usedBy: id }, at);
  const { tries, refusals } = record.sending ?? { tries: 0, refusals: 0 };
  const sending = { tries, refusals, dueAt: at, isUnclear: false };
  deployments.save({ ...record, decision, sending, isReported: false });
  const { repository, environment, runId: run } = record;
  console.log({ event: 'deployment-decided', repository, environment, run, state, why });
}

/** A report is stored before it is sent, and never sent again: the next one says the same. */
async function hold(
  { id, lookAt: plannedAt }: DeploymentRecord,
  given: { decision: Extract<Decision, { kind: 'report' | 'wait' }>; looked: Looked },
  { deployments, github, limitedUntil, noteAnswer }: DeploymentPorts,
): Promise<void> {
  const { decision } = given;
  const { lookAt } = decision;
  const { judgements, now } = given.looked;
  const record = deployments.find(id);
  if (!record || !isUndecided(record)) return;
  const { summary, lines } = describeJudgements(judgements);
  const message = cutSummary(summary);
  const isNews = record.held !== message;
  // Somebody who broke glass while this looked is not made to wait for the next look.
  const nextLook = record.lookAt === plannedAt ? lookAt : record.lookAt;
  const held = {
    ...record,
    lookAt: nextLook,
    held: message,
    isReported: record.isReported && !isNews,
  };
  if (decision.kind === 'wait' || now < limitedUntil()) return deployments.save(held);
  deployments.save({ ...held, reports: [...held.reports, { at: now, answer: '' }] });
  const comment = writeComment(lines, [sayHeld(decision, now)]);
  const isOwed = () => isStill(id, deployments);
  const answered = await sendReport({ record, comment, isOwed }, github());
  noteAnswer(answered);
  const latest = deployments.find(id);
  if (!latest) return;
  const text = answered.kind === 'done' ? 'taken' : answered.reason;
  const reports = latest.reports.map((one) => (one.at === now ? { ...one, answer: text } : one));
  deployments.save({ ...notingProblem(latest, answered), reports, isReported: false });
}

/** Whether no newer one came, for which GitHub would take what is said of this one. */
function isStill(id: string, deployments: DeploymentLedger): boolean {
  return deployments.find(id)?.supersededAt === null;
}

async function answer(before: DeploymentRecord, ports: DeploymentPorts): Promise<void> {
  const { deployments, github, noteAnswer } = ports;
  const wasUnclear = before.sending?.isUnclear ?? false;
  const record = beforeSending(before, Date.now());
  deployments.save(record);
  const isOwed = () => isStill(record.id, deployments);
  const answered = await sendDecision({ record, isOwed }, github());
  noteAnswer(answered);
  // Read again: the event may have come again meanwhile.
  const latest = deployments.find(record.id) ?? record;
  const noted = notingProblem(latest, answered);
  const now = Date.now();
  if (noted.supersededAt === null) {
    deployments.save(afterSending(noted, answered, { wasUnclear, now }));
    return;
  }
  deployments.save(afterSuperseded(noted, answered, { wasUnclear }));
  if (!mayBeTaken(answered, { wasUnclear })) ports.overrides.release(noted.id, now);
}

/** Why GitHub did not take it is logged once, until there is another reason. */
function notingProblem(before: DeploymentRecord, answered: GithubAnswer): DeploymentRecord {
  const reason = answered.kind === 'done' ? '' : toOneLine(answered.reason, MAX_PROBLEM);
  if (reason === before.problem) return before;
  const { repository, environment, runId: run } = before;
  if (reason !== '') {
    console.warn({ event: 'deployment-unanswered', repository, environment, run, reason });
  }
  return { ...before, problem: reason, isReported: false };
}
