import { type Backup, duration } from '../../../shared/domain/backup.ts';
import { formatAge, formatDuration } from '../../../shared/domain/duration.ts';
import { formatMinute, type Instant } from '../../../shared/domain/instant.ts';
import { formatSize } from '../../../shared/domain/size.ts';
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
import { renderMarked } from '../../../shared/report/medium.ts';
import { buttonsFor } from '../../slack/buttons.ts';
import { explainScheduleChange, type ScheduleChange } from '../../watch/schedule-change.ts';
import type { VerdictChange } from '../../watch/verdict-change.ts';
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
    case 'verdict-changed':
      return renderVerdictChanged(event.change);
    case 'schedule-changed':
      return renderScheduleChanged(event.change);
  }
}

function renderVerdictChanged({ service, kind, verdict, headline }: VerdictChange): SlackMessage {
  const text = `${quoteSlack(service)} ${kind}, now ${verdict}: ${renderMarked(headline, { quote: quoteSlack, code: quoteSlack })}`;
  return { text, blocks: [{ type: 'section', text: toMrkdwn(text) }, buttonsFor(service)] };
}

function renderScheduleChanged(change: ScheduleChange): SlackMessage {
  const explained = renderMarked(explainScheduleChange(change), {
    quote: quoteSlack,
    code: quoteSlack,
  });
  const text = `🗓️ ${quoteSlack(change.service)}: ${explained}`;
  return { text, blocks: [{ type: 'section', text: toMrkdwn(text) }] };
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
    next: `Last good backup: ${holdings ?? 'not known, because the provider did not answer'}. ${remedyAfterRun(run, { timedOut: state === 'timed-out', quote: quoteSlack })}`,
  };
}

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
  return `recovery point ${formatMinute(at)}, ${formatAge(now - at)}`;
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

/** Names those who asked in the same place, or else the first. */
function describeRequesters(requesters: readonly Requester[], place: string): string {
  const labelOf = ({ label }: Requester) => label.map(renderPart).join('');
  const here = new Set(requesters.filter(({ replyTo }) => replyTo?.place === place).map(labelOf));
  const all = [...new Set([...here, ...requesters.map(labelOf)])];
  const [first, ...others] = all;
  if (first === undefined) return 'Nobody is known to have asked';
  const named = [first];
  for (const label of others.slice(0, Math.max(0, Math.min(here.size, MAX_NAMED) - 1))) {
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
