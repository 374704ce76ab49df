import { describeRecoveryPoint } from './holdings.ts';
import { type Medium, renderMarked } from './medium.ts';
import { capitalise } from './text.ts';
import { leadingWords, type WordedFinding, type WordedResult } from './worded.ts';

/** What a verdict leads to: `blocked`, `would-block` with a gate that only warns, or `allowed`. */
export type Consequence = 'blocked' | 'would-block' | 'allowed';

/**
 * What is known about one service, in one line. A finding about the backups says what it leads to;
 * one about something else says what could not be done.
 */
export function writeHeadline(
  result: WordedResult,
  { medium, consequence }: { readonly medium: Medium; readonly consequence: Consequence },
): string {
  const words = leadingWords(result);
  if (!words) return `Deploy allowed: ${describeRecoveryPoint(result)}`;
  const clause = renderMarked(joinClause(words), medium);
  if (consequence === 'would-block') return `Would block: ${clause}`;
  if (consequence === 'allowed') return `Deploy allowed, with a warning: ${clause}`;
  return words.undone === '' ? `Deploy blocked: ${clause}` : capitalise(clause);
}

/** The headline's clause by itself: `the last backup failed`. */
export function writeClause(result: WordedResult, medium: Medium): string {
  const words = leadingWords(result);
  return words ? renderMarked(joinClause(words), medium) : describeRecoveryPoint(result);
}

function joinClause({ undone, what }: WordedFinding): string {
  return undone === '' ? what : `could not ${undone}: ${what}`;
}
