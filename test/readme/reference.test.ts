import { expect, test } from 'vitest';
import { INPUT_DEFAULTS } from '../../action/inputs/names.ts';
import { PROVIDER_NAMES, PROVIDERS } from '../../shared/provider/create-provider.ts';
import { startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import { runStep } from '../action/step.ts';
import { EVERY_FINDING } from '../shared/domain/every-finding-fixture.ts';
import { codeBlocks, codeWords, section, tableRows } from './read-readme.ts';

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
    const named = tableRows(section('Outputs')).flatMap(([cell = '']) => codeWords(cell));
    expect(named.toSorted()).toEqual(Object.keys(outputs).toSorted());
  } finally {
    await emulator.close();
  }
});

test('the README lists every finding code, and with the severity that it can have', () => {
  const rows = tableRows(section('Verdicts and findings')).slice(1);
  const listed = new Map(rows.map(([code = '', severity = '']) => [codeWords(code)[0], severity]));
  expect([...listed.keys()].toSorted()).toEqual(Object.keys(EVERY_FINDING).toSorted());
  for (const { code, severity } of Object.values(EVERY_FINDING)) {
    const said = listed.get(code)?.replace('as `on-unknown`', 'block; warn');
    expect(`${code}: ${said}`).toContain(severity);
  }
});

test('the table of providers says what their capabilities say', () => {
  const [head = [], ...rows] = tableRows(section('Providers'));
  const columns = rows.find(([name]) => name === '`provider`')?.map((cell) => codeWords(cell)[0]);
  const table = PROVIDER_NAMES.map((name) => {
    const column = columns?.indexOf(name) ?? -1;
    const cells = rows.map((row) => [row[0], row[column]?.replace(/^(yes|no)\b.*/, '$1')]);
    return [head[column], Object.fromEntries(cells)];
  });
  const yes = (can: boolean) => (can ? 'yes' : 'no');
  const expected = PROVIDER_NAMES.map((name) => {
    const { title, capabilities: can } = PROVIDERS[name];
    const capabilities = {
      gate: 'yes',
      '`max-age: auto` by what was due': yes(can.dueTimes),
      '`min-size`, `max-size-drop`': yes(can.sizes),
      '`schedule` with a cron': yes(can.ensureCron),
      '`schedule: enabled`': yes(can.enableSchedule),
      '`backup: always`, `if-needed`': yes(can.requestBackup),
      '`in-progress: wait`': yes(can.wait),
      '`service: all`': yes(can.wholeOrganisation),
    };
    return [title, expect.objectContaining(capabilities)];
  });
  expect(table).toEqual(expected);
});

test('the README gives the two commands exactly so', () => {
  expect(codeBlocks(section('Try it'), 'sh')).toEqual([
    'npm ci && npm start\n',
    'npm ci && npm test\n',
  ]);
});
