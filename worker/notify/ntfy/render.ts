import { countJsonBytes, fitLines, fitMarked } from '../marked.ts';
import type { Notice, Tone } from '../notice.ts';
import { PLAIN_TEXT } from '../plain.ts';

/** In bytes. Of a longer message the server makes a file, and it takes twice that of JSON. */
const MAX_MESSAGE = 4096;
const MAX_TITLE = 250;
const MAX_LINE = 900;

/** 5 also sounds where a phone is silenced; 2 makes no sound. The tag is shown as a sign. */
const LOOKS: Readonly<Record<Tone, { readonly priority: number; readonly tag: string }>> = {
  blocked: { priority: 5, tag: 'x' },
  unknown: { priority: 4, tag: 'question' },
  failed: { priority: 4, tag: 'x' },
  'timed-out': { priority: 4, tag: 'hourglass' },
  overridden: { priority: 4, tag: 'unlock' },
  warning: { priority: 3, tag: 'warning' },
  recovered: { priority: 3, tag: 'white_check_mark' },
  succeeded: { priority: 2, tag: 'white_check_mark' },
  done: { priority: 2, tag: 'spiral_calendar' },
};

/** Without `markdown`, the apps show the text as it is. */
export function renderNtfy({ tone, title, items, facts }: Notice) {
  const { priority, tag } = LOOKS[tone];
  const lines = [
    ...items.flatMap(({ fact, remedy }) => [fact, remedy].filter(Boolean)),
    ...facts.map(({ label, value }) => `${label}: ${value}`),
  ];
  const room = { max: MAX_MESSAGE, each: MAX_LINE, lengthOf: countJsonBytes };
  return {
    title: fitMarked(title, PLAIN_TEXT, { max: MAX_TITLE }),
    message: fitLines(lines, PLAIN_TEXT, room),
    priority,
    tags: [tag],
  };
}
