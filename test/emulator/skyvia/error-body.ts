import { STATUS_CODES } from 'node:http';
import type { Problem } from '../server/refusal.ts';

/** The shape seen on the live service; nobody has seen anything in `errors`. */
export function errorBody({ status, message }: Problem): Record<string, unknown> {
  const text = message ?? STATUS_CODES[status] ?? 'Error';
  return { errorCode: status, errors: {}, message: text, refresh: false };
}
