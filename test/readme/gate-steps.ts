/** The inputs of every step of a workflow that uses the Action, as its YAML gives them. */
export function readGateSteps(workflow: string): readonly Readonly<Record<string, string>>[] {
  const [, ...steps] = workflow.split('- uses: OWNER/backup-gate@v1\n');
  return steps.map(readInputs);
}

/** Plain `name: value` lines below `with:`, and blocks of text after `|`: all that recipes need. */
function readInputs(step: string): Readonly<Record<string, string>> {
  const [, block = ''] = /^ *with:\n(?<block>(?: {10,}\S.*\n)*)/m.exec(step) ?? [];
  const inputs: Record<string, string> = {};
  let name = '';
  for (const line of block.split('\n').filter((each) => each.trim() !== '')) {
    const [, key, value = ''] = /^ {10}(?<key>[a-z-]+): (?<value>.*)$/.exec(line) ?? [];
    if (key === undefined) inputs[name] += `${line.trim()}\n`;
    else inputs[(name = key)] = value === '|' ? '' : value.replace(/^"(.*)"$/, '$1');
  }
  return inputs;
}
