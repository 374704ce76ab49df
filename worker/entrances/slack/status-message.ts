import { toSentence } from '../../../shared/report/explain.ts';
import { describeHoldings } from '../../../shared/report/headline.ts';
import type { ServiceResult } from '../../../shared/domain/service-result.ts';
import { remediesFor } from '../../remedies.ts';
import { quoteSlack, type SlackMessage, toMrkdwn } from '../../slack/message.ts';

/** The verdict on one service; `null` if it could not be judged in time. */
export interface StatusResult {
  /** Its name in the configuration. */
  readonly name: string;
  readonly result: ServiceResult | null;
}

/** Slack accepts 50 blocks, and 3000 characters in each. */
const MAX_SERVICES = 40;
const MAX_TEXT = 3000;

const SIGNS = { pass: '✅', warn: '⚠️', block: '⛔' } as const;

/** The gate's verdict on each service, with the reasons. */
export function writeStatus(statuss: readonly StatusResult[]): SlackMessage {
  const shown = statuss.slice(0, MAX_SERVICES);
  const more = statuss.length - shown.length;
  const rest = `… and ${more} more: ask for one with \`/backup status\` and its name.`;
  const texts = [...shown.map(describeStatusResult), ...(more > 0 ? [rest] : [])];
  return {
    text: shown.map(headline).join('\n'),
    blocks: texts.map((text) => ({ type: 'section', text: toMrkdwn(text) })),
  };
}

function headline({ name, result }: StatusResult): string {
  if (!result) return `❔ ${quoteSlack(name)}: could not be judged`;
  return `${SIGNS[result.verdict]} ${quoteSlack(name)}: ${result.verdict}`;
}

function describeStatusResult(status: StatusResult): string {
  const { result } = status;
  if (!result) return `${headline(status)}. Please ask again in a minute.`;
  const { capabilities, findings } = result;
  const context = { quote: quoteSlack, capabilities, remedyOf: remediesFor(status.name) };
  const reasons = findings
    .filter(({ severity }) => severity !== 'info')
    .map((finding) => `• ${toSentence(finding, context)}`);
  return keepWithin(MAX_TEXT, [headline(status), describeHoldings(result), ...reasons]);
}

/** Keeps whole lines: a quotation that is cut would not be closed. */
function keepWithin(longest: number, lines: readonly string[]): string {
  let kept = '';
  for (const line of lines) {
    const longer = kept === '' ? line : `${kept}\n${line}`;
    if (longer.length > longest) break;
    kept = longer;
  }
  return kept;
}
