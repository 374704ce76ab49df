import { formatMoment, type Instant, MINUTE } from '../../shared/domain/instant.ts';
import type { ServiceResult } from '../../shared/domain/service-result.ts';
import { severest } from '../../shared/domain/verdict.ts';
import { writeHeadline } from '../../shared/report/headline.ts';
import { MARKDOWN, MARKED } from '../../shared/report/medium.ts';
import { wordResult } from '../../shared/report/word-findings.ts';
import { tellFindings, type WordedResult } from '../../shared/report/worded.ts';
import { fitLines, fitMarked, type MarkedMedium } from '../notify/marked.ts';
import { remediesFor } from '../remedies.ts';

/** What GitHub takes. It counts characters, and this counts at least as many. */
const MAX_COMMENT = 1024;
const MAX_SUMMARY = 300;
const MAX_LINE = 500;

/** Our own words hold nothing that Markdown would take for something else. */
const COMMENT: MarkedMedium = { ...MARKDOWN, prose: (words) => words };

const SIGNS = { pass: '✅', warn: '⚠️', block: '❌' } as const;

/** A service whose coordinator could not be asked. */
export interface Unjudged {
  readonly service: string;
  /** As `policy.onUnknown` of the service says. */
  readonly severity: 'warn' | 'block';
}

export interface Judgements {
  readonly results: readonly ServiceResult[];
  readonly unjudged: readonly Unjudged[];
}

/** What was found, in one line for lists and in several for a comment. All MARKED. */
export interface Words {
  readonly summary: string;
  readonly lines: readonly string[];
}

/** The sentences of the step: one for each service, and one for each finding. */
export function describeJudgements({ results, unjudged }: Judgements): Words {
  const worded = results.map((result) => wordResult(result, remediesFor(result.service)));
  const worst = severest(worded);
  const lost = unjudged.map(sayUnjudged);
  const [firstLost = ''] = lost;
  const isWorst = worst?.verdict === 'block' || lost.length === 0;
  const summary = worst && isWorst ? headlineOf(worst) : firstLost;
  const inOrder = worded.toSorted((one, other) => rankOf(one) - rankOf(other));
  return { summary, lines: [...inOrder.flatMap(linesOf), ...lost] };
}

const UNAVAILABLE = MARKED.code('evidence-unavailable');

function sayUnjudged({ service, severity }: Unjudged): string {
  const name = MARKED.quote(service);
  return severity === 'warn'
    ? `⚠️ ${name}: Deploy allowed: ${UNAVAILABLE}: its backups could not be judged, and ${MARKED.code('policy.onUnknown')} is ${MARKED.code('warn')}`
    : `❔ ${name}: ${UNAVAILABLE}: its backups could not be judged`;
}

export function sayUnjudgedTooLong(forWords: string): string {
  return `❌ Deploy blocked: ${UNAVAILABLE}: the Worker tried to judge the backups for ${forWords}, and could not. Look for ${MARKED.code('coordinator-failed')} in its log.`;
}

function rankOf({ verdict }: WordedResult): number {
  return ['block', 'warn', 'pass'].indexOf(verdict);
}

function headlineOf(result: WordedResult): string {
  const consequence = result.verdict === 'block' ? 'blocked' : 'allowed';
  const headline = writeHeadline(result, { medium: MARKED, consequence });
  return `${SIGNS[result.verdict]} ${MARKED.quote(result.service)}: ${headline}`;
}

function linesOf(result: WordedResult): readonly string[] {
  const findings = tellFindings(result, MARKED).filter(({ severity }) => severity !== 'info');
  return [
    headlineOf(result),
    ...findings.map(({ code, fact, remedy }) =>
      [`- ${MARKED.code(code)}: ${fact}`, remedy].filter(Boolean).join(' '),
    ),
  ];
}

/** A comment for GitHub. What is said last is said whole: it says what to do. */
export function writeComment(lines: readonly string[], last: readonly string[]): string {
  const end = last.map((line) => fitMarked(line, COMMENT, { max: MAX_LINE })).join('\n\n');
  const max = MAX_COMMENT - end.length - 2;
  // A list ends where a line is empty.
  const start = fitLines(lines, COMMENT, { max, each: MAX_LINE });
  return [start, end].filter(Boolean).join('\n\n');
}

export function cutSummary(text: string): string {
  return text.length > MAX_SUMMARY ? fitMarked(text, MARKS, { max: MAX_SUMMARY }) : text;
}

/** Keeps the marks. */
const MARKS: MarkedMedium = { ...MARKED, prose: (words) => words };

export const RUN_AGAIN = `Then run it again: ${MARKED.code('Re-run failed jobs')} of this workflow run.`;

/** Moments are written to the minute: this one is not before the look. */
function nextMinute(instant: Instant): Instant {
  return Math.ceil(instant / MINUTE) * MINUTE;
}

export function sayHeld(
  { lookAt, heldUntil }: { readonly lookAt: Instant; readonly heldUntil: Instant },
  now: Instant,
): string {
  return `The deployment is held. It goes on as soon as the backups are good, and is rejected at ${formatMoment(heldUntil, now)}. Next look: ${formatMoment(nextMinute(lookAt), now)}.`;
}

export function sayHeldTooLong(forWords: string): string {
  return `It was held for ${forWords}, as ${MARKED.code('github.protect')} says, and the backups did not become good.`;
}

/** The line to add. Names are GitHub's, so they are quoted. */
export function sayUnnamed(repository: string, environment: string): string {
  const entry = JSON.stringify({ repository, environment, services: ['…'] });
  return `Add ${MARKED.quote(entry)} to ${MARKED.code('github.protect')} in the configuration of the Worker, with its services, and deploy it; or switch the rule off for this environment.`;
}
