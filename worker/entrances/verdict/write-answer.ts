import { decide } from '../../../shared/domain/gate.ts';
import { formatInstant } from '../../../shared/domain/instant.ts';
import { severest } from '../../../shared/domain/verdict.ts';
import { toJson } from '../../../shared/report/json.ts';
import { wordResult } from '../../../shared/report/word-findings.ts';
import { remediesFor } from '../../remedies.ts';
import type { VerdictOrder } from './parse.ts';
import type { JudgedService } from './judge-all.ts';

/**
 * The verdict as the Action's output `result` has it, in the Worker's words. `checked` is for a step:
 * it holds what was found, which the step puts in words that name its own inputs.
 */
export function writeAnswer(judged: readonly JudgedService[], { gate, dryRun }: VerdictOrder) {
  const verdict = severest(judged.map(({ result }) => result))?.verdict ?? 'block';
  const judgedAt = Math.max(...judged.map(({ result }) => result.judgedAt));
  const running = judged.filter(({ isToWait }) => isToWait).map(({ service }) => service.name);
  return {
    version: 1,
    verdict: gate === 'off' ? ('' as const) : verdict,
    gate: decide(verdict, gate),
    dryRun,
    judgedAt: formatInstant(judgedAt),
    services: judged.map(({ result, service }) =>
      toJson(service.provider, wordResult(result, remediesFor(service.name))),
    ),
    checked: judged.map(({ result, service: { provider } }) => ({ provider, result })),
    ...(running.length > 0 && { running }),
  };
}
