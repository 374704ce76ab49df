import type { Instant } from '../shared/domain/instant.ts';
import type { Gate } from '../shared/domain/gate.ts';
import type { Verdict } from '../shared/domain/verdict.ts';
import { explainService } from '../shared/report/headline.ts';
import type { ServiceResult } from '../shared/domain/service-result.ts';
import { labelService } from '../shared/report/text.ts';
import type { Inputs } from './inputs/index.ts';
import { remedyOf } from './remedies.ts';

/** How the step ended. */
export interface StepResult {
  readonly inputs: Inputs;
  readonly results: readonly ServiceResult[];
  /** What readers must know besides, in our own words. */
  readonly notes: readonly string[];
  /** The result that the scalar outputs describe: the severest, the first of equals. */
  readonly leading: ServiceResult;
  readonly verdict: Verdict;
  readonly gate: Gate;
  /** When the time for all waiting is over. */
  readonly deadline: Instant;
}

/** `Gate closed: the backups of 2 of 3 services cannot be relied on`. */
export function writeHeading(stepResult: StepResult): string {
  const { inputs, verdict, gate } = stepResult;
  const where = countServices(stepResult);
  if (inputs.gate === 'off') {
    return gate === 'closed'
      ? `Gate closed: what was asked for${where} was not done`
      : 'Gate off: the backups were not judged';
  }
  if (verdict === 'block') return `Gate ${gate}: the backups${where} cannot be relied on`;
  if (verdict === 'warn') return `Gate open, with a warning about the backups${where}`;
  return `Gate open: the backups${where} are good`;
}

/** Empty for a single service. */
function countServices({ results, verdict }: StepResult): string {
  const count = results.length;
  const affected = results.filter((result) => result.verdict === verdict).length;
  if (count === 1) return '';
  return affected === count ? ` of all ${count} services` : ` of ${affected} of ${count} services`;
}

const MAX_NAMED = 3;

/** The annotation, in one line: the heading, then what is wrong where. */
export function writeAnnotation(stepResult: StepResult): string {
  const { results, verdict } = stepResult;
  const affected = results.filter((result) => result.verdict === verdict);
  const named = affected
    .slice(0, MAX_NAMED)
    .map((result) => `${labelService(result)}: ${explainService(result, remedyOf)}`);
  const rest = affected.length - named.length;
  const more = rest > 0 ? [`and ${rest} more; the job summary has them all`] : [];
  return [`${writeHeading(stepResult)}.`, [...named, ...more].join(' | ')].join(' ');
}
