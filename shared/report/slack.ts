import type { KnownBlock, MrkdwnElement } from '@slack/types';
import { type Backup, duration } from '../domain/backup.ts';
import { formatAge, formatDuration } from '../domain/duration.ts';
import { formatMinute, type Instant } from '../domain/instant.ts';
import { formatSize } from '../domain/size.ts';
import { type Quote, toOneLine } from './text.ts';

/** How a one-time backup ended, and for whom it was taken. */
export interface Outcome {
  readonly state: 'succeeded' | 'failed' | 'timed-out';
  readonly service: string;
  readonly type: string;
  /** What the provider lists, as far as there is anything. */
  readonly backup: Backup | null;
  /** How long it was waited for; shown where the backup's own duration is not known. */
  readonly waitedMs: number | null;
  /** Why it did not succeed. Untrusted text. */
  readonly reason: string | null;
  /** The first one is named, the others are counted: ten impatient people are not pinged ten times. */
  readonly askedBy: readonly Asker[];
}

export type Asker =
  | { readonly via: 'slack'; readonly user: string }
  | { readonly via: 'github'; readonly event: string; readonly repository: string }
  | { readonly via: 'webhook'; readonly reason: string | null };

/** What Slack's ways in take: blocks, and a text for where blocks cannot be shown. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** Escaping makes one character five at most, and Slack takes 3000 in one text. */
const LONGEST_QUOTE = 100;
const LONGEST_REASON = 500;

/** In a code span neither mentions, links, emoji nor emphasis are alive. */
export const quoteSlack: Quote = (text) => quoteUpTo(LONGEST_QUOTE, text);

function quoteUpTo(longest: number, text: string): string {
  const line = toOneLine(text, longest).replaceAll('`', "'");
  return line === '' ? '(empty)' : `\`${escapeSlack(line)}\``;
}

/** `<` would begin a mention or a link. The ampersand first, or it would escape the escapes. */
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Text that Slack formats, without making links and mentions of words that look like them. */
export function toMrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true };
}

const SIGNS: Readonly<Record<Outcome['state'], string>> = {
  succeeded: '✅',
  failed: '❌',
  'timed-out': '⌛',
};

const ENDS: Readonly<Record<Outcome['state'], string>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  'timed-out': 'timed out',
};

/** A headline, a line of facts, the reason of a failure, and in small who asked for which backup. */
export function writeOutcome(outcome: Outcome, now: Instant): SlackMessage {
  const sign = SIGNS[outcome.state];
  const headline = `Backup of ${quoteSlack(outcome.service)} ${ENDS[outcome.state]}`;
  const facts = listFacts(outcome, now);
  const reason = outcome.state === 'succeeded' ? null : explainReason(outcome.reason);
  return {
    text: [`${sign} ${headline}: ${facts.join(', ')}`, ...(reason ? [reason] : [])].join('. '),
    blocks: [
      { type: 'section', text: toMrkdwn(`${sign} *${headline}*\n${facts.join(' · ')}`) },
      ...(reason ? [{ type: 'section', text: toMrkdwn(`> ${reason}`) } as const] : []),
      { type: 'context', elements: [toMrkdwn(describeOrigin(outcome))] },
    ],
  };
}

function listFacts(outcome: Outcome, now: Instant): readonly string[] {
  const { state, type, backup, waitedMs } = outcome;
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
  return reason === null ? 'No reason was given.' : quoteUpTo(LONGEST_REASON, reason);
}

function describeOrigin({ backup, askedBy }: Outcome): string {
  const id = backup?.id ?? null;
  return [...(id === null ? [] : [`Backup ${quoteSlack(id)}`]), describeAskers(askedBy)].join(
    ' · ',
  );
}

function describeAskers([first, ...others]: readonly Asker[]): string {
  if (!first) return 'Nobody is known to have asked';
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `Asked for by ${describeAsker(first)}${more}`;
}

function describeAsker(asker: Asker): string {
  switch (asker.via) {
    case 'slack':
      return mention(asker.user);
    case 'github':
      return `GitHub (${quoteSlack(asker.event)} in ${quoteSlack(asker.repository)})`;
    case 'webhook':
      return `a webhook${asker.reason === null ? '' : ` (${quoteSlack(asker.reason)})`}`;
  }
}

/** Slack shows the name of a user's id. Nothing but such an id may become a mention. */
function mention(user: string): string {
  return /^[UW][A-Z0-9]{1,30}$/.test(user) ? `<@${user}>` : quoteSlack(user);
}
