import { randomBytes } from 'node:crypto';
import { STATUS_CODES } from 'node:http';

/** A request the API turns down. Thrown by the checks, answered as the documented error. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(status: number, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

export function badRequest(message: string): Refusal {
  return new Refusal(400, message);
}

export interface Problem {
  status: number;
  /** Without the query. */
  path: string;
  message?: string;
  /** Epoch milliseconds, UTC. */
  now: number;
}

/**
 * The documented `web.ErrorResponse`. The document does not give the unit of `timestamp`; whole
 * seconds are a guess, so a client should not rely on it.
 */
export function errorBody(problem: Problem): Record<string, unknown> {
  const reason = STATUS_CODES[problem.status] ?? 'Error';
  return {
    code: problem.status,
    exception: reason,
    path: problem.path,
    timestamp: Math.floor(problem.now / 1000),
    trace_id: randomBytes(16).toString('hex'),
    errors: [{ error: reason, message: problem.message ?? reason }],
  };
}
