import type { KnownBlock, MrkdwnElement } from '@slack/types';
import type { Medium } from '../../shared/report/medium.ts';
import { type Quote, toOneLine } from '../../shared/report/text.ts';

/** A Slack message: blocks, and a text for where blocks cannot be shown. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  /** Everybody in the channel sees an answer to a command, not only the caller. */
  readonly isForAll?: true;
}

/** Escaping makes one character at most five, and Slack accepts 3000 in one text. */
const MAX_QUOTE = 100;

/** In a code span mentions, links, emoji and emphasis have no effect. */
export const quoteSlack: Quote = (text) => quoteUpTo(MAX_QUOTE, text);

export function quoteUpTo(max: number, text: string): string {
  const line = toOneLine(text, max).replaceAll('`', "'");
  return line === '' ? '(empty)' : `\`${escapeSlack(line)}\``;
}

/** `<` begins a mention or a link. The ampersand goes first, or it would escape the escapes. */
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * For text that is written for `MARKED`. A backtick in our own words would pair with one of a code
 * span, and let out what is in it.
 */
export const SLACK: Medium & { readonly prose: (words: string) => string } = {
  quote: quoteSlack,
  code: quoteSlack,
  prose: (words: string) => escapeSlack(words.replaceAll('`', "'")),
};

/** Formatted text in which Slack does not turn words into links and mentions. */
export function toMrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true };
}

/** Slack shows the user's name. Only a well-formed id may become a mention. */
export function mention(user: string): string {
  return /^[UW][A-Z0-9]{1,30}$/.test(user) ? `<@${user}>` : quoteSlack(user);
}
