import type { Instant } from '../../../shared/domain/instant.ts';
import { remedyAfterRun } from '../../remedies.ts';
import type { LabelPart, Requester } from '../../orders/requester.ts';
import type { Run } from '../../orders/run.ts';
import { buttonsFor } from '../../slack/buttons.ts';
import {
  mention,
  quoteSlack,
  quoteUpTo,
  SLACK,
  type SlackMessage,
  toMrkdwn,
} from '../../slack/message.ts';
import { showMarked } from '../marked.ts';
import { describeLastGood, describeRunEnd, type EndState } from '../run-end.ts';

interface RenderOptions {
  /** Where it is read: those who asked there are named. */
  readonly place: string;
  /** The last good recovery point if the run did not succeed; `null` if it is unknown. */
  readonly holdings: string | null;
  readonly now: Instant;
}

const MAX_REASON = 500;

const SIGNS: Readonly<Record<EndState, string>> = {
  succeeded: '✅',
  failed: '❌',
  'timed-out': '⌛',
};

/**
 * A headline, a line of facts, in small print who asked for which backup; of a failure its reason,
 * the last good recovery point, what to do, and buttons that do it.
 */
export function renderRunEnded(run: Run, options: RenderOptions): SlackMessage {
  const { state, verb, facts: marked, reason } = describeRunEnd(run, options.now);
  const sign = SIGNS[state];
  const headline = `Backup of ${quoteSlack(run.service)} ${verb}`;
  const facts = marked.map((fact) => showMarked(fact, SLACK));
  const failure = state === 'succeeded' ? null : explainFailure({ run, state, reason }, options);
  const blocks = failure ? [`> ${failure.reason}`, failure.next] : [];
  return {
    text: [`${sign} ${headline}: ${facts.join(', ')}`, ...(failure ? [failure.reason] : [])].join(
      '. ',
    ),
    blocks: [
      { type: 'section', text: toMrkdwn(`${sign} *${headline}*\n${facts.join(' · ')}`) },
      ...blocks.map((text) => ({ type: 'section', text: toMrkdwn(text) }) as const),
      { type: 'context', elements: [toMrkdwn(describeOrigin(run, options.place))] },
      ...(failure ? [buttonsFor(run.service)] : []),
    ],
  };
}

interface Failure {
  readonly run: Run;
  readonly state: EndState;
  readonly reason: string | null;
}

/** The reason, the last good recovery point, and what to do. */
function explainFailure(
  { run, state, reason }: Failure,
  { holdings }: RenderOptions,
): { readonly reason: string; readonly next: string } {
  const timedOut = state === 'timed-out';
  return {
    reason: reason === null ? 'No reason was given.' : quoteUpTo(MAX_REASON, reason),
    next: `${describeLastGood(holdings)}\n*To do:* ${remedyAfterRun(run, { timedOut, quote: quoteSlack })}`,
  };
}

function describeOrigin({ id, backup, requestedBy }: Run, place: string): string {
  const backupId = backup?.id ?? null;
  return [
    `Run ${quoteSlack(id)}`,
    ...(backupId === null ? [] : [`Backup ${quoteSlack(backupId)}`]),
    describeRequesters(requestedBy, place),
  ].join(' · ');
}

const MAX_NAMED = 20;
const MAX_NAMES_LENGTH = 1500;

/**
 * Names those who asked in the same place and the programs that asked, with their reasons. People
 * who asked elsewhere are counted: a mention would call them.
 */
function describeRequesters(requesters: readonly Requester[], place: string): string {
  const labelOf = ({ label }: Requester) => label.map(renderPart).join('');
  const isHere = ({ replyTo }: Requester) => replyTo?.place === place;
  const isProgram = ({ label }: Requester) => label.every(({ kind }) => kind !== 'slack-user');
  const all = [...new Set(requesters.map(labelOf))];
  const nameable = [...requesters.filter(isHere), ...requesters.filter(isProgram)];
  const [first, ...others] = new Set(nameable.length > 0 ? nameable.map(labelOf) : all.slice(0, 1));
  if (first === undefined) return 'Nobody is known to have asked';
  const named = [first];
  for (const label of others.slice(0, MAX_NAMED - 1)) {
    if (`${named.join()}${label}`.length < MAX_NAMES_LENGTH) named.push(label);
  }
  const more = all.length - named.length;
  return `Asked for by ${named.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}

function renderPart(part: LabelPart): string {
  switch (part.kind) {
    case 'words':
      return part.text;
    case 'quote':
      return quoteSlack(part.text);
    case 'slack-user':
      return mention(part.id);
  }
}
