/** Makes text from outside harmless in one medium. */
export type Quote = (text: string) => string;

const MAX_QUOTE = 200;

/** Control characters, line breaks, and the invisible ones that reorder or hide text. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]+/gu;

/** One line of visible text of at most `max` characters. */
export function toOneLine(text: string, max = MAX_QUOTE): string {
  const line = text
    .slice(0, 4 * max)
    .replace(UNSEEN, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > max ? `${cutAt(max - 1, line).trimEnd()}…` : line;
}

/** One line of at most `max` code points, cut between two words. */
export function cutAtWord(text: string, max: number): string {
  const characters = [...toOneLine(text, 4 * max)];
  if (characters.length <= max) return characters.join('');
  const kept = characters.slice(0, max - 1);
  const space = characters.slice(0, max).lastIndexOf(' ');
  // If the last word fills most of the line, cut the word.
  const end = space > max / 2 ? space : kept.length;
  return `${kept.slice(0, end).join('').trimEnd()}…`;
}

/** Never ends with half of a surrogate pair. */
function cutAt(length: number, text: string): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}

/** For logs and JSON. Runners obey `##[command]` anywhere in a line, so it is broken up. */
export const quotePlain: Quote = (text) => quotePlainUpTo(MAX_QUOTE, text);

export function quotePlainUpTo(max: number, text: string): string {
  const line = toOneLine(text, max);
  if (PLAIN_WORD.test(line)) return line;
  return `"${line.replaceAll('"', "'").replaceAll('##[', '## [')}"`;
}

/** An id or a word that can be nothing else needs no quotes. */
const PLAIN_WORD = /^[A-Za-z0-9]+(?:[._:/-][A-Za-z0-9]+)*$/;

/** For Markdown. In a code span HTML, links, mentions and emphasis have no effect. */
export const quoteMarkdown: Quote = (text) => {
  const line = toOneLine(text).replaceAll('`', "'");
  return line === '' ? '(empty)' : `\`${line}\``;
};

export function capitalise(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
