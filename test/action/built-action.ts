import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('../../action/dist/index.js', import.meta.url));

/** What a step left behind when its process had ended. */
export interface StepRun {
  readonly exitCode: number | null;
  /** Both streams as the runner shows them, commands included. */
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

export interface StepOptions {
  /** Inputs by their names in action.yml. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Further environment variables; nothing of this process's environment is passed on. */
  readonly env?: Readonly<Record<string, string>>;
  /** Sees the log as it is written. */
  readonly onLog?: (text: string) => void;
  /** Gets the means to send the process a signal. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void;
}

/** Runs the committed bundle as a runner does: a process, `INPUT_*`, output and summary files. */
export async function runBuiltAction(options: StepOptions): Promise<StepRun> {
  const { inputs, env = {} } = options;
  const folder = await mkdtemp(join(tmpdir(), 'backup-gate-'));
  const outputFile = join(folder, 'output');
  const summaryFile = join(folder, 'summary.md');
  try {
    await Promise.all([writeFile(outputFile, ''), writeFile(summaryFile, '')]);
    const files = { GITHUB_OUTPUT: outputFile, GITHUB_STEP_SUMMARY: summaryFile };
    const ended = await runProcess({ ...toEnvironment(inputs), ...files, ...env }, options);
    const [outputs, summary] = await Promise.all([
      readFile(outputFile, 'utf8'),
      readFile(summaryFile, 'utf8'),
    ]);
    return { ...ended, outputs: parseOutputs(outputs), summary };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The runner's spelling: capitals, spaces as underscores, hyphens left as they are. */
function toEnvironment(inputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      value,
    ]),
  );
}

function runProcess(
  env: Record<string, string>,
  { onLog = () => {}, onStart = () => {} }: Omit<StepOptions, 'inputs' | 'env'>,
): Promise<Pick<StepRun, 'exitCode' | 'log'>> {
  const child = spawn(process.execPath, [ENTRY], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  onStart((signal) => void child.kill(signal));
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      onLog(text);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (exitCode) => resolve({ exitCode, log }));
  });
}

/** `name<<delimiter`, the value's lines, `delimiter`. */
function parseOutputs(text: string): Record<string, string> {
  const block =
    /^(?<name>[^\n]+?)<<(?<delimiter>ghadelimiter_[^\n]+)\n(?<value>.*?)\n?\k<delimiter>$/gms;
  const entries = [...text.matchAll(block)].map(({ groups = {} }) => [
    groups['name'] ?? '',
    groups['value'] ?? '',
  ]);
  return Object.fromEntries(entries);
}
