import type { Context, Handler, MiddlewareHandler } from 'hono';
import type { Hono } from 'hono/tiny';
import { answerError } from './errors.ts';

/** A route for GET, and so for HEAD. */
export function addGet(app: Hono, path: string, handler: Handler): void {
  app.get(path, handler);
  app.all(path, (context) => refuseMethod(context, 'GET, HEAD'));
}

/** A route for POST, behind checks that run in order. */
export function addPost(
  app: Hono,
  path: string,
  { checks, handler }: { checks: readonly MiddlewareHandler[]; handler: Handler },
): void {
  for (const check of checks) app.post(path, check);
  app.post(path, handler);
  app.all(path, (context) => refuseMethod(context, 'POST'));
}

function refuseMethod(context: Context, allow: string): Response {
  const message = `Only ${allow} is allowed here.`;
  return answerError(context, 'method-not-allowed', { message, headers: { allow } });
}
