import { toSentence } from '../../../shared/report/explain.ts';
import { describeHoldings } from '../../../shared/report/headline.ts';
import type { ServiceResult } from '../../../shared/domain/service-result.ts';
import { remediesFor } from '../../remedies.ts';
import { quoteSlack, type SlackMessage, toMrkdwn } from '../../slack/message.ts';
import type { Snooze } from '../../watch/watch-record.ts';
import { describeSnooze } from './messages.ts';

/** What became of judging a service, by its name in the configuration. */
export type StatusResult = { readonly name: string } & (
  | { readonly kind: 'judged'; readonly result: ServiceResult }
  | { readonly kind: 'failed' }
  | { readonly kind: 'not-asked' }
);

/** The snoozes that hold, by service. */
export type Snoozes = ReadonlyMap<string, Omit<Snooze, 'id'>>;

/** Slack accepts 3000 characters in a block. */
const MAX_TEXT = 3000;

/** In one message, so that many services are not more than Slack takes. */
const MAX_TOTAL = 24_000;

const MAX_NAMED = 40;

const SIGNS = { pass: '✅', warn: '⚠️', block: '⛔' } as const;

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
    keepWithin(length, [...describeStatusResult(status), ...snoozeOf(status, snoozes)]);
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
  if (status.kind !== 'judged') return `❔ ${name}: could not be judged`;
  const { verdict } = status.result;
  return `${SIGNS[verdict]} ${name}: ${verdict}`;
}

function describeNotAsked(names: readonly string[]): string {
  const listed = names.slice(0, MAX_NAMED).map(quoteSlack).join(', ');
  const rest = names.length > MAX_NAMED ? ', …' : '';
  return `❔ ${names.length} more were not asked, because room or time ran out: ${listed}${rest}. Ask for one with \`/backup status\` and its name.`;
}

/** It hides nothing of the verdict. */
function snoozeOf({ name }: StatusResult, snoozes: Snoozes): readonly string[] {
  const snooze = snoozes.get(name);
  return snooze ? [`🔕 snoozed ${describeSnooze(snooze)}`] : [];
}

function describeStatusResult(status: StatusResult): readonly string[] {
  if (status.kind !== 'judged') return [`${headline(status)}. Please ask again in a minute.`];
  const { capabilities, findings } = status.result;
  const context = { quote: quoteSlack, capabilities, remedyOf: remediesFor(status.name) };
  const reasons = findings
    .filter(({ severity }) => severity !== 'info')
    .map((finding) => `• ${toSentence(finding, context)}`);
  return [headline(status), describeHoldings(status.result), ...reasons];
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
