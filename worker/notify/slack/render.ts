import { type Backup, duration } from '../../../shared/domain/backup.ts';
import { formatAge, formatDuration } from '../../../shared/domain/duration.ts';
import { formatMinute, type Instant } from '../../../shared/domain/instant.ts';
import { formatSize } from '../../../shared/domain/size.ts';
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
  /** The user who is addressed; `null` if it is the channel. */
  readonly addressee: string | null;
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
 * A headline, a line of facts, the reason of a failure, and in small print who asked for which
 * backup.
 */
function renderRunEnded(run: Run, { addressee, now }: RenderOptions): SlackMessage {
  const ended = readEnd(run);
  const sign = SIGNS[ended.state];
  const headline = `Backup of ${quoteSlack(run.service)} ${ENDS[ended.state]}`;
  const facts = listFacts(ended, now);
  const reason = ended.state === 'succeeded' ? null : explainReason(run.message);
  return {
    text: [`${sign} ${headline}: ${facts.join(', ')}`, ...(reason ? [reason] : [])].join('. '),
    blocks: [
      { type: 'section', text: toMrkdwn(`${sign} *${headline}*\n${facts.join(' · ')}`) },
      ...(reason ? [{ type: 'section', text: toMrkdwn(`> ${reason}`) } as const] : []),
      { type: 'context', elements: [toMrkdwn(describeOrigin(run, addressee))] },
    ],
  };
}

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

function explainReason(reason: string | null): string {
  return reason === null ? 'No reason was given.' : quoteUpTo(MAX_REASON, reason);
}

function describeOrigin({ backup, requestedBy }: Run, addressee: string | null): string {
  const id = backup?.id ?? null;
  return [
    ...(id === null ? [] : [`Backup ${quoteSlack(id)}`]),
    describeRequesters(requestedBy, addressee),
  ].join(' · ');
}

/** Names the addressee, or else the first: ten requesters are not all pinged. */
function describeRequesters(requesters: readonly Requester[], addressee: string | null): string {
  const labels = requesters.map(({ label }) => label.map(renderPart).join(''));
  const own = addressee === null ? undefined : mention(addressee);
  const named = [...new Set([...labels.filter((label) => label === own), ...labels])];
  const [first, ...others] = named;
  if (first === undefined) return 'Nobody is known to have asked';
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `Asked for by ${first}${more}`;
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
