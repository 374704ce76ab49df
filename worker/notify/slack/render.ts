import { type Backup, duration } from '../../../shared/domain/backup.ts';
import { formatAge, formatDuration } from '../../../shared/domain/duration.ts';
import { formatMoment, type Instant } from '../../../shared/domain/instant.ts';
import { formatSize } from '../../../shared/domain/size.ts';
import { capitalise } from '../../../shared/report/text.ts';
import { remedyAfterRun } from '../../remedies.ts';
import type { LabelPart, Requester } from '../../orders/requester.ts';
import type { Run } from '../../orders/run.ts';
import {
  mention,
  quoteSlack,
  quoteUpTo,
  type SlackMessage,
  toMrkdwn,
} from '../../slack/message.ts';
import type { NotifyEvent } from '../event.ts';

interface RenderOptions {
  /** Where it is read: those who asked there are named. */
  readonly place: string;
  /** The last good recovery point if the run did not succeed; `null` if it is unknown. */
  readonly holdings: string | null;
  readonly now: Instant;
}

export function renderEvent(event: NotifyEvent, options: RenderOptions): SlackMessage {
  switch (event.kind) {
    case 'run-ended':
      return renderRunEnded(event.run, options);
  }
}

type EndState = 'succeeded' | 'failed' | 'timed-out';

/** How a run ended. */
interface RunEnded {
  readonly state: EndState;
  readonly run: Run;
  /** Shown if the backup's own duration is unknown. */
  readonly waitedMs: number | null;
}

const MAX_REASON = 500;

const SIGNS: Readonly<Record<EndState, string>> = {
  succeeded: '✅',
  failed: '❌',
  'timed-out': '⌛',
};

const ENDS: Readonly<Record<EndState, string>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  'timed-out': 'timed out',
};

/**
 * A headline, a line of facts, in small print who asked for which backup; of a failure its reason,
 * the last good recovery point, and what to do.
 */
function renderRunEnded(run: Run, options: RenderOptions): SlackMessage {
  const ended = readEnd(run);
  const sign = SIGNS[ended.state];
  const headline = `Backup of ${quoteSlack(run.service)} ${ENDS[ended.state]}`;
  const facts = listFacts(ended, options.now);
  const failure = ended.state === 'succeeded' ? null : explainFailure(ended, options);
  const blocks = failure ? [`> ${failure.reason}`, failure.next] : [];
  return {
    text: [`${sign} ${headline}: ${facts.join(', ')}`, ...(failure ? [failure.reason] : [])].join(
      '. ',
    ),
    blocks: [
      { type: 'section', text: toMrkdwn(`${sign} *${headline}*\n${facts.join(' · ')}`) },
      ...blocks.map((text) => ({ type: 'section', text: toMrkdwn(text) }) as const),
      { type: 'context', elements: [toMrkdwn(describeOrigin(run, options.place))] },
    ],
  };
}

/** The reason, the last good recovery point, and what to do. */
function explainFailure(
  { run, state }: RunEnded,
  { holdings }: RenderOptions,
): { readonly reason: string; readonly next: string } {
  const reason = run.message?.replace(NO_CAUSE, '') || null;
  return {
    reason: reason === null ? 'No reason was given.' : quoteUpTo(MAX_REASON, reason),
    next: `${capitalise(holdings ?? UNKNOWN_HOLDINGS)}.\n*To do:* ${remedyAfterRun(run, { timedOut: state === 'timed-out', quote: quoteSlack })}`,
  };
}

const UNKNOWN_HOLDINGS = 'the last good backup is not known, because the provider did not answer';

/** How far the provider was, which is no cause of an end. */
const NO_CAUSE = /(?:; last seen: )?(?:the )?backup is (?:scheduled|queued|pending|running)\.?$/i;

function readEnd(run: Run): RunEnded {
  const { state, acceptedAt, startedAt, finishedAt } = run;
  if (state !== 'succeeded' && state !== 'failed' && state !== 'timed-out') {
    throw new RangeError(`a run that is ${state} has not ended`);
  }
  const waitedMs = finishedAt === null ? null : finishedAt - (startedAt ?? acceptedAt);
  return { state, run, waitedMs };
}

function listFacts({ state, run, waitedMs }: RunEnded, now: Instant): readonly string[] {
  const { type, backup } = run;
  const tookMs = (backup && duration(backup)) ?? waitedMs;
  const succeeded = state === 'succeeded';
  return [
    quoteSlack(type),
    ...(succeeded && backup ? describeSize(backup) : []),
    ...(tookMs === null ? [] : [`${succeeded ? 'took' : 'after'} ${formatDuration(tookMs)}`]),
    ...(succeeded ? [describeRecoveryPoint(backup?.recoveryPoint ?? null, now)] : []),
    ...(succeeded && backup?.failedRows ? [`⚠️ ${backup.failedRows} rows of it failed`] : []),
  ];
}

function describeSize({ sizeBytes, sizeText }: Backup): readonly string[] {
  if (sizeBytes !== null) return [formatSize(sizeBytes)];
  return sizeText === null ? [] : [`size ${quoteSlack(sizeText)}`];
}

function describeRecoveryPoint(at: Instant | null, now: Instant): string {
  if (at === null) return 'recovery point not known';
  return `recovery point ${formatMoment(at, now)}, ${formatAge(now - at)}`;
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
