/** How one medium shows text that came from outside, so that it can do no harm there. */
export type Quote = (text: string) => string;

const LONGEST_QUOTE = 200;

/** Control characters, line breaks, and the invisible ones that reorder or hide text. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]+/gu;

/** One line of visible text, not too long. */
export function toOneLine(text: string, longest = LONGEST_QUOTE): string {
  const line = text
    .slice(0, 4 * longest)
    .replace(UNSEEN, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > longest ? `${line.slice(0, longest - 1).trimEnd()}…` : line;
}

/** For logs and JSON. A runner obeys `##[command]` anywhere in a line, so that is broken up. */
export const quotePlain: Quote = (text) =>
  `"${toOneLine(text).replaceAll('"', "'").replaceAll('##[', '## [')}"`;

/** For Markdown: inside a code span neither HTML nor links, mentions or emphasis are alive. */
export const quoteMarkdown: Quote = (text) => {
  const line = toOneLine(text).replaceAll('`', "'");
  return line === '' ? '(empty)' : `\`${line}\``;
};
