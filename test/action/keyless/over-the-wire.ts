import { type Asked, readAnswer, type WorkerAnswer } from '../../../action/keyless/answer.ts';
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

const ASKED: Asked = {
  services: ['prod'],
  judged: true,
  backup: 'never',
  dryRun: false,
  ended: null,
};

/** A question after a backup was taken, which succeeded. */
export const TAKEN: Partial<Asked> = {
  backup: 'always',
  ended: [
    {
      id: `prod.${'0123456789abcdef'.repeat(2)}`,
      service: 'prod',
      type: 'full',
      state: 'succeeded',
      acceptedAt: Date.UTC(2026, 0, 15, 11, 50),
    },
  ],
};

/** How the step reads that body, which went over the wire as JSON. */
export function read(body: unknown, asked: Partial<Asked> = {}): WorkerAnswer | Unasked {
  try {
    return readAnswer(JSON.parse(JSON.stringify(body)), { ...ASKED, ...asked });
  } catch (error) {
    if (error instanceof Unasked) return error;
    throw error;
  }
}

/** The result of `prod` as the step gets it. */
export function overTheWire(result: ServiceResult): ServiceResult {
  const answer = read(answerWith(result), result.request ? TAKEN : {});
  const [first] = answer instanceof Unasked || answer.kind === 'taken' ? [] : answer.checked;
  if (!first) throw new Error('the answer could not be read');
  return first.result;
}
