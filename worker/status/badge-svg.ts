import { toOneLine } from '../../shared/report/text.ts';
import { markup } from './page/markup.ts';
import type { Badge } from './badge.ts';
import type { ShownVerdict } from './shown-verdict.ts';

/** White text on each has a contrast of at least 4.5. */
const COLORS: Readonly<Record<ShownVerdict, string>> = {
  pass: '#1a7f37',
  warn: '#9a6700',
  block: '#cf222e',
  unknown: '#656d76',
};

const LABEL_COLOR = '#3b434b';
const HEIGHT = 20;
const PADDING = 7;
const MAX_LABEL = 60;

/** Besides control characters, which `toOneLine` removes. */
const NOT_XML = /[\ufffe\uffff]/g;

/** `badge/{service}.svg`, for pages and READMEs, light or dark: it brings its own background. */
export function drawBadge({ label: given, message }: Badge): string {
  const label = toOneLine(given.replace(NOT_XML, ' '), MAX_LABEL);
  const text = `${label}: ${message}`;
  const [labelWidth, messageWidth] = [textWidth(label), textWidth(message)];
  const split = labelWidth + 2 * PADDING;
  const width = split + messageWidth + 2 * PADDING;
  return String(
    markup`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${text}">
<title>${text}</title>
<rect width="${width}" height="${HEIGHT}" rx="3" fill="${LABEL_COLOR}"/>
<path d="${drawRightPart(split, width)}" fill="${COLORS[message]}"/>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
<text x="${PADDING}" y="14" textLength="${labelWidth}">${label}</text>
<text x="${split + PADDING}" y="14" textLength="${messageWidth}">${message}</text>
</g>
</svg>`,
  );
}

/** With round corners on its right side only. */
function drawRightPart(from: number, to: number): string {
  return `M${from} 0H${to - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H${from}z`;
}

/** Widths of Verdana at 11 pixels. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijlI.,:;|!']/, 3.8],
  [/[frt()[\]/\- ]/, 4.6],
  [/[mwMW@%]/, 10.2],
  [/[a-z]/, 6.6],
  [/[\x21-\x7e]/, 7.6],
];

const WIDEST = 11;

/** In whole pixels. The text is fitted into it, whatever font there is. */
function textWidth(text: string): number {
  const widths = [...text].map(
    (character) => WIDTHS.find(([like]) => like.test(character))?.[1] ?? WIDEST,
  );
  return Math.ceil(widths.reduce((sum, width) => sum + width, 0));
}
