import { access, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readWorkflow } from '../workflows.ts';
import { codeBlocks, codeWords, tableOf } from '../../readme/read-readme.ts';

const ROOT = new URL('../../../', import.meta.url);
const releasing = await readFile(new URL('docs/releasing.md', ROOT), 'utf8');

test('docs/releasing.md explains every job of the release, in the order in which they run', async () => {
  const { workflow } = await readWorkflow('release.yml');
  // The table stands in a list, so it is indented.
  const rows = tableOf(releasing.replaceAll(/^ {3}/gm, ''), 'job');
  expect(rows.flatMap(([cell = '']) => codeWords(cell))).toEqual(Object.keys(workflow.jobs));
});

test('docs/releasing.md names no file that is not there', async () => {
  const commands = codeBlocks(releasing.replaceAll(/^ {3}/gm, ''), 'sh').join('');
  const files =
    `${commands}\n${releasing}`.match(/(?<![\w/.])(?:action|\.github)\/[\w./-]*\w/g) ?? [];
  expect(new Set(files)).toContain('.github/release/move-major-tag.sh');
  for (const file of new Set(files)) await access(new URL(file, ROOT));
});

test('docs/releasing.md and the workflow cut notes and move the tag by the same commands', async () => {
  const { workflow } = await readWorkflow('release.yml');
  const scripts = workflow.jobs['publish']?.steps.flatMap(({ run = [] }) => run).join('\n') ?? '';
  for (const command of [
    'node .github/release/index.ts',
    'gh release create',
    '.github/release/move-major-tag.sh',
  ]) {
    expect(scripts).toContain(command);
    expect(releasing).toContain(command);
  }
});

test('CONTRIBUTING.md says right after npm ci, on one line, what its warnings mean', async () => {
  const contributing = await readFile(new URL('CONTRIBUTING.md', ROOT), 'utf8');
  const [, after = ''] = contributing.split('```sh\nnpm ci\n```\n\n');
  expect(after.split('\n')[0]).toMatch(/Node\.js 20 .*EBADENGINE.*Node\.js 24/);
});
