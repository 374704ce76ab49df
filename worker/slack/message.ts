import type { KnownBlock, MrkdwnElement } from '@slack/types';
import { type Quote, toOneLine } from '../../shared/report/text.ts';

/** What Slack's ways in take: blocks, and a text for where blocks cannot be shown. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** Escaping makes one character five at most, and Slack takes 3000 in one text. */
const MAX_QUOTE = 100;

/** In a code span neither mentions, links, emoji nor emphasis are alive. */
export const quoteSlack: Quote = (text) => quoteUpTo(MAX_QUOTE, text);

export function quoteUpTo(max: number, text: string): string {
  const line = toOneLine(text, max).replaceAll('`', "'");
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

/** Slack shows the name of a user's id. Nothing but such an id may become a mention. */
export function mention(user: string): string {
  return /^[UW][A-Z0-9]{1,30}$/.test(user) ? `<@${user}>` : quoteSlack(user);
}
