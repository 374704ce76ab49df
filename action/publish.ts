import { describeHoldings } from '../shared/report/holdings.ts';
import { labelService } from '../shared/report/label.ts';
import { writeInvalidSummary, writeSummary } from '../shared/report/markdown.ts';
import { MARKDOWN, PLAIN } from '../shared/report/medium.ts';
import { tellFindings, type WordedResult } from '../shared/report/worded.ts';
import { unlessInterrupted } from '../shared/check/interruption.ts';
import {
  writeAnnotation,
  writeInvalidAnnotation,
  writeInvalidHeading,
  writeLines,
} from './annotation.ts';
import type { ActionCore, Dependencies } from './context.ts';
import { type StepResult, writeHeading } from './step-result.ts';
import type { InputProblem } from './inputs/parsed.ts';
import { writeInvalidOutputs, writeOutputs } from './outputs.ts';
import { reportResult } from './report.ts';
import { wordProblems } from './words.ts';

/**
 * Publishes the result, the failure last: outputs and summary come before it, and so do reports to
 * GitHub, which cannot change them.
 */
export async function publish(stepResult: StepResult, dependencies: Dependencies): Promise<void> {
  const { core } = dependencies;
  for (const each of stepResult.results) logReport(each, core);
  for (const [name, value] of Object.entries(writeOutputs(stepResult))) core.setOutput(name, value);
  const { results, notes, gate, inputs } = stepResult;
  const heading = writeHeading(stepResult, MARKDOWN);
  const summary = writeSummary({
    heading,
    gate,
    results,
    notes,
    dryRun: inputs.dryRun,
  });
  await publishSummary(summary, core);
  await reportUnlessInterrupted(stepResult, dependencies);
  if (dependencies.interruption?.aborted && gate === 'open') {
    return closeLate(stepResult, dependencies);
  }
  annotate(stepResult, core);
}

/** A runner that ends the step gives it a few seconds, which reports could use up. */
async function reportUnlessInterrupted(
  stepResult: StepResult,
  dependencies: Dependencies,
): Promise<void> {
  if (dependencies.interruption?.aborted) return;
  await unlessInterrupted(reportResult(stepResult, dependencies), dependencies);
}

/** The step was interrupted after a passing verdict, before it had finished. */
function closeLate(stepResult: StepResult, { core, interruption }: Dependencies): void {
  const closed = { ...stepResult, verdict: 'block', gate: 'closed' } as const;
  for (const [name, value] of Object.entries(writeOutputs(closed))) core.setOutput(name, value);
  core.setFailed(
    `The step was interrupted by ${String(interruption?.reason)} while reporting the verdict, so the gate is closed. To do: Re-run this job.`,
    { title: 'Deploy blocked: the step was interrupted' },
  );
}

/** Logs the verdict with the last good backup, then each finding with its remedy and its ids. */
function logReport(result: WordedResult, core: ActionCore): void {
  const label = labelService(result);
  const verdict = result.judged ? result.verdict : 'not judged';
  core.info(`${label}: ${verdict.toUpperCase()}, ${describeHoldings(result)}`);
  for (const told of tellFindings(result, PLAIN)) {
    const [fact = '', ...rest] = writeLines(told);
    const ids = told.ids === '' ? [] : [told.ids];
    core.info(`${label}:   ${told.severity}: ${fact}`);
    for (const line of [...rest, ...ids]) core.info(`${label}:     ${line}`);
  }
}

export async function publishInvalid(
  problems: readonly InputProblem[],
  core: ActionCore,
): Promise<void> {
  const words = await wordProblems(problems);
  for (const [name, value] of Object.entries(writeInvalidOutputs(problems, words))) {
    core.setOutput(name, value);
  }
  await publishSummary(writeInvalidSummary(writeInvalidHeading(problems), words), core);
  const { title, message } = writeInvalidAnnotation(words);
  core.info(title);
  core.setFailed(message, { title });
}

async function publishSummary(markdown: string, core: ActionCore): Promise<void> {
  core.summary.addRaw(markdown);
  try {
    await core.summary.write();
  } catch {
    core.info('This runner does not support job summaries.');
  }
}

function annotate(stepResult: StepResult, core: ActionCore): void {
  const { title, message } = writeAnnotation(stepResult);
  // GitHub shows titles beside the log, not in it.
  core.info(title);
  if (stepResult.gate === 'closed') core.setFailed(message, { title });
  else if (stepResult.verdict === 'pass') core.notice(message, { title });
  else core.warning(message, { title });
}
