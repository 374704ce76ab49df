import type { ServiceResult } from '../shared/domain/service-result.ts';
import type { WordedFinding, WordedResult } from '../shared/report/worded.ts';
import type { InputProblem } from './inputs/parsed.ts';

/** The results in words. Where nothing was found, what words findings is not loaded. */
export async function wordResults(
  results: readonly ServiceResult[],
): Promise<readonly WordedResult[]> {
  if (results.every(({ findings }) => findings.length === 0)) {
    return results.map((result) => ({ ...result, words: [] }));
  }
  const { wordOne } = await import('./wording.ts');
  return results.map(wordOne);
}

export async function wordProblems(
  problems: readonly InputProblem[],
): Promise<readonly WordedFinding[]> {
  const { wordInputs } = await import('./wording.ts');
  return wordInputs(problems);
}
