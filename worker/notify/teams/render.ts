import { MARKED } from '../../../shared/report/medium.ts';
import { toOneLine } from '../../../shared/report/text.ts';
import { countJsonBytes, fitMarked, type MarkedMedium, partsOf } from '../marked.ts';
import { type Notice, SIGNS, type Tone } from '../notice.ts';

/** Teams takes 28 kB, so texts are measured as they are sent: in bytes of JSON. */
const MAX_TEXT = 1000;
const MAX_FACT = 400;
const MAX_ITEMS = 8;
const MAX_QUOTE = 200;

const COLOURS: Readonly<Record<Tone, 'attention' | 'warning' | 'good'>> = {
  blocked: 'attention',
  unknown: 'warning',
  warning: 'warning',
  recovered: 'good',
  succeeded: 'good',
  failed: 'attention',
  'timed-out': 'warning',
  overridden: 'warning',
  done: 'good',
};

/**
 * A message with one Adaptive Card. Its texts are runs of a RichTextBlock, which no client reads as
 * Markdown. A TextBlock has escapes for it, but not every client of Teams knows them.
 */
export function renderTeams({ tone, title, items, facts }: Notice) {
  const shown = items.slice(0, MAX_ITEMS);
  const more = items.length - shown.length;
  const head = { size: 'medium', weight: 'bolder', color: COLOURS[tone] };
  const body = [
    block([run(`${SIGNS[tone]} `, head), ...runsOf(title, MAX_TEXT, head)]),
    ...shown
      .flatMap(({ fact, remedy }) => [runsOf(fact, MAX_TEXT), runsOf(remedy, MAX_TEXT, SUBTLE)])
      .filter(({ length }) => length > 0)
      .map(block),
    ...(more === 0 ? [] : [block([run(`and ${more} more`)])]),
    ...facts.map(({ label, value }) =>
      block([run(`${label}: `, { weight: 'bolder' }), ...runsOf(value, MAX_FACT)]),
    ),
  ];
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.2',
    body,
    msteams: { width: 'Full' },
  };
  const contentType = 'application/vnd.microsoft.card.adaptive';
  return { type: 'message', attachments: [{ contentType, contentUrl: null, content }] };
}

type Style = Readonly<Record<string, string | boolean>>;

const SUBTLE: Style = { isSubtle: true };

function block(inlines: readonly object[]) {
  return { type: 'RichTextBlock', inlines };
}

function run(text: string, style: Style = {}) {
  return { type: 'TextRun', text, ...style };
}

/** What is quoted, and our own literals, are in another font, as in a code span. */
function runsOf(text: string, max: number, style: Style = {}): readonly object[] {
  const fitted = fitMarked(text, TEAMS, { max, lengthOf: costOf });
  return partsOf(fitted).map(({ kind, text: part }) =>
    run(part, kind === 'prose' ? style : { ...style, fontType: 'monospace' }),
  );
}

/** Still marked: a card has no text in which a part could be told from another. */
const TEAMS: MarkedMedium = {
  quote: (text) => MARKED.quote(disarm(toOneLine(text, MAX_QUOTE)) || '(empty)'),
  code: (text) => MARKED.code(disarm(text)),
  prose: disarm,
};

/** `{{DATE(…)}}` is a moment in any text of a card, and `${…}` may be a placeholder. */
function disarm(text: string): string {
  return text.replace(/[{$](?=\{)/g, '$& ');
}

/** About what a run of its own costs. */
const RUN_BYTES = 120;

function costOf(text: string): number {
  const runs = text.match(/[\ue000\ue002]/g)?.length ?? 0;
  return countJsonBytes(text) + runs * RUN_BYTES;
}
