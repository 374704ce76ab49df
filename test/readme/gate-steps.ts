/** The inputs of every step of a workflow that uses the Action, as its YAML gives them. */
export function readGateSteps(workflow: string): readonly Readonly<Record<string, string>>[] {
  const [, ...steps] = workflow.split('- uses: owner/backup-gate@v1\n');
  return steps.map(readInputs);
}

/** What the linter may read: it is older than `vars`, which is known where `env` is. */
export function lintable(workflow: string): string {
  return workflow.replaceAll('{{ vars.', '{{ env.');
}

/** The workflow that a step which is shown without one may stand in. */
export function inWorkflow(steps: string): string {
  const head = 'on: push\njobs:\n  gate:\n    runs-on: ubuntu-latest\n    steps:\n';
  return head + steps.replaceAll(/^(?=.)/gm, '      ');
}

/** What GitHub puts in, where a snippet leaves it to an expression. */
const EXPRESSIONS: Readonly<Record<string, string>> = {
  'secrets.SKYSQL_API_KEY': 'skysql.1zzz.test-key',
  'secrets.SKYVIA_TOKEN': 'skyvia-token',
  'secrets.BYCLOUD_API_KEY': 'id:secret',
  "vars.BACKUP_GATE || 'warn'": 'warn',
  'github.token': 'ghs_test',
  'matrix.service': 'dbtgf28044362',
  'matrix.max-age': '26h',
  'steps.suspend.outputs.schedule-id': '215',
};

/** Plain `name: value` lines below `with:`, and blocks of text after `|`: all that snippets need. */
function readInputs(step: string): Readonly<Record<string, string>> {
  const [, block = ''] = /^ *with:\n(?<block>(?:(?: {10,}\S.*)?\n)*)/m.exec(step) ?? [];
  const inputs: Record<string, string> = {};
  let name = '';
  for (const line of block.split('\n').filter((each) => !/^ *(?:#.*)?$/.test(each))) {
    const [, key, value = ''] = /^ {10}(?<key>[a-z-]+): (?<value>.*)$/.exec(line) ?? [];
    if (key === undefined) inputs[name] += `${line.trim()}\n`;
    else inputs[(name = key)] = value === '|' ? '' : evaluate(value.replace(/^"(.*)"$/, '$1'));
  }
  return inputs;
}

function evaluate(value: string): string {
  return value.replaceAll(/\$\{\{ (.+?) \}\}/g, (_, expression: string) => {
    const known = EXPRESSIONS[expression];
    if (known === undefined) throw new Error(`no value for the expression ${expression}`);
    return known;
  });
}
