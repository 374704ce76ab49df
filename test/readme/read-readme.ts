import { readdir, readFile } from 'node:fs/promises';

const ROOT = new URL('../../', import.meta.url);

async function readFolder(folder: string): Promise<readonly (readonly [string, string])[]> {
  const names = (await readdir(new URL(`./${folder}`, ROOT))).filter((name) =>
    name.endsWith('.md'),
  );
  const paths = names.toSorted().map((name) => `${folder}${name}`);
  return Promise.all(
    paths.map(async (path) => [path, await readFile(new URL(path, ROOT), 'utf8')] as const),
  );
}

/** All that is written in Markdown at the root and in docs/, by path. */
export const MARKDOWN = new Map([...(await readFolder('')), ...(await readFolder('docs/'))]);

/** What users read first: the README and every page of docs/. */
export const PAGES = new Map(
  [...MARKDOWN].filter(([path]) => path === 'README.md' || path.startsWith('docs/')),
);

/** The text of docs/`name`.md; several are read as one. */
export function docs(...names: readonly string[]): string {
  return names.map((name) => PAGES.get(`docs/${name}.md`) ?? '').join('\n');
}

export const readme = PAGES.get('README.md') ?? '';

/** The text below a heading, up to the next one of its level. */
export function section(heading: string, markdown: string = readme): string {
  const [, after = ''] = markdown.split(`\n## ${heading}\n`);
  return after.split('\n## ')[0] ?? '';
}

/** The rows below the head of the one table whose first column is called `column`. */
export function tableOf(markdown: string, column: string): readonly (readonly string[])[] {
  const tables = markdown.split('\n\n').map(tableRows);
  return tables.find(([head]) => head?.[0] === column)?.slice(1) ?? [];
}

/** The contents of the code blocks in a language, in order, without what a list indents. */
export function codeBlocks(markdown: string, language: string): readonly string[] {
  const fence = new RegExp(`^( *)\`\`\`${language}\\n(.*?)^\\1\`\`\`$`, 'gms');
  return [...markdown.matchAll(fence)].map(([, indent = '', code = '']) =>
    code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
}

/** A snippet as it is once its reader has filled in the names that it leaves open. */
export function filledIn(snippet: string): string {
  return snippet.replaceAll('<OWNER>', 'owner').replaceAll('<SUBDOMAIN>', 'subdomain');
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
