import { readAnswer, type WorkerAnswer } from '../../../action/keyless/answer.ts';
import { Unasked } from '../../../action/keyless/connection.ts';
import type { ServiceResult } from '../../../shared/domain/service-result.ts';

/** What a Worker answers when it found this of the service `prod`. */
export function answerWith(result: ServiceResult): Record<string, unknown> {
  return {
    version: 1,
    verdict: result.verdict,
    gate: 'open',
    dryRun: false,
    judgedAt: '2026-01-15T12:00:00Z',
    services: [],
    checked: [{ provider: 'mariadb-cloud', result: { name: 'prod', ...result } }],
  };
}

const ASKED = { services: ['prod'], judged: true, mayTake: false };

/** How the step reads that body, which went over the wire as JSON. */
export function read(body: unknown, asked: Partial<typeof ASKED> = {}): WorkerAnswer | Unasked {
  try {
    return readAnswer(JSON.parse(JSON.stringify(body)), { ...ASKED, ...asked });
  } catch (error) {
    if (error instanceof Unasked) return error;
    throw error;
  }
}

/** The result of `prod` as the step gets it. */
export function overTheWire(result: ServiceResult): ServiceResult {
  const answer = read(answerWith(result));
  const [first] = answer instanceof Unasked || answer.kind === 'taken' ? [] : answer.checked;
  if (!first) throw new Error('the answer could not be read');
  return first.result;
}
