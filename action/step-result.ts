import type { Instant } from '../shared/domain/instant.ts';
import type { Gate } from '../shared/domain/gate.ts';
import type { ServiceResult } from '../shared/domain/service-result.ts';
import type { Verdict } from '../shared/domain/verdict.ts';
import { type Consequence, writeClause, writeHeadline } from '../shared/report/headline.ts';
import type { Medium } from '../shared/report/medium.ts';
import type { RemedyOf } from '../shared/report/render-context.ts';
import { capitalise } from '../shared/report/text.ts';
import { leadingCause, leadingWords, type WordedResult } from '../shared/report/worded.ts';
import type { Inputs } from './inputs/index.ts';

/** A service, as machines know it. */
export interface Origin {
  /** Its provider in the `result` output; empty if a Worker was asked and did not say. */
  readonly provider: string;
  /**
   * What its issue and its status are found by: the provider and its id, or `worker` and its name
   * there. The same in every run, also in one that could not read anything.
   */
  readonly key: { readonly source: string; readonly service: string };
}

/** What was found of one service, and of which. */
export interface FoundResult extends ServiceResult {
  readonly origin: Origin;
}

/** What was found of all services, before it is put into words. */
export interface Found {
  readonly results: readonly FoundResult[];
  readonly notes: readonly string[];
  /** What to do, where that is not done by inputs of the step. */
  readonly adaptRemedies?: (usual: RemedyOf) => RemedyOf;
}

export type StepServiceResult = FoundResult & WordedResult;

/** How the step ended. */
export interface StepResult {
  readonly inputs: Inputs;
  readonly results: readonly StepServiceResult[];
  /** What else readers must know, in our own words. */
  readonly notes: readonly string[];
  /** The result that the scalar outputs describe: the severest, the first of equals. */
  readonly leading: StepServiceResult;
  readonly verdict: Verdict;
  readonly gate: Gate;
  /** When the step's `timeout` is reached. */
  readonly deadline: Instant;
}

/** What the step's verdict leads to, in one line; see `writeHeadline`. */
export function writeHeading(stepResult: StepResult, medium: Medium): string {
  const { inputs, verdict, gate, results, leading } = stepResult;
  if (inputs.gate === 'off' && gate === 'open') return 'Not judged: the gate is off';
  const consequence = consequenceOf(stepResult);
  const affected = results.filter((result) => result.verdict === verdict);
  if (results.length === 1) return writeHeadline(leading, { medium, consequence });
  const which = countOf(affected.length, results.length);
  if (verdict === 'pass') return `Deploy allowed: the backups of ${which} are good`;
  if (consequence === 'allowed') return `Deploy allowed, with a warning about ${which}`;
  const clauses = new Set(affected.map((result) => writeClause(result, medium)));
  const shared = clauses.size === 1 ? [...clauses].join('') : null;
  if (isAboutBackups(affected)) {
    const why = shared === null ? '' : `: ${shared}`;
    return consequence === 'would-block'
      ? `Would block: ${which}${shared === null ? ' have bad backups' : `, ${shared}`}`
      : `Deploy blocked by ${which}${why}`;
  }
  const undone = shared ?? `could not ${undoneIn(affected)} of ${which}`;
  const text = shared === null ? undone : `${undone} (${which})`;
  return consequence === 'would-block' ? `Would block: ${text}` : capitalise(text);
}

function countOf(affected: number, all: number): string {
  if (affected < all) return `${affected} of ${all} services`;
  return all === 2 ? 'both services' : `all ${all} services`;
}

/** Several causes have no name in common, but what was not done. */
function undoneIn(affected: readonly WordedResult[]): string {
  const undone = new Set(affected.map((result) => leadingWords(result)?.undone));
  const [only = ''] = undone;
  return undone.size === 1 && only !== '' ? only : 'do all that was asked';
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
  return affected.some((result) => leadingCause(result) === 'backups');
}
