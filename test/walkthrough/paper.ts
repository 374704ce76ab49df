import { styleText } from 'node:util';

/** What the transcript is written on: indented, wrapped, and coloured only for a person. */
const coloured = process.stdout.isTTY && !process.env['NO_COLOR'];
/** Longer lines are hard to read, however wide the window is. Some terminals say 0: not known. */
const width = Math.min(process.stdout.columns || 100, 100);

export type Style = Parameters<typeof styleText>[0];

interface LineOptions {
  /** Spaces before the line. */
  readonly indent?: number;
  /** Further spaces before the second and later lines of a text that is too long for one. */
  readonly hang?: number;
  readonly style?: Style;
}

/** Writes one text on its own line, or on several where it is too long. */
export function write(text = '', { indent = 0, hang = 0, style }: LineOptions = {}): void {
  const [first = '', ...rest] = wrap(text, width - indent - hang);
  print(' '.repeat(indent) + paint(style, first));
  for (const line of rest) print(' '.repeat(indent + hang) + paint(style, line));
}

interface PairOptions {
  readonly indent: number;
  /** How wide the names are, so that the values stand below each other. */
  readonly nameWidth: number;
  readonly style?: Style | undefined;
}

/** Writes `name  value`, the name in the background. */
export function writePair(name: string, value: string, options: PairOptions): void {
  const { indent, nameWidth, style } = options;
  const start = indent + nameWidth + 2;
  const [first = '', ...rest] = wrap(value, width - start);
  print(`${' '.repeat(indent)}${paint('dim', name.padEnd(nameWidth))}  ${paint(style, first)}`);
  for (const line of rest) print(' '.repeat(start) + paint(style, line));
}

/** Writes pairs below each other. */
export function writePairs(pairs: readonly (readonly [string, string])[], indent: number): void {
  const nameWidth = Math.max(...pairs.map(([name]) => name.length));
  for (const [name, value] of pairs) writePair(name, value, { indent, nameWidth });
}

function paint(style: Style | undefined, text: string): string {
  const plain = style === undefined || !coloured || text === '';
  return plain ? text : styleText(style, text, { validateStream: false });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Breaks at spaces only; a word that is longer than the line stays whole. */
function wrap(text: string, longest: number): string[] {
  const lines: string[] = [];
  let line: string | null = null;
  for (const word of text.split(' ')) {
    if (line !== null && line.length + 1 + word.length > longest) {
      lines.push(line);
      line = null;
    }
    line = line === null ? word : `${line} ${word}`;
  }
  return [...lines, line ?? ''];
}
