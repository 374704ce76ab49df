export type StepInputs = Readonly<Record<string, string>>;

/** How a workflow names a secret. */
export function secret(name: string): string {
  return `\${{ secrets.${name} }}`;
}

/** The step as one writes it in a workflow. */
export function writeStep(inputs: StepInputs): string[] {
  return [
    '- uses: <OWNER>/backup-gate@v1',
    '  with:',
    ...Object.entries(inputs).flatMap(([name, value]) => writeInput(name, value)),
  ];
}

function writeInput(name: string, value: string): string[] {
  if (value.includes('\n'))
    return [`    ${name}: |`, ...value.split('\n').map((line) => `      ${line}`)];
  return [`    ${name}: ${isPlain(value) ? value : JSON.stringify(value)}`];
}

/** Whether YAML takes the text as it is, beyond doubt. */
function isPlain(value: string): boolean {
  return (
    /^(?:[a-z][\w./:-]*|\d+\/\d+|[\da-f]+(?:-[\da-f]+){4})$/i.test(value) || value.startsWith('${{')
  );
}
