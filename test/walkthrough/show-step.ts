import { runBuiltAction, type StepRun } from '../action/built-action.ts';
import { type Style, write, writePair, writePairs } from './paper.ts';
import { createRunnerLog, type RunnerLog, type ShownLine } from './runner-log.ts';
import { type StepInputs, writeStep } from './step-yaml.ts';
import { readSummary } from './summary-text.ts';

export interface ShownStep {
  /** The inputs as the workflow gives them. */
  readonly inputs: StepInputs;
  /** What the process gets in their place, or besides them. */
  readonly hiddenInputs: StepInputs;
  readonly env?: Readonly<Record<string, string>>;
  /** Names of the outputs to show, next to the gate. */
  readonly outputs: readonly string[];
  /** Whether to show the job summary. Default: yes. */
  readonly summary?: boolean;
}

const part = 2;
const indent = 4;

/** Runs one step and shows it as it goes: what is written, what GitHub shows, what it leaves. */
export async function showStep({
  inputs,
  hiddenInputs,
  env,
  outputs,
  summary = true,
}: ShownStep): Promise<StepRun> {
  writePart('The step');
  for (const line of writeStep(inputs)) write(line, { indent, hang: 6 });
  writePart('The log');
  const log = createRunnerLog();
  const run = await runBuiltAction({
    inputs: { ...inputs, ...hiddenInputs },
    env: env ?? {},
    onLog: (piece) => log.read(piece).forEach(writeLogLine),
  });
  log.end().forEach(writeLogLine);
  writePart('The result');
  writeResult(run, { names: ['gate', ...outputs], log });
  if (summary) {
    writePart('The job summary');
    writeSummary(log.mask(run.summary));
  }
  return run;
}

function writePart(title: string): void {
  write();
  write(title, { indent: part, style: 'bold' });
}

const LINE_STYLES: Readonly<Record<ShownLine['kind'], Style | null>> = {
  text: null,
  notice: 'green',
  warning: 'yellow',
  error: 'red',
};

function writeLogLine({ kind, text }: ShownLine): void {
  const style = LINE_STYLES[kind];
  for (const line of text.split('\n'))
    write(line, { indent, hang: 2, ...(style === null ? {} : { style }) });
}

function writeResult(
  { exitCode, outputs }: StepRun,
  { names, log }: { names: readonly string[]; log: RunnerLog },
): void {
  const style = exitCode === 0 ? 'green' : 'red';
  const nameWidth = Math.max('exit code'.length, ...names.map((name) => name.length));
  const ending =
    exitCode === 0 ? 'the step succeeds, a deploy may follow' : 'the step fails, no deploy follows';
  writePair('exit code', `${exitCode ?? 'none'}: ${ending}`, { indent, nameWidth, style });
  for (const name of names) {
    const value = log.mask(outputs[name] ?? '') || '(empty)';
    const gateStyle = name === 'gate' ? style : undefined;
    writePair(name, value, { indent, nameWidth, style: gateStyle });
  }
}

function writeSummary(markdown: string): void {
  const { heading, rows, notes, charts } = readSummary(markdown);
  write(heading || '(empty)', { indent });
  for (const [index, row] of rows.entries()) {
    if (index > 0) write();
    writePairs(row, indent);
  }
  const more = [countOf(notes, 'finding'), countOf(charts, 'chart')].filter(Boolean).join(', ');
  if (more !== '') write(`Not shown here: ${more}.`, { indent, style: 'dim' });
}

function countOf(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
}
