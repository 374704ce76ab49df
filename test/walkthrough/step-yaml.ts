export type StepInputs = Readonly<Record<string, string>>;

/** The step as one writes it in a workflow; the key as the secret that holds it. */
export function writeStep(inputs: StepInputs): string[] {
  const shown = { 'api-key': '${{ secrets.SKYSQL_API_KEY }}', ...inputs };
  return [
    '- uses: OWNER/backup-gate@v1',
    '  with:',
    ...Object.entries(shown).flatMap(([name, value]) => writeInput(name, value)),
  ];
}

function writeInput(name: string, value: string): string[] {
  if (value.includes('\n'))
    return [`    ${name}: |`, ...value.split('\n').map((line) => `      ${line}`)];
  return [`    ${name}: ${isPlain(value) ? value : JSON.stringify(value)}`];
}

/** Whether YAML takes the text as it is, beyond doubt. */
function isPlain(value: string): boolean {
  return /^[a-z][\w./:-]*$/i.test(value) || value.startsWith('${{');
}
