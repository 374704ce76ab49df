import { type Medium, renderMarked } from '../../shared/report/medium.ts';

/** How a channel shows text that is written for `MARKED`. */
export interface MarkedMedium extends Medium {
  /** Our own words, in which some characters may have a meaning for the medium. */
  readonly prose: (words: string) => string;
}

export interface MarkedPart {
  readonly kind: 'quote' | 'code' | 'prose';
  readonly text: string;
}

/** Stored text may be damaged, so an odd mark or half a character does not reach a channel. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]+/gu;

/** The parts of a text, for a medium that shows each as an object of its own. */
export function partsOf(text: string): readonly MarkedPart[] {
  const parts: MarkedPart[] = [];
  const take = (kind: MarkedPart['kind']) => (part: string) => {
    const seen = part.replace(UNSEEN, ' ');
    if (seen !== '' || kind !== 'prose') parts.push({ kind, text: seen });
    return '';
  };
  renderMarked(text, { quote: take('quote'), code: take('code'), prose: take('prose') });
  return parts;
}

export function showMarked(text: string, medium: MarkedMedium): string {
  return partsOf(text)
    .map((part) => medium[part.kind](part.text))
    .join('');
}

export interface Room {
  readonly max: number;
  /** How the receiver counts. Default: UTF-16 code units, as `length` does. */
  readonly lengthOf?: (text: string) => number;
}

const MORE = '…';

/**
 * Shows a text in the room that there is. What is cut is the text before it is escaped, between two
 * characters, so no escape, code span or surrogate pair is ever left half.
 */
export function fitMarked(text: string, medium: MarkedMedium, room: Room): string {
  const { max, lengthOf = countUnits } = room;
  const whole = showMarked(text, medium);
  if (lengthOf(whole) <= max) return whole;
  const fits = (shown: string) => lengthOf(`${shown}${MORE}`) <= max;
  let shown = '';
  for (const part of partsOf(text)) {
    const longer = shown + medium[part.kind](part.text);
    if (fits(longer)) shown = longer;
    else return `${shown}${cutPart(part, medium, (cut) => fits(shown + cut))}${MORE}`;
  }
  return `${shown}${MORE}`;
}

/** The longest beginning of a part that fits; '' if none does. */
function cutPart(
  { kind, text }: MarkedPart,
  medium: MarkedMedium,
  fits: (shown: string) => boolean,
): string {
  const characters = [...text];
  const show = (count: number) => medium[kind](characters.slice(0, count).join('').trimEnd());
  let [least, most] = [0, characters.length];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits(show(middle))) least = middle;
    else most = middle - 1;
  }
  return least === 0 ? '' : show(least);
}

export interface LinesRoom extends Room {
  /** The room of one line. */
  readonly each: number;
}

/** As many lines as there is room for, and how many were left out. */
export function fitLines(
  lines: readonly string[],
  medium: MarkedMedium,
  { max, each, lengthOf = countUnits }: LinesRoom,
): string {
  const fitted = lines.map((line) => fitMarked(line, medium, { max: each, lengthOf }));
  const firstOf = (count: number) => {
    const left = lines.length - count;
    return [...fitted.slice(0, count), ...(left === 0 ? [] : [`and ${left} more`])].join('\n');
  };
  let count = lines.length;
  while (count > 0 && lengthOf(firstOf(count)) > max) count -= 1;
  return firstOf(count);
}

function countUnits(text: string): number {
  return text.length;
}

/** The length of a text as it is sent. */
export function countJsonBytes(text: string): number {
  return new TextEncoder().encode(JSON.stringify(text)).length;
}
