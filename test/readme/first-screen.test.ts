import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { WRITING_INPUTS } from './writing-inputs.ts';
import { codeBlocks, PAGES, readme } from './read-readme.ts';

const MAX_BYTES = 15_000;
/** What a reader sees without scrolling far. */
const FIRST_LINES = 45;
const FIRST_BYTES = 2_500;

const bytesOf = (text: string) => Buffer.byteLength(text);

/** Everything before a text, which has to be there. */
function before(text: string): string {
  const parts = readme.split(text);
  expect(parts.length, `the README has no "${text}"`).toBeGreaterThan(1);
  return parts[0] ?? '';
}

test('the README stays short', () => {
  expect(bytesOf(readme)).toBeLessThanOrEqual(MAX_BYTES);
});

test('the first step to copy only reads, and the README says so', () => {
  const [first = ''] = codeBlocks(readme, 'yaml');
  const names = [...first.matchAll(/^ {4}(?<name>[a-z-]+):/gm)].map(([, name]) => name);
  expect(names).toContain('api-key');
  expect(names.filter((name) => WRITING_INPUTS.some((writing) => writing === name))).toEqual([]);
  expect(before(first)).toContain('It only reads');
});

test('how to try it stands on the first screen', () => {
  const above = before('npm ci && npm start');
  expect(above.split('\n').length).toBeLessThanOrEqual(FIRST_LINES);
  expect(bytesOf(above)).toBeLessThanOrEqual(FIRST_BYTES);
});

test('what only a restore proves is said in the first half', () => {
  expect(bytesOf(before('\n## Only a restore proves'))).toBeLessThan(bytesOf(readme) / 2);
});

test('the pictures have words for those who do not see them, and suit a dark screen', () => {
  const pictures = [...readme.matchAll(/<picture>.*?<\/picture>/gs)].map(([picture]) => picture);
  const named = pictures.map((picture) => picture.match(/docs\/images\/[a-z-]+\.png/g));
  expect(named).toEqual([
    ['docs/images/summary-dark.png', 'docs/images/summary-light.png'],
    ['docs/images/slack-dark.png', 'docs/images/slack-light.png'],
  ]);
  for (const picture of pictures) {
    expect(picture).toMatch(/ alt="[^"]{20,}"/);
    expect(picture).toContain('(prefers-color-scheme: dark)');
  }
});

test('the oldest runner that runs node24 is named once', async () => {
  const action = await readFile(new URL('../../action.yml', import.meta.url), 'utf8');
  expect(action).toContain('using: node24');
  expect([...PAGES.values()].join('\n').match(/2\.327\.1/g)).toEqual(['2.327.1']);
  expect(readme).toContain('2.327.1');
});
