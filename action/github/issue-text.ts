import { isAllServices } from '../../shared/domain/organisation.ts';
import type { Finding } from '../../shared/domain/finding.ts';
import { formatMinute } from '../../shared/domain/instant.ts';
import { explain } from '../../shared/report/explain.ts';
import { describeHoldings } from '../../shared/report/headline.ts';
import { joinWithin, SIGNS } from '../../shared/report/markdown.ts';
import type { ServiceResult } from '../../shared/domain/service-result.ts';
import {
  labelInMarkdown,
  labelService,
  quoteMarkdown,
  toOneLine,
} from '../../shared/report/text.ts';
import { remedyOf } from '../remedies.ts';
import type { IssueText } from './issues.ts';
import { type Marker, writeMarker } from './marker.ts';
import type { Change } from './plan-issue.ts';

/** What the texts of an issue are written from. */
export interface IssueContent {
  readonly result: ServiceResult;
  /** The provider's name. */
  readonly provider: string;
  readonly runUrl: string;
  readonly marker: Marker;
}

/** GitHub accepts 65,536 characters; the text around the findings needs far less than the rest. */
const MAX_BYTES_OF_FINDINGS = 60_000;

export function writeIssue(content: IssueContent): IssueText {
  const service = toOneLine(labelService(content.result));
  return { title: `The backups of ${service} cannot be relied on`, body: writeBody(content) };
}

/** What is wrong, what to do, the last good recovery point, and what closes the issue. */
export function writeBody(content: IssueContent): string {
  const { result, marker } = content;
  const { findings, capabilities } = result;
  return `${writeHeading(content)}

### What is wrong, and what to do

${joinWithin(
  MAX_BYTES_OF_FINDINGS,
  findings.map((finding) => writeFinding(finding, capabilities)),
)}
### Last good recovery point

${capitalise(describeHoldings(result))}.

### What closes this issue

The first run that finds nothing wrong closes it. Closed by hand it comes back: the next run that is blocked opens a new one.

${writeMarker(marker)}`;
}

/** The remedy gets a line of its own: readers look for it. */
function writeFinding(finding: Finding, capabilities: ServiceResult['capabilities']): string {
  const remedy = remedyOf(finding, capabilities);
  const todo = remedy === '' ? '' : `\n  **To do:** ${remedy}`;
  return `- ${SIGNS[finding.severity]} **${finding.code}**: ${explain(finding, quoteMarkdown)}${todo}\n`;
}

function writeHeading(content: IssueContent): string {
  const { result } = content;
  const whose = `The backups of ${labelInMarkdown(result)} at ${content.provider}`;
  const words =
    result.verdict === 'block' ? 'cannot be relied on' : 'no longer block, but there is a warning';
  return `${SIGNS[result.verdict]} **${whose} ${words}.** ${writeSource(content)}`;
}

/** The comment on an issue that stays open: what has changed. */
export function writeChange(content: IssueContent, { added, gone }: Change): string {
  const warns = content.result.verdict === 'warn';
  const parts = [
    `**What was found has changed${warns ? ', and no longer blocks' : ''}.**`,
    ...(added.length > 0 ? [`New: ${listCodes(added)}.`] : []),
    ...(gone.length > 0 ? [`Gone: ${listCodes(gone)}.`] : []),
    `The text of this issue says what to do${warns ? '; it stays open until nothing warns' : ''}.`,
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
function describeRecovery(result: ServiceResult): string {
  if (isAllServices(result.service)) {
    return '**The services can be found again.** Each that blocks has an issue of its own.';
  }
  const holdings = capitalise(describeHoldings(result));
  return `**The backups of ${labelInMarkdown(result)} are good again.** ${holdings}.`;
}

export function writeDuplicate(stays: number): string {
  return `Duplicate of #${stays}: two runs opened an issue at the same time.`;
}

function writeSource({ result, runUrl }: IssueContent): string {
  return `Seen ${formatMinute(result.judgedAt)} by [this run](${runUrl}).`;
}

function capitalise(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
