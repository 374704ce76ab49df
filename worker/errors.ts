import type { Context } from 'hono';

/** Everything that an answer can complain of, with its status. */
const STATUS = {
  unreadable: 400,
  unauthorized: 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'too-large': 413,
  'wrong-content-type': 415,
  unsupported: 422,
  'id-used': 422,
  'too-many-requests': 429,
  internal: 500,
  configuration: 503,
} as const;

export type ErrorCode = keyof typeof STATUS;

/** The message may name what the caller sent, but is one line and holds no secret. */
export function answerError(
  context: Context,
  code: ErrorCode,
  { message, headers }: { message: string; headers?: Record<string, string> },
): Response {
  return context.json({ error: { code, message } }, STATUS[code], headers);
}

export function answerNotFound(context: Context): Response {
  return answerError(context, 'not-found', { message: 'Not found.' });
}
