import { writeClause } from '../../../shared/report/headline.ts';
import { describeHoldings } from '../../../shared/report/holdings.ts';
import { SIGNS } from '../../../shared/report/signs.ts';
import { capitalise } from '../../../shared/report/text.ts';
import { wordResult } from '../../../shared/report/word-findings.ts';
import { leadingWords, tellFindings, type ToldFinding } from '../../../shared/report/worded.ts';
import type { ServiceResult } from '../../../shared/domain/service-result.ts';
import { remediesFor } from '../../remedies.ts';
import { quoteSlack, SLACK, type SlackMessage, toMrkdwn } from '../../slack/message.ts';

/** What became of judging a service, by its name in the configuration. */
export type StatusResult = { readonly name: string } & (
  | { readonly kind: 'judged'; readonly result: ServiceResult }
  | { readonly kind: 'failed' }
  | { readonly kind: 'not-asked' }
);

/** The snoozes that hold, in words, by service. */
export type Snoozes = ReadonlyMap<string, string>;

/** Slack accepts 3000 characters in a block. */
const MAX_TEXT = 3000;

/** In one message, so that many services are not more than Slack takes. */
const MAX_TOTAL = 24_000;

const MAX_NAMED = 40;

/** The gate's verdict on each service with the reasons, the worst first. */
export function writeStatus(
  all: readonly StatusResult[],
  snoozes: Snoozes = new Map(),
): SlackMessage {
  const asked = all
    .filter(({ kind }) => kind !== 'not-asked')
    .toSorted((one, other) => rankOf(one) - rankOf(other));
  const names = all.filter(({ kind }) => kind === 'not-asked').map(({ name }) => name);
  const length = Math.min(MAX_TEXT, Math.floor(MAX_TOTAL / asked.length));
  const notAsked = names.length === 0 ? [] : [describeNotAsked(names)];
  const describe = (status: StatusResult) =>
    keepWithin(length, describeStatusResult(status, snoozes.get(status.name)));
  const texts = [...asked.map(describe), ...notAsked];
  return {
    text: [...asked.map(headline), ...notAsked].join('\n'),
    blocks: texts.map((text) => ({ type: 'section', text: toMrkdwn(text) })),
  };
}

function rankOf(status: StatusResult): number {
  const word = status.kind === 'judged' ? status.result.verdict : 'failed';
  return ['block', 'failed', 'warn', 'pass'].indexOf(word);
}

function headline(status: StatusResult): string {
  const name = quoteSlack(status.name);
  if (status.kind !== 'judged') return `❔ ${name}: could not be checked`;
  const result = wordResult(status.result, remediesFor(status.name));
  const what = leadingWords(result) ? writeClause(result, SLACK) : describeHoldings(result);
  return `${SIGNS[result.verdict]} ${name}: ${what}`;
}

function describeNotAsked(names: readonly string[]): string {
  const listed = names.slice(0, MAX_NAMED).map(quoteSlack).join(', ');
  const rest = names.length > MAX_NAMED ? ', …' : '';
  return `❔ ${names.length} more were not checked, because space or time ran out: ${listed}${rest}. Check one with \`/backup status\` and its name.`;
}

/** The headline; then what was found and what to do, in two lines each. */
function describeStatusResult(status: StatusResult, snooze: string | undefined): readonly string[] {
  // A snooze hides nothing of the verdict.
  const snoozed = snooze === undefined ? [] : [`🔕 Snoozed ${snooze}`];
  if (status.kind !== 'judged') {
    return [`${headline(status)}. Please ask again in a minute.`, ...snoozed];
  }
  const result = wordResult(status.result, remediesFor(status.name));
  const alarming = tellFindings(result, SLACK).filter(({ severity }) => severity !== 'info');
  const holdings = alarming.length === 0 ? [] : [`${capitalise(describeHoldings(result))}.`];
  return [headline(status), ...snoozed, ...alarming.flatMap(writeLines), ...holdings];
}

function writeLines({ fact, remedy }: ToldFinding): readonly string[] {
  return [`• ${fact}`, ...(remedy === '' ? [] : [`    ↳ *To do:* ${remedy}`])];
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
