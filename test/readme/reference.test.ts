import { expect, test } from 'vitest';
import { INPUT_DEFAULTS } from '../../action/inputs/names.ts';
import { startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import { runStep } from '../action/step.ts';
import { EVERY_FINDING } from '../shared/domain/every-finding-fixture.ts';
import { codeBlocks, codeWords, docs, section, tableOf } from './read-readme.ts';

/** Examples in the README of inputs that have no default worth showing. */
const EXAMPLES = { 'api-key': '${{ secrets.SKYSQL_API_KEY }}', service: '|' };

test('the README shows every input, in the order of the code, with its default', () => {
  const [block = ''] = codeBlocks(section('Inputs'), 'yaml');
  const shown = [...block.matchAll(/^ {4}(?<name>[a-z-]+): (?<value>.*)$/gm)].map(
    ({ groups = {} }) => [groups['name'], groups['value']?.replace(/^"(.*)"$/, '$1')],
  );
  expect(Object.fromEntries(shown)).toEqual({ ...INPUT_DEFAULTS, ...EXAMPLES });
  expect(shown.map(([name]) => name)).toEqual(Object.keys(INPUT_DEFAULTS));
});

test('the README says something of every input', () => {
  const [block = ''] = codeBlocks(section('Inputs'), 'yaml');
  const uncommented = block
    .split('\n')
    .filter((line, index, lines) => /^ {4}[a-z]/.test(line) && !lines[index - 1]?.includes('#'));
  expect(uncommented).toEqual([]);
});

test('the README names every output that a step sets', async () => {
  const emulator = await startMariadbCloud();
  try {
    const { outputs } = await runStep(emulator);
    const named = tableOf(section('Outputs'), 'output').flatMap(([cell = '']) => codeWords(cell));
    expect(named.toSorted()).toEqual(Object.keys(outputs).toSorted());
  } finally {
    await emulator.close();
  }
});

const findings = Object.values(EVERY_FINDING);
const codes = Object.keys(EVERY_FINDING).toSorted();

/** The severities that a text speaks of. */
function severitiesIn(text = ''): readonly string[] {
  const said = text.replace('as `on-unknown`', 'block, warn');
  return ['block', 'warn', 'info'].filter((severity) => new RegExp(`\\b${severity}\\b`).test(said));
}

const listed = new Map(
  tableOf(section('Findings'), 'code').map(([code = '', severity = '']) => [
    codeWords(code)[0],
    severitiesIn(severity),
  ]),
);

/** What docs/findings.md says of each, in italics, before it explains it. */
const explained = new Map(
  [...docs('findings').matchAll(/^### `(?<code>[a-z-]+)`\n\n_(?<severity>[^_]+)_ \S/gm)].map(
    ({ groups = {} }) => [groups['code'], severitiesIn(groups['severity'])],
  ),
);

test('the README lists every finding code, and with the severity that it can have', () => {
  expect([...listed.keys()].toSorted()).toEqual(codes);
  for (const { code, severity } of findings) expect(listed.get(code)).toContain(severity);
});

test('docs/findings.md explains every finding code, with the severities of the README', () => {
  expect([...explained.keys()].toSorted()).toEqual(codes);
  expect(explained).toEqual(listed);
});

test('the README gives the two commands exactly so', () => {
  expect(codeBlocks(section('Try it'), 'sh')).toEqual(['npm ci && npm start\n']);
  expect(section('Try it')).toContain('`npm ci && npm test`');
});
