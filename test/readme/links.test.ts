import { posix } from 'node:path';
import { access } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { anchorsOf, relativeLinks } from './links.ts';
import { MARKDOWN, PAGES, section } from './read-readme.ts';

/** Why a link leads nowhere; `null` if it leads somewhere. */
async function problemWith(link: string, from: string): Promise<string | null> {
  const [file = '', anchor] = link.split('#');
  const path = file === '' ? from : posix.join(posix.dirname(from), file);
  const isThere = await access(new URL(`../../${path}`, import.meta.url)).then(
    () => true,
    () => false,
  );
  if (!isThere) return `${link}: there is no ${path}`;
  const isFound = anchor === undefined || anchorsOf(MARKDOWN.get(path) ?? '').includes(anchor);
  return isFound ? null : `${link}: ${path} has no such heading`;
}

describe.each([...MARKDOWN])('%s', (path, text) => {
  test('links only to files and headings that are there', async () => {
    const problems = relativeLinks(text).map((link) => problemWith(link, path));
    expect((await Promise.all(problems)).filter((problem) => problem !== null)).toEqual([]);
  });
});

test('the README links to every page of docs/', () => {
  const linked = relativeLinks(section('Documentation')).map((link) => link.split('#')[0]);
  for (const path of PAGES.keys()) if (path !== 'README.md') expect(linked).toContain(path);
});

describe('anchors are made as GitHub makes them', () => {
  test.each([
    ['## Only a restore proves a backup', 'only-a-restore-proves-a-backup'],
    ['## All of `worker/config.json`', 'all-of-workerconfigjson'],
    ['### `schedule-kept`', 'schedule-kept'],
    ['### 2. Edit `worker/config.json`', '2-edit-workerconfigjson'],
    ["## The Worker's limits and costs", 'the-workers-limits-and-costs'],
  ])('%s', (heading, anchor) => {
    expect(anchorsOf(`${heading}\n`)).toEqual([anchor]);
  });

  test('and numbered where a heading comes twice', () => {
    expect(anchorsOf('## Limits\n\n## Limits\n')).toEqual(['limits', 'limits-1']);
  });

  test('a comment in a shell snippet is no heading', () => {
    expect(anchorsOf('```sh\n# a comment\n```\n')).toEqual([]);
  });
});
