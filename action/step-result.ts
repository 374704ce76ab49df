import type { Instant } from '../shared/domain/instant.ts';
import { causeOf } from '../shared/domain/finding-catalogue.ts';
import type { Gate } from '../shared/domain/gate.ts';
import type { Verdict } from '../shared/domain/verdict.ts';
import { type Consequence, writeHeadline } from '../shared/report/headline.ts';
import type { Medium } from '../shared/report/medium.ts';
import type { WordedResult } from '../shared/report/worded.ts';
import type { Inputs } from './inputs/index.ts';

/** How the step ended. */
export interface StepResult {
  readonly inputs: Inputs;
  readonly results: readonly WordedResult[];
  /** What readers must know besides, in our own words. */
  readonly notes: readonly string[];
  /** The result that the scalar outputs describe: the severest, the first of equals. */
  readonly leading: WordedResult;
  readonly verdict: Verdict;
  readonly gate: Gate;
  /** When the time for all waiting is over. */
  readonly deadline: Instant;
}

/** What the step's verdict leads to, in one line; see `writeHeadline`. */
export function writeHeading(stepResult: StepResult, medium: Medium): string {
  const { inputs, verdict, gate, results, leading } = stepResult;
  if (inputs.gate === 'off' && gate === 'open') return 'Not judged: the gate is off';
  const consequence = consequenceOf(stepResult);
  const affected = results.filter((result) => result.verdict === verdict);
  if (results.length === 1) return writeHeadline(leading, { medium, consequence });
  const which = `${affected.length === results.length ? 'all' : `${affected.length} of`} ${results.length} services`;
  if (verdict === 'pass') return `Deploy allowed: the backups of ${which} are good`;
  if (consequence === 'allowed') return `Deploy allowed, with a warning about ${which}`;
  if (isAboutBackups(affected)) {
    return consequence === 'would-block' ? `Would block: ${which}` : `Deploy blocked by ${which}`;
  }
  const headline = writeHeadline(leading, { medium, consequence });
  return affected.length === 1 ? headline : `${headline} (${which})`;
}

export function consequenceOf({
  inputs,
  verdict,
  gate,
}: Pick<StepResult, 'inputs' | 'verdict' | 'gate'>): Consequence {
  if (gate === 'closed') return 'blocked';
  return verdict === 'block' && inputs.gate === 'warn' ? 'would-block' : 'allowed';
}

/** Whether a backup is known to be bad, rather than something not found out or not done. */
function isAboutBackups(affected: readonly WordedResult[]): boolean {
  return affected.some(({ findings }) => causeOf(findings) === 'backups');
}
