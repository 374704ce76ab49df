import { MARKED } from '../shared/report/medium.ts';
import { NO_SUBJECT } from '../shared/report/render-context.ts';
import { wordFindings, wordResult } from '../shared/report/word-findings.ts';
import type { ServiceResult } from '../shared/domain/service-result.ts';
import type { WordedFinding, WordedResult } from '../shared/report/worded.ts';
import type { InputProblem } from './inputs/parsed.ts';
import { remedyOf } from './remedies.ts';
import type { Found } from './step-result.ts';

/** The Action's words for findings, loaded only where there are any. */
export function wordOne(
  result: ServiceResult,
  adaptRemedies: Found['adaptRemedies'] = (usual) => usual,
): WordedResult {
  return wordResult(result, adaptRemedies(remedyOf));
}

export function wordInputs(problems: readonly InputProblem[]): readonly WordedFinding[] {
  const context = { medium: MARKED, subject: NO_SUBJECT, now: 0 };
  return wordFindings(problems, context, remedyOf);
}
