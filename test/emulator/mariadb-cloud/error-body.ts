import { randomBytes } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Problem } from '../server/refusal.ts';

/**
 * The documented `web.ErrorResponse`; `now` is in epoch milliseconds. The document does not give
 * the unit of `timestamp`; whole seconds are a guess, so a client should not rely on it.
 */
export function errorBody(problem: Problem, now: number): Record<string, unknown> {
  const reason = STATUS_CODES[problem.status] ?? 'Error';
  return {
    code: problem.status,
    exception: reason,
    path: problem.path,
    timestamp: Math.floor(now / 1000),
    trace_id: randomBytes(16).toString('hex'),
    errors: [{ error: reason, message: problem.message ?? reason }],
  };
}
