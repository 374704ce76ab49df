import { formatInstant } from '../shared/domain/instant.ts';
import { findingToJson, toJson } from '../shared/report/json.ts';
import { toOneLine } from '../shared/report/text.ts';
import type { WordedFinding } from '../shared/report/worded.ts';
import type { InputProblem } from './inputs/parsed.ts';
import { type ResultJson, stringifyResult } from './result-size.ts';
import type { StepResult } from './step-result.ts';

/** The outputs of action.yml. A test compares both. */
export type OutputName =
  | 'verdict'
  | 'gate'
  | 'reasons'
  | 'backup-id'
  | 'backup-status'
  | 'recovery-point'
  | 'age-seconds'
  | 'schedule-id'
  | 'schedule-change'
  | 'result';

export type Outputs = Readonly<Record<OutputName, string>>;

/** Text from the provider becomes one line: outputs often end up in a shell. */
export function writeOutputs(stepResult: StepResult): Outputs {
  const { leading, gate } = stepResult;
  const { latestFinished, latestUsable, ensured, judgedAt } = leading;
  const age = latestUsable ? judgedAt - latestUsable.recoveryPoint : null;
  return {
    verdict: judgedVerdict(stepResult),
    gate,
    reasons: writeReasons(stepResult),
    'backup-id': toOneLine(latestFinished?.id ?? ''),
    'backup-status': latestFinished?.status ?? '',
    'recovery-point': latestUsable ? formatInstant(latestUsable.recoveryPoint) : '',
    'age-seconds': age === null ? '' : String(Math.max(0, Math.floor(age / 1000))),
    'schedule-id': toOneLine(ensured.map(({ id }) => id).join(',')),
    'schedule-change': ensured[0]?.change ?? '',
    result: stringifyResult(writeResult(stepResult)),
  };
}

export function writeInvalidOutputs(
  problems: readonly InputProblem[],
  words: readonly WordedFinding[],
): Outputs {
  const findings = problems.map((problem, index) => findingToJson(problem, words[index]));
  const judged = { verdict: '', gate: 'closed', dryRun: false, judgedAt: null };
  const result = { version: 1, ...judged, services: [], findings };
  return {
    verdict: '',
    gate: 'closed',
    reasons: 'invalid-input',
    'backup-id': '',
    'backup-status': '',
    'recovery-point': '',
    'age-seconds': '',
    'schedule-id': '',
    'schedule-change': '',
    result: JSON.stringify(result),
  };
}

function judgedVerdict({ inputs, verdict }: StepResult): string {
  return inputs.gate === 'off' ? '' : verdict;
}

function writeReasons({ leading }: StepResult): string {
  const codes = leading.findings
    .filter(({ severity }) => severity !== 'info')
    .map(({ code }) => code);
  return [...new Set(codes)].join(',');
}

function writeResult(stepResult: StepResult): ResultJson {
  const { inputs, results, gate } = stepResult;
  return {
    version: 1,
    verdict: judgedVerdict(stepResult),
    gate,
    dryRun: inputs.dryRun,
    judgedAt: formatInstant(
      results.reduce((latest, { judgedAt }) => Math.max(latest, judgedAt), 0),
    ),
    services: results.map((result) => toJson(result.origin.provider, result)),
  };
}
