import { readFile } from 'node:fs/promises';

export const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');

/** The text below a heading, up to the next one of its level. */
export function section(heading: string): string {
  const [, after = ''] = readme.split(`\n## ${heading}\n`);
  return after.split('\n## ')[0] ?? '';
}

/** What a block shows when its summary is clicked. */
export function details(markdown: string, summary: string): string {
  const [, after = ''] = markdown.split(`\n<summary>${summary}</summary>\n`);
  return after.split('\n</details>\n')[0] ?? '';
}

/** The rows below the head of the one table whose first column is called `column`. */
export function tableOf(markdown: string, column: string): readonly (readonly string[])[] {
  const tables = markdown.split('\n\n').map(tableRows);
  return tables.find(([head]) => head?.[0] === column)?.slice(1) ?? [];
}

/** The contents of the code blocks in a language, in order. */
export function codeBlocks(markdown: string, language: string): readonly string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms');
  return [...markdown.matchAll(fence)].map(([, code = '']) => code);
}

/** The cells of a table's rows, the head first, without the line below it. */
export function tableRows(markdown: string): readonly (readonly string[])[] {
  const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
  return rows
    .filter((line) => !/^[|\s-]+$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
}

/** The words in code spans. */
export function codeWords(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
}
