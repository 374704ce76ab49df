import type { FindingCode } from '../domain/finding.ts';
import type { Gate } from '../domain/gate.ts';
import type { RequestResult, ServiceResult } from '../domain/service-result.ts';
import type { Verdict } from '../domain/verdict.ts';
import { drawHistory, isWorthDrawing } from './chart.ts';
import { describeHoldings } from './holdings.ts';
import { labelInMarkdown } from './label.ts';
import { MARKDOWN, renderMarked } from './medium.ts';
import { SIGNS } from './signs.ts';
import { writeTable } from './summary-table.ts';
import { capitalise, quoteMarkdown } from './text.ts';
import { tellFindings, type ToldFinding, type WordedFinding, type WordedResult } from './worded.ts';

/** GitHub accepts 1 MiB of summary for a step and drops all of it beyond that. */
const MAX_BYTES = 1_000_000;

/** What is wrong with each service must leave room for the table, which has all of them. */
const MAX_BYTES_OF_DETAILS = 600_000;

/** More charts would bury the text. */
const MAX_PICTURES = 3;

/** Findings that a chart of sizes and durations explains. */
const SEEN_IN_CHART: readonly FindingCode[] = ['size-dropped', 'too-small', 'slower-than-usual'];

export interface Summary {
  readonly heading: string;
  readonly gate: Gate;
  readonly results: readonly WordedResult[];
  /** What readers must know besides. Our own words, so it is not quoted. */
  readonly notes: readonly string[];
  readonly dryRun: boolean;
}

/**
 * The job summary, worst first: the services that block or warn with what to do, then a table of
 * all. Notes about passing services are collapsed.
 */
export function writeSummary(summary: Summary): string {
  const { heading, results, notes, dryRun } = summary;
  const worst = (['block', 'warn'] as const).flatMap((verdict) =>
    results.filter((result) => result.verdict === verdict),
  );
  const sign = signOf(summary, worst.length > 0);
  const isSingle = results.length === 1;
  const pictured = findPictured(results);
  const rest = results.filter((result) => !worst.includes(result));
  return joinWithin(MAX_BYTES, [
    `## ${sign}${heading}\n`,
    ...(dryRun ? ['\nDry run: nothing was written to the provider.\n'] : []),
    ...notes.map((note) => `\n${note}\n`),
    joinWithin(
      MAX_BYTES_OF_DETAILS,
      worst.map((result) =>
        writeDetails(result, { isSingle, pictured: !isSingle && pictured.includes(result) }),
      ),
    ),
    ...writeTable(results, { dryRun }),
    ...writeAsides(rest, isSingle),
    ...(isSingle ? pictured.map(({ history }) => drawHistory(history)) : []),
  ]);
}

/** Nothing is ticked that was not judged. */
function signOf({ gate, results }: Summary, isAlarming: boolean): string {
  if (gate === 'closed') return `${SIGNS.block} `;
  if (isAlarming) return `${SIGNS.warn} `;
  return results.some(({ judged }) => judged) ? `${SIGNS.pass} ` : '';
}

/** The job summary if no service was looked at, because inputs are invalid. */
export function writeInvalidSummary(heading: string, problems: readonly WordedFinding[]): string {
  const lines = problems.map(({ fact }) => `- ${renderMarked(fact, MARKDOWN)}\n`);
  return [`## ${SIGNS.block} ${heading}\n\n`, ...lines].join('');
}

/** A chart is for what it explains, or for the only service. */
function findPictured(results: readonly WordedResult[]): readonly WordedResult[] {
  const explains = ({ findings }: ServiceResult) =>
    findings.some(({ code }) => SEEN_IN_CHART.includes(code));
  return results
    .filter((result) => results.length === 1 || (result.verdict !== 'pass' && explains(result)))
    .filter(({ history }) => isWorthDrawing(history))
    .slice(0, MAX_PICTURES);
}

interface Details {
  /** The heading of the summary already says what is wrong. */
  readonly isSingle: boolean;
  /** Whether the chart of the last backups is drawn. */
  readonly pictured: boolean;
}

function writeDetails(result: WordedResult, { isSingle, pictured }: Details): string {
  const heading = `### ${SIGNS[result.verdict]} ${labelInMarkdown(result)}\n\n`;
  const parts = [
    ...(isSingle ? [] : [heading]),
    ...tellFindings(result, MARKDOWN).map((told) => writeFinding(told, result.verdict)),
    ...(result.request ? [`- ${explainRequest(result.request)}\n`] : []),
    // The row of the only service stands right below.
    ...(isSingle ? [] : [`\n${capitalise(describeHoldings(result))}.\n`]),
    ...(pictured ? [drawHistory(result.history)] : []),
  ];
  return `\n${parts.join('')}`;
}

/** What was found and done about passing services; collapsed if there are several services. */
function writeAsides(results: readonly WordedResult[], isSingle: boolean): readonly string[] {
  const lines = results.flatMap((result) => {
    const label = isSingle ? '' : `${labelInMarkdown(result)}: `;
    return [
      ...tellFindings(result, MARKDOWN).map((told) =>
        writeFinding({ ...told, fact: `${label}${told.fact}` }, 'pass'),
      ),
      ...(result.request ? [`- ${label}${explainRequest(result.request)}\n`] : []),
    ];
  });
  if (lines.length === 0) return [];
  if (isSingle) return ['\n', ...lines];
  const count = lines.length === 1 ? '1 note' : `${lines.length} notes`;
  return [`\n<details><summary>${SIGNS.info} ${count}</summary>\n\n`, ...lines, '\n</details>\n'];
}

/**
 * A list item: the fact, what to do, and in small print the code and the ids. Has a sign only if it
 * differs from that of the heading above.
 */
export function writeFinding(
  { severity, fact, remedy, code, ids }: ToldFinding,
  verdict: Verdict,
): string {
  const todo = remedy === '' ? '' : `<br>**To do:** ${remedy}`;
  const details = [`\`${code}\``, ids].filter(Boolean).join(' · ');
  const sign = severity === verdict ? '' : `${SIGNS[severity]} `;
  return `- ${sign}${fact}${todo}<br><sub>${details}</sub>\n`;
}

const REQUEST_WORDS: Readonly<Record<RequestResult['state'], string>> = {
  'not-needed': 'was not needed',
  undecided: 'was not requested: it is unknown whether one is needed',
  'dry-run': 'would be requested',
  succeeded: 'was taken',
  failed: 'did not succeed',
  'timed-out': 'did not finish in time',
};

function explainRequest({ type, state, backupId }: RequestResult): string {
  const id = backupId === null ? '' : `<br><sub>backup ${quoteMarkdown(backupId)}</sub>`;
  return `A one-time ${type} backup ${REQUEST_WORDS[state]}.${id}`;
}

/** Drops whole parts: a table or chart cut in the middle would garble what follows. */
export function joinWithin(maxBytes: number, parts: readonly string[]): string {
  const encoder = new TextEncoder();
  const more = '\nNot everything fits here. See the `result` output.\n';
  let room = maxBytes - encoder.encode(more).byteLength;
  const kept: string[] = [];
  for (const part of parts) {
    room -= encoder.encode(part).byteLength;
    if (room < 0) return [...kept, more].join('');
    kept.push(part);
  }
  return kept.join('');
}
