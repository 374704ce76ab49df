import { isAllServices } from '../../shared/domain/organisation.ts';
import { formatMoment } from '../../shared/domain/instant.ts';
import { writeClause } from '../../shared/report/headline.ts';
import { describeHoldings } from '../../shared/report/holdings.ts';
import { labelInMarkdown } from '../../shared/report/label.ts';
import { joinWithin, writeFinding } from '../../shared/report/markdown.ts';
import { MARKDOWN, PLAIN } from '../../shared/report/medium.ts';
import { SIGNS } from '../../shared/report/signs.ts';
import { capitalise, toOneLine } from '../../shared/report/text.ts';
import { tellFindings, type WordedResult } from '../../shared/report/worded.ts';
import type { IssueText } from './issues.ts';
import { type Marker, writeMarker } from './marker.ts';
import type { Change } from './plan-issue.ts';

/** What the texts of an issue are written from. */
export interface IssueContent {
  readonly result: WordedResult;
  readonly runUrl: string;
  readonly marker: Marker;
}

/** GitHub accepts 256 characters. */
const MAX_TITLE = 200;

/** GitHub accepts 65,536 characters; the text around the findings needs far less than the rest. */
const MAX_BYTES_OF_FINDINGS = 60_000;

export function writeIssue(content: IssueContent): IssueText {
  return { title: writeTitle(content), body: writeBody(content) };
}

/** The text as things stand now. A title that somebody has given is left. */
export function rewriteIssue(content: IssueContent, title: string): Partial<IssueText> {
  const body = writeBody(content);
  const isOurs = title.startsWith(beginTitle(content));
  return isOurs ? { title: writeTitle(content), body } : { body };
}

function writeTitle(content: IssueContent): string {
  return toOneLine(`${beginTitle(content)}${writeClause(content.result, PLAIN)}`, MAX_TITLE);
}

function beginTitle({ result }: IssueContent): string {
  return `Backups of ${toOneLine(result.name ?? result.service)}: `;
}

/** What is wrong, what to do, the last good backup, and what closes the issue. */
export function writeBody(content: IssueContent): string {
  const { result, marker } = content;
  return `${writeHeading(content)}

### What is wrong, and what to do

${joinWithin(
  MAX_BYTES_OF_FINDINGS,
  tellFindings(result, MARKDOWN).map((told) => writeFinding(told, result.verdict)),
)}
${capitalise(describeHoldings(result))}.

### What closes this issue

The first run that finds nothing wrong closes it. If somebody closes it by hand, the next blocked run opens a new one.

${writeMarker(marker)}`;
}

function writeHeading(content: IssueContent): string {
  const { result } = content;
  const eased = result.verdict === 'warn' ? ' This no longer blocks deploys.' : '';
  const what = `${labelInMarkdown(result)} at ${result.provider}: ${writeClause(result, MARKDOWN)}.`;
  return `${SIGNS[result.verdict]} **${what}**${eased} ${writeSource(content)}`;
}

/** The comment on an issue that stays open: what has changed. */
export function writeChange(content: IssueContent, { added, gone }: Change): string {
  const warns = content.result.verdict === 'warn';
  const parts = [
    `**${capitalise(writeClause(content.result, MARKDOWN))}.**${warns ? ' This no longer blocks deploys.' : ''}`,
    ...(added.length > 0 ? [`New: ${listCodes(added)}.`] : []),
    ...(gone.length > 0 ? [`Gone: ${listCodes(gone)}.`] : []),
    `The text of this issue says what to do${warns ? '. It stays open as long as there are warnings' : ''}.`,
    writeSource(content),
  ];
  return parts.join(' ');
}

/** Shows `latest-backup-failed:block` as the code and its severity. */
function listCodes(findings: readonly string[]): string {
  return findings.map((finding) => `\`${finding.replace(':', '` (')})`).join(', ');
}

export function writeRecovery(content: IssueContent): string {
  return `${SIGNS.pass} ${describeRecovery(content.result)} ${writeSource(content)}`;
}

/** An issue about `all` says that no service was found; each service has its own issue. */
function describeRecovery(result: WordedResult): string {
  if (isAllServices(result.service)) {
    return '**The services can be found again.** Each blocked service has its own issue.';
  }
  const holdings = capitalise(describeHoldings(result));
  return `**The backups of ${labelInMarkdown(result)} are good again.** ${holdings}.`;
}

export function writeDuplicate(stays: number): string {
  return `Duplicate of #${stays}: two runs opened an issue at the same time.`;
}

function writeSource({ result, runUrl }: IssueContent): string {
  return `Seen ${formatMoment(result.judgedAt, result.judgedAt)} by [this run](${runUrl}).`;
}
