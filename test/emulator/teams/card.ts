import { boolean, listUpTo, Misshapen, objectOf, ofType, oneOf, text } from '../server/shape.ts';
import { textUpTo } from '../server/shape.ts';
import type { Shape } from '../server/shape.ts';

/** What version 1.2 of Adaptive Cards knows of the elements that are written here. */
const style = {
  size: oneOf('default', 'small', 'medium', 'large', 'extraLarge'),
  weight: oneOf('default', 'lighter', 'bolder'),
  color: oneOf('default', 'dark', 'light', 'accent', 'good', 'warning', 'attention'),
  fontType: oneOf('default', 'monospace'),
  isSubtle: boolean,
};

const element = {
  type: text,
  id: text,
  spacing: oneOf('none', 'small', 'default', 'medium', 'large', 'extraLarge', 'padding'),
  separator: boolean,
  isVisible: boolean,
};

const maxText = 10_000;

const textRun: Shape = {
  fields: { type: text, text: textUpTo(maxText), ...style, highlight: boolean, italic: boolean },
  needed: ['text'],
};

const block: Shape = {
  fields: {
    ...element,
    inlines: listUpTo(500, ofType({ TextRun: textRun })),
    horizontalAlignment: oneOf('left', 'center', 'right'),
  },
  needed: ['inlines'],
};

/** Its text is Markdown, so a card for texts from outside is better off without. */
const markdownBlock: Shape = {
  fields: { ...element, ...style, text: textUpTo(maxText), wrap: boolean },
  needed: ['text'],
};

const card: Shape = {
  fields: {
    type: text,
    $schema: oneOf('http://adaptivecards.io/schemas/adaptive-card.json'),
    version: oneOf('1.2'),
    body: listUpTo(500, ofType({ RichTextBlock: block, TextBlock: markdownBlock })),
    msteams: objectOf({ fields: { width: oneOf('Full') }, needed: [] }),
  },
  needed: ['version', 'body'],
};

const attachment = objectOf({
  fields: {
    contentType: oneOf('application/vnd.microsoft.card.adaptive'),
    contentUrl: oneOf(null),
    content: ofType({ AdaptiveCard: card }),
  },
  needed: ['contentType', 'contentUrl', 'content'],
});

export const message = objectOf({
  fields: { type: oneOf('message'), attachments: listUpTo(1, attachment) },
  needed: ['type', 'attachments'],
});

/** The text of each block; a code span stands where a run has the font of one. */
export function textsOf(value: unknown): readonly string[] {
  return itemsAt(value, 'attachments').flatMap((attached) =>
    itemsAt(valueAt(attached, 'content'), 'body').map((each) => {
      const runs = itemsAt(each, 'inlines');
      return runs.length === 0 ? String(valueAt(each, 'text')) : runs.map(show).join('');
    }),
  );
}

function show(run: unknown): string {
  const shown = String(valueAt(run, 'text'));
  return valueAt(run, 'fontType') === 'monospace' ? `\`${shown}\`` : shown;
}

function itemsAt(value: unknown, key: string): readonly unknown[] {
  const items = valueAt(value, key);
  return Array.isArray(items) ? items : [];
}

function valueAt(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) throw new Misshapen(key, 'is not in an object');
  return Object.entries(value).find(([name]) => name === key)?.[1];
}
