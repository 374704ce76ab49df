import { parseInputs } from '../../../action/inputs/index.ts';
import type { InputProblem } from '../../../action/inputs/parsed.ts';
import { wordInputs } from '../../../action/wording.ts';
import { toSentence } from '../../../shared/report/worded.ts';
import { MARKDOWN } from '../../../shared/report/medium.ts';
import { type GivenInputs, rawInputs } from '../step.ts';

/** What is wrong with these inputs; nothing where they are all right. */
export function problemsOf(given: GivenInputs): readonly InputProblem[] {
  const parsed = parseInputs(rawInputs(given));
  return parsed.ok ? [] : parsed.problem;
}

/** The inputs that are wrong, each as often as it is. */
export function wrongInputs(given: GivenInputs): readonly string[] {
  return problemsOf(given).map(({ input }) => input);
}

/** All that a user reads about these inputs. */
export function complaint(given: GivenInputs): string {
  return wordInputs(problemsOf(given))
    .map((words) => toSentence(words, MARKDOWN))
    .join('\n');
}
