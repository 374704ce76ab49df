import { SIGNS } from '../../../shared/report/signs.ts';
import type { ShownVerdict } from '../shown-verdict.ts';
import { type Markup, markup, trusted } from './markup.ts';

interface Look {
  readonly word: string;
  /** For titles, which hold only text. */
  readonly sign: string;
  /** A shape in 16 × 16. */
  readonly shape: string;
}

/** Word, sign and shape tell a verdict to those who cannot tell its colour. */
export const LOOKS: Readonly<Record<ShownVerdict, Look>> = {
  block: {
    word: 'Block',
    sign: SIGNS.block,
    shape: 'M4.7 0h6.6L16 4.7v6.6L11.3 16H4.7L0 11.3V4.7zM4 7v2h8V7z',
  },
  unknown: {
    word: 'Unknown',
    sign: '❔',
    shape:
      'M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0zm0 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM5.3 6.4h1.8c0-1.3 1.9-1.2 1.9 0 0 1-1.8 1.2-1.8 3h1.7c0-1.3 1.9-1.5 1.9-3.1 0-3.3-5.5-3.3-5.5.1zM7.2 10.3h1.7V12H7.2z',
  },
  warn: { word: 'Warn', sign: SIGNS.warn, shape: 'M8 1l8 14H0zM7 6v5h2V6zm0 6v2h2v-2z' },
  pass: {
    word: 'Pass',
    sign: SIGNS.pass,
    shape: 'M6.2 13.5L1 8.3l1.8-1.8 3.4 3.4 7-7L15 4.7z',
  },
};

/** One of our shapes, in the colour of what is around it. */
export function drawIcon(shape: string): Markup {
  return trusted(
    `<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path fill-rule="evenodd" d="${shape}"/></svg>`,
  );
}

const MARKS: Readonly<Record<ShownVerdict, Markup>> = {
  block: drawMark('block'),
  unknown: drawMark('unknown'),
  warn: drawMark('warn'),
  pass: drawMark('pass'),
};

function drawMark(verdict: ShownVerdict): Markup {
  const { shape, word } = LOOKS[verdict];
  return markup`<span class="mark ${verdict}">${drawIcon(shape)}${word}</span>`;
}

/** The same wherever it stands, so it is put together once. */
export function writeMark(verdict: ShownVerdict): Markup {
  return MARKS[verdict];
}
