import { ANY_PROVIDER } from '../shared/domain/capability.ts';
import { toSentence } from '../shared/report/explain.ts';
import { describeHoldings } from '../shared/report/headline.ts';
import { writeInvalidSummary, writeSummary } from '../shared/report/markdown.ts';
import { labelService, quotePlain } from '../shared/report/text.ts';
import type { ServiceResult } from '../shared/domain/service-result.ts';
import { unlessInterrupted } from '../shared/check/interruption.ts';
import type { ActionCore, Dependencies } from './context.ts';
import { type StepResult, writeAnnotation, writeHeading } from './step-result.ts';
import type { InputProblem } from './inputs/parsed.ts';
import { writeInvalidOutputs, writeOutputs } from './outputs.ts';
import { remedyOf } from './remedies.ts';
import { reportResult } from './report.ts';

/**
 * Publishes the result, the failure last: outputs and summary come before it, and so do reports to
 * GitHub, which cannot change them.
 */
export async function publish(stepResult: StepResult, dependencies: Dependencies): Promise<void> {
  const { core } = dependencies;
  for (const each of stepResult.results) logReport(each, core);
  for (const [name, value] of Object.entries(writeOutputs(stepResult))) core.setOutput(name, value);
  const { results, notes, gate, inputs } = stepResult;
  const heading = writeHeading(stepResult);
  const summary = writeSummary({
    heading,
    gate,
    results,
    notes,
    dryRun: inputs.dryRun,
    remedyOf,
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

/** The step was interrupted after the verdict, which was good, and before its end. */
function closeLate(stepResult: StepResult, { core, interruption }: Dependencies): void {
  const closed = { ...stepResult, verdict: 'block', gate: 'closed' } as const;
  for (const [name, value] of Object.entries(writeOutputs(closed))) core.setOutput(name, value);
  core.setFailed(
    `Gate closed: the step was interrupted by ${String(interruption?.reason)} while it reported the verdict.`,
  );
}

/** Logs the verdict with the last good recovery point, then each finding on its own line. */
function logReport(result: ServiceResult, core: ActionCore): void {
  const { judged, findings, capabilities } = result;
  const context = { quote: quotePlain, capabilities, remedyOf };
  const service = labelService(result);
  const verdict = judged ? result.verdict : 'not judged';
  core.info(`${service}: ${verdict.toUpperCase()}, ${describeHoldings(result)}`);
  for (const finding of findings) {
    core.info(`${service}:   ${finding.severity} ${finding.code}: ${toSentence(finding, context)}`);
  }
}

/** Invalid inputs close the gate, whatever `gate` says: nothing was looked at. */
export async function publishInvalid(
  problems: readonly InputProblem[],
  core: ActionCore,
): Promise<void> {
  for (const [name, value] of Object.entries(writeInvalidOutputs(problems))) {
    core.setOutput(name, value);
  }
  await publishSummary(writeInvalidSummary(problems, remedyOf), core);
  const count = problems.length === 1 ? 'An input is' : `${problems.length} inputs are`;
  const context = { quote: quotePlain, capabilities: ANY_PROVIDER, remedyOf };
  const lines = problems.map((problem) => `- ${toSentence(problem, context)}`);
  core.setFailed(
    `Gate closed: nothing was asked of the provider. ${count} wrong:\n${lines.join('\n')}`,
  );
}

async function publishSummary(markdown: string, core: ActionCore): Promise<void> {
  core.summary.addRaw(markdown);
  try {
    await core.summary.write();
  } catch {
    core.info('This runner takes no job summary.');
  }
}

function annotate(stepResult: StepResult, core: ActionCore): void {
  const line = writeAnnotation(stepResult);
  const title = 'Backup Gate';
  if (stepResult.gate === 'closed') core.setFailed(line);
  else if (stepResult.verdict === 'pass') core.notice(line, { title });
  else core.warning(line, { title });
}
