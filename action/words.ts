import type { WordedFinding } from '../shared/report/worded.ts';
import type { InputProblem } from './inputs/parsed.ts';
import type { Found, StepServiceResult } from './step-result.ts';

/** The results in words. Where nothing was found, what words findings is not loaded. */
export async function wordResults({
  results,
  adaptRemedies,
}: Found): Promise<readonly StepServiceResult[]> {
  if (results.every(({ findings }) => findings.length === 0)) {
    return results.map((result) => ({ ...result, words: [] }));
  }
  const { wordOne } = await import('./wording.ts');
  return results.map((result) => ({ ...result, ...wordOne(result, adaptRemedies) }));
}

export async function wordProblems(
  problems: readonly InputProblem[],
): Promise<readonly WordedFinding[]> {
  const { wordInputs } = await import('./wording.ts');
  return wordInputs(problems);
}
