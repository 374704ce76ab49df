import { describeHoldings, describeNextRun } from '../shared/report/holdings.ts';
import { labelService } from '../shared/report/label.ts';
import { PLAIN, renderMarked } from '../shared/report/medium.ts';
import {
  tellFindings,
  type ToldFinding,
  type WordedFinding,
  type WordedResult,
} from '../shared/report/worded.ts';
import { type StepResult, writeHeading } from './step-result.ts';

/** What GitHub shows above the log and on the run's page. */
export interface Annotation {
  readonly title: string;
  readonly message: string;
}

const MAX_NAMED = 3;

/**
 * What is wrong, what to do, and the last good backup, a line each; no backticks, which are not
 * rendered.
 */
export function writeAnnotation(stepResult: StepResult): Annotation {
  const { results, verdict } = stepResult;
  const title = writeHeading(stepResult, PLAIN);
  const dryRun = stepResult.inputs.dryRun ? ['Dry run: nothing was written to the provider.'] : [];
  if (results.length === 1) {
    return { title, message: [...dryRun, ...results.flatMap(describeOne)].join('\n') };
  }
  const affected = results.filter((result) => result.verdict === verdict);
  if (verdict === 'pass') {
    return { title, message: [...dryRun, describeOldest(results)].join('\n') };
  }
  const named = affected.slice(0, MAX_NAMED).flatMap(describeOneOfMany);
  const rest = affected.length - MAX_NAMED;
  const more = rest > 0 ? [`and ${rest} more; the job summary has them all`] : [];
  return { title, message: [...dryRun, ...named, ...more].join('\n') };
}

/** The title of a passing service already names its last backup. */
function describeOne(result: WordedResult): readonly string[] {
  const told = tellAlarming(result).flatMap(writeLines);
  const rest = told.length > 0 ? describeHoldings(result) : describeNextRun(result);
  return [...told, [labelService(result), rest].filter(Boolean).join(': ')];
}

function describeOneOfMany(result: WordedResult): readonly string[] {
  const [first, ...others] = tellAlarming(result);
  const label = labelService(result);
  if (!first) return [`${label}: ${describeHoldings(result)}.`];
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  const [fact = '', ...rest] = writeLines(first);
  return [`${label}: ${fact}${more}`, ...rest];
}

function tellAlarming(result: WordedResult): readonly ToldFinding[] {
  return tellFindings(result, PLAIN).filter(({ severity }) => severity !== 'info');
}

/** With the rule's code, to look it up in the documentation. */
export function writeLines({ fact, remedy, code }: ToldFinding): readonly string[] {
  return [`${fact} [${code}]`, ...(remedy === '' ? [] : [`To do: ${remedy}`])];
}

/** Of many passing services, the one that would lose most. */
function describeOldest(results: readonly WordedResult[]): string {
  const dated = results.flatMap((result) =>
    result.latestUsable ? [{ result, at: result.latestUsable.recoveryPoint }] : [],
  );
  const [oldest] = dated.toSorted((a, b) => a.at - b.at);
  return oldest
    ? `Oldest: ${labelService(oldest.result)}, ${describeHoldings(oldest.result)}.`
    : 'No recovery point is known.';
}

/** Invalid inputs close the gate, whatever `gate` says: nothing was looked at. */
export function writeInvalidAnnotation(problems: readonly WordedFinding[]): Annotation {
  const lines = problems.map(({ fact }) => `- ${renderMarked(fact, PLAIN)}`);
  return { title: writeInvalidHeading(problems), message: lines.join('\n') };
}

export function writeInvalidHeading({ length }: readonly unknown[]): string {
  const count = length === 1 ? 'an input is' : `${length} inputs are`;
  return `Could not start: ${count} invalid, so no request was sent`;
}
