import { quoteMarkdown, quotePlain, type Quote } from './text.ts';

/** How one medium shows what is not its own prose. */
export interface Medium {
  /** Text from outside: a provider's word, an id, a name. */
  readonly quote: Quote;
  /** Our own literal: an input, a command, a cron. Must hold no text from outside. */
  readonly code: (text: string) => string;
}

/** Looks like English prose, unlike `max-age`. */
const RUNS_INTO_PROSE = /^(?:[a-z]+|[^"]* [^"]*)$/;

/** Logs, annotations, commit statuses and JSON, where a backtick stays a backtick. */
export const PLAIN: Medium = {
  quote: quotePlain,
  code: (text) => (RUNS_INTO_PROSE.test(text) ? `"${text}"` : text),
};

export const MARKDOWN: Medium = { quote: quoteMarkdown, code: (text) => `\`${text}\`` };

/** Private-use characters: `toOneLine` removes them from all text that comes from outside. */
const QUOTE = ['\ue000', '\ue001'] as const;
const CODE = ['\ue002', '\ue003'] as const;

/** Text for a medium that is chosen later. `renderMarked` turns it into that medium's own. */
export const MARKED: Medium = {
  quote: (text) => `${QUOTE[0]}${withoutMarks(text)}${QUOTE[1]}`,
  code: (text) => `${CODE[0]}${withoutMarks(text)}${CODE[1]}`,
};

function withoutMarks(text: string): string {
  return text.replace(/[\ue000-\ue003]/g, ' ');
}

/**
 * Shows text that was written for `MARKED`. `prose` escapes our own words where the medium gives
 * some of their characters a meaning.
 */
export function renderMarked(
  text: string,
  {
    quote,
    code,
    prose = (words) => words,
  }: Medium & { readonly prose?: (words: string) => string },
): string {
  return text
    .split(/(\ue000[^\ue001]*\ue001|\ue002[^\ue003]*\ue003)/)
    .map((part) => {
      if (part.startsWith(QUOTE[0])) return quote(part.slice(1, -1));
      return part.startsWith(CODE[0]) ? code(part.slice(1, -1)) : prose(part);
    })
    .join('');
}
