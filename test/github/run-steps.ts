import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { INPUT_DEFAULTS } from '../../action/inputs/names.ts';
import { runBuiltAction } from '../action/built-action.ts';
import type { WorkflowStep } from './workflows.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What later steps see of one that has an id. */
export interface StepResult {
  readonly outcome: 'success' | 'failure';
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
}

export type StepResults = Map<string, StepResult>;

/**
 * Runs the steps of a job as a runner does, as far as they are scripts or this Action; what sets the
 * runner up is done here already. It ends with the first step that fails and may not.
 */
export async function runSteps(
  steps: readonly WorkflowStep[],
  results: StepResults = new Map(),
): Promise<StepResults> {
  for (const step of steps) {
    if (step.uses?.startsWith('actions/')) continue;
    const result = await runStep(step, results);
    results.set(step.id ?? step.name ?? '', result);
    if (result.outcome === 'failure' && !step['continue-on-error']) return results;
  }
  return results;
}

async function runStep(step: WorkflowStep, results: StepResults): Promise<StepResult> {
  if (step.uses === './') {
    const given = Object.entries(step.with).map(([name, value]) => [
      name,
      fillIn(String(value), results),
    ]);
    const inputs = { ...INPUT_DEFAULTS, ...Object.fromEntries(given) };
    const { exitCode, outputs, log } = await runBuiltAction({ inputs });
    return { outcome: outcomeOf(exitCode), outputs, log };
  }
  if (step.run === undefined) throw new Error(`cannot run ${JSON.stringify(step)}`);
  const env = Object.entries(step.env).map(([name, value]) => [name, fillIn(value, results)]);
  return runScript(step.run, Object.fromEntries(env));
}

/** As `shell: bash` does it. */
async function runScript(
  script: string,
  env: Readonly<Record<string, string>>,
): Promise<StepResult> {
  const folder = await mkdtemp(join(tmpdir(), 'backup-gate-step-'));
  const [file, output] = [join(folder, 'script.sh'), join(folder, 'output')];
  try {
    await Promise.all([writeFile(file, script), writeFile(output, '')]);
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', file], {
      cwd: ROOT,
      env: { ...env, PATH: process.env['PATH'], GITHUB_OUTPUT: output },
    });
    let log = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (log += text));
    // Not before its streams have ended, which is when a runner goes on.
    const [code] = await once(child, 'close');
    const lines = (await readFile(output, 'utf8')).matchAll(/^(?<name>[^=\n]+)=(?<value>.*)$/gm);
    const outputs = [...lines].map(({ groups = {} }) => [groups['name'], groups['value']]);
    return { outcome: outcomeOf(code), outputs: Object.fromEntries(outputs), log };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function outcomeOf(code: unknown): StepResult['outcome'] {
  return code === 0 ? 'success' : 'failure';
}

const EXPRESSION = /\$\{\{ (?<expression>.*?) \}\}/g;
const REFERENCE = /^steps\.(?<id>[\w-]+)\.(?:outputs\.(?<output>[\w-]+)|(?<outcome>outcome))$/;

/** Puts in what earlier steps left; an expression of another kind is an error. */
function fillIn(text: string, results: StepResults): string {
  return text.replaceAll(EXPRESSION, (_, expression: string) => {
    const { id = '', output = '', outcome } = REFERENCE.exec(expression)?.groups ?? {};
    const result = results.get(id);
    if (!result) throw new Error(`not known: ${expression}`);
    return outcome ? result.outcome : (result.outputs[output] ?? '');
  });
}
