import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Problem } from '../server/refusal.ts';

/** The documented error; its sample for 429 has no `request_id`. */
export function errorBody({ status, message }: Problem): Record<string, unknown> {
  const reason = STATUS_CODES[status] ?? 'Error';
  return {
    error: {
      code: status,
      message: reason,
      ...(message === undefined ? {} : { details: message }),
      ...(status === 429 ? {} : { request_id: randomUUID() }),
    },
  };
}
