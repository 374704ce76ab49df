import { formatInstant } from '../../../shared/domain/instant.ts';
import { toOneLine } from '../../../shared/report/text.ts';
import { fitLines, fitMarked, type MarkedMedium } from '../marked.ts';
import { type Notice, SIGNS, type Tone } from '../notice.ts';

/** Discord's limits. All texts of a message together may have 6,000 characters. */
const MAX_TITLE = 256;
const MAX_DESCRIPTION = 3500;
const MAX_FIELD = 400;
const MAX_LINE = 900;
const MAX_QUOTE = 200;

const RED = 0xd1242f;
const AMBER = 0xbf8700;
const GREEN = 0x1a7f37;

const COLOURS: Readonly<Record<Tone, number>> = {
  blocked: RED,
  unknown: AMBER,
  warning: AMBER,
  recovered: GREEN,
  succeeded: GREEN,
  failed: RED,
  'timed-out': AMBER,
  overridden: AMBER,
  done: GREEN,
};

/** A message with one embed, in which nobody is mentioned. */
export function renderDiscord({ tone, title, items, facts, at }: Notice) {
  const sign = `${SIGNS[tone]} `;
  const lines = items.map(({ fact, remedy }) => [fact, remedy].filter(Boolean).join(' '));
  const description = fitLines(lines, DISCORD, { max: MAX_DESCRIPTION, each: MAX_LINE });
  return {
    embeds: [
      {
        title: sign + fitMarked(title, DISCORD, { max: MAX_TITLE - sign.length }),
        ...(description === '' ? {} : { description }),
        color: COLOURS[tone],
        fields: facts.map(({ label, value }) => ({
          name: label,
          value: fitMarked(value, DISCORD, { max: MAX_FIELD }),
          inline: true,
        })),
        timestamp: formatInstant(at),
      },
    ],
    allowed_mentions: { parse: [] },
  };
}

/**
 * Discord's Markdown. In a code span mentions, links, emoji and times have no effect; a backslash
 * takes the meaning from any sign outside of one.
 */
const DISCORD: MarkedMedium = { quote, code: quote, prose: escape };

function quote(text: string): string {
  const line = toOneLine(text, MAX_QUOTE).replaceAll('`', "'");
  return line === '' ? '(empty)' : `\`${line}\``;
}

function escape(words: string): string {
  return words.replace(/[\\`*_~|<>[\]#@]|:(?=\/\/|\w+:)/g, String.raw`\$&`);
}
