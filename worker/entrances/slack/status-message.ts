import { toSentence } from '../../../shared/report/explain.ts';
import { describeHoldings } from '../../../shared/report/headline.ts';
import type { ServiceReport } from '../../../shared/report/service-report.ts';
import { remediesFor } from '../../remedies.ts';
import { quoteSlack, type SlackMessage, toMrkdwn } from '../../slack/message.ts';

/** What could be found out about one service; `null` where it could not be judged in time. */
export interface StatusResult {
  /** Its name in the configuration. */
  readonly name: string;
  readonly report: ServiceReport | null;
}

/** Slack takes 50 blocks, and 3000 characters in each. */
const MAX_SERVICES = 40;
const MAX_TEXT = 3000;

const SIGNS = { pass: '✅', warn: '⚠️', block: '⛔' } as const;

/** The gate's verdict on each service, with the reasons. */
export function writeStatus(sights: readonly StatusResult[]): SlackMessage {
  const shown = sights.slice(0, MAX_SERVICES);
  const more = sights.length - shown.length;
  const rest = `… and ${more} more: ask for one with \`/backup status\` and its name.`;
  const texts = [...shown.map(describeStatusResult), ...(more > 0 ? [rest] : [])];
  return {
    text: shown.map(headline).join('\n'),
    blocks: texts.map((text) => ({ type: 'section', text: toMrkdwn(text) })),
  };
}

function headline({ name, report }: StatusResult): string {
  if (!report) return `❔ ${quoteSlack(name)}: could not be judged`;
  return `${SIGNS[report.verdict]} ${quoteSlack(name)}: ${report.verdict}`;
}

function describeStatusResult(sight: StatusResult): string {
  const { report } = sight;
  if (!report) return `${headline(sight)}. Please ask again in a minute.`;
  const { capabilities, findings } = report;
  const context = { quote: quoteSlack, capabilities, remedyOf: remediesFor(sight.name) };
  const reasons = findings
    .filter(({ severity }) => severity !== 'info')
    .map((finding) => `• ${toSentence(finding, context)}`);
  return keepWithin(MAX_TEXT, [headline(sight), describeHoldings(report), ...reasons]);
}

/** Whole lines only: a quotation that is cut has no end. */
function keepWithin(longest: number, lines: readonly string[]): string {
  let kept = '';
  for (const line of lines) {
    const longer = kept === '' ? line : `${kept}\n${line}`;
    if (longer.length > longest) break;
    kept = longer;
  }
  return kept;
}
