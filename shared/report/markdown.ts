import { ANY_PROVIDER } from '../domain/capability.ts';
import { formatAge, formatDuration } from '../domain/duration.ts';
import type { Finding, Severity } from '../domain/finding.ts';
import type { Gate } from '../domain/gate.ts';
import { formatMinute } from '../domain/instant.ts';
import type { Verdict } from '../domain/verdict.ts';
import { drawHistory, isWorthDrawing } from './chart.ts';
import { toSentence } from './explain.ts';
import { findNextRun } from './next-run.ts';
import type { RemedyOf, RenderContext } from './render-context.ts';
import { type Schedule, textNotUnderstood } from '../domain/schedule.ts';
import type { EnsuredSchedule, RequestResult, ServiceResult } from '../domain/service-result.ts';
import { labelInMarkdown, quoteMarkdown } from './text.ts';

/** GitHub accepts 1 MiB of summary for a step and drops all of it beyond that. */
const MAX_BYTES = 1_000_000;

/** More charts would bury the text. */
const MAX_PICTURES = 3;

export const SIGNS: Readonly<Record<Severity | Verdict, string>> = {
  block: '⛔',
  warn: '⚠️',
  info: 'ℹ️',
  pass: '✅',
};

export interface Summary {
  readonly heading: string;
  readonly gate: Gate;
  readonly results: readonly ServiceResult[];
  /** What readers must know besides. Our own words, so it is not quoted. */
  readonly notes: readonly string[];
  readonly dryRun: boolean;
  readonly remedyOf: RemedyOf;
}

/** The job summary: a table of all services, then each one's findings and chart. */
export function writeSummary(summary: Summary): string {
  const { heading, gate, results, notes, dryRun, remedyOf } = summary;
  const sign = gate === 'closed' ? SIGNS.block : results.some(isWarned) ? SIGNS.warn : SIGNS.pass;
  const pictured = results.filter(({ history }) => isWorthDrawing(history)).slice(0, MAX_PICTURES);
  return joinWithin(MAX_BYTES, [
    `## ${sign} ${heading}\n`,
    ...(dryRun ? ['\nDry run: nothing was written to the provider.\n'] : []),
    ...notes.map((note) => `\n${note}\n`),
    TABLE_HEAD,
    ...results.map(writeRow),
    ...results.map((result) =>
      writeDetails(result, { remedyOf, pictured: pictured.includes(result) }),
    ),
  ]);
}

/** The job summary if no service was looked at, because inputs are invalid. */
export function writeInvalidSummary(problems: readonly Finding[], remedyOf: RemedyOf): string {
  const heading = `## ${SIGNS.block} Gate closed: nothing was asked of the provider\n\n`;
  const context = { quote: quoteMarkdown, capabilities: ANY_PROVIDER, remedyOf };
  return [heading, ...problems.map((problem) => writeFinding(problem, context))].join('');
}

function isWarned({ verdict }: ServiceResult): boolean {
  return verdict !== 'pass';
}

const TABLE_HEAD = `
| Service | Verdict | Recovery point | Next run | Schedule |
| --- | --- | --- | --- | --- |
`;

function writeRow(result: ServiceResult): string {
  const { judged, verdict } = result;
  const cells = [
    inTable(labelInMarkdown(result)),
    judged ? `${SIGNS[verdict]} ${verdict}` : 'not judged',
    recoveryPointCell(result),
    nextRunCell(result),
    inTable(scheduleCell(result)),
  ];
  return `| ${cells.join(' | ')} |\n`;
}

/** A bar ends the cell even inside a code span, so it is escaped. */
function inTable(text: string): string {
  return text.replaceAll('|', '\\|');
}

function recoveryPointCell({ latestUsable, judgedAt }: ServiceResult): string {
  if (!latestUsable) return '—';
  const { recoveryPoint } = latestUsable;
  return `${formatMinute(recoveryPoint)}<br>${formatAge(judgedAt - recoveryPoint)}`;
}

function nextRunCell({ schedules, judgedAt }: ServiceResult): string {
  const next = findNextRun(schedules, judgedAt);
  if (!next) return '—';
  return `in ${formatDuration(next.at - judgedAt)}<br>${formatMinute(next.at)}`;
}

function scheduleCell({ ensured, schedules, judgedAt }: ServiceResult): string {
  if (ensured.length > 0) return ensured.map(changeCell).join('<br>');
  const schedule = findNextRun(schedules, judgedAt)?.schedule ?? schedules[0];
  return schedule ? describeSchedule(schedule) : '—';
}

/** What it was and what it is, where that differs. */
function changeCell({ change, before, after }: EnsuredSchedule): string {
  const was = before && describeSchedule(before);
  const is = after ? describeSchedule(after) : 'none';
  return `${was === null || was === is ? '' : `${was} → `}${is}, ${change}`;
}

function describeSchedule(schedule: Schedule): string {
  const { cron, type, suspended } = schedule;
  const when = cron ? `\`${cron.text}\` UTC` : unknownTimes(schedule);
  return `${when}${type === null ? '' : `, ${quoteMarkdown(type)}`}${suspended ? ', suspended' : ''}`;
}

function unknownTimes(schedule: Schedule): string {
  const shown = textNotUnderstood(schedule);
  return shown === null ? 'times not revealed' : `${quoteMarkdown(shown)}, not understood`;
}

interface Details {
  readonly remedyOf: RemedyOf;
  /** Whether the chart of the last backups is drawn. */
  readonly pictured: boolean;
}

function writeDetails(result: ServiceResult, { remedyOf, pictured }: Details): string {
  const { capabilities } = result;
  const context = { quote: quoteMarkdown, capabilities, remedyOf };
  const parts = [
    ...result.findings.map((each) => writeFinding(each, context)),
    ...(result.request ? [`- ${explainRequest(result.request)}\n`] : []),
    ...(pictured ? [drawHistory(result.history)] : []),
  ];
  return parts.length === 0 ? '' : `\n### ${labelInMarkdown(result)}\n\n${parts.join('')}`;
}

function writeFinding(finding: Finding, context: RenderContext): string {
  const sentence = toSentence(finding, context);
  return `- ${SIGNS[finding.severity]} **${finding.code}**: ${sentence}\n`;
}

const REQUEST_WORDS: Readonly<Record<RequestResult['state'], string>> = {
  'not-needed': 'was not needed',
  undecided: 'was not requested: whether one is needed could not be found out',
  'dry-run': 'would have been requested',
  succeeded: 'was taken',
  failed: 'did not succeed',
  'timed-out': 'had not ended in time',
};

function explainRequest({ type, state, backupId }: RequestResult): string {
  const id = backupId === null ? '' : `: ${quoteMarkdown(backupId)}`;
  return `A one-time ${type} backup ${REQUEST_WORDS[state]}${id}.`;
}

/** Drops whole parts: a table or chart cut in the middle would garble what follows. */
export function joinWithin(maxBytes: number, parts: readonly string[]): string {
  const encoder = new TextEncoder();
  const more = '\nThere is more than can be shown here; the `result` output has it all.\n';
  let room = maxBytes - encoder.encode(more).byteLength;
  const kept: string[] = [];
  for (const part of parts) {
    room -= encoder.encode(part).byteLength;
    if (room < 0) return [...kept, more].join('');
    kept.push(part);
  }
  return kept.join('');
}
