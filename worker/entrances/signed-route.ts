import type { Context, MiddlewareHandler } from 'hono';
import type { Hono } from 'hono/tiny';
import { bodyLimit } from 'hono/body-limit';
import type { EntranceDependencies } from '../dependencies.ts';
import { answerError } from '../errors.ts';
import { addPost } from '../method.ts';

/** A route for signed POSTs of one content type. */
export interface SignedRoute {
  readonly path: string;
  readonly contentType: string;
  /** Several while one is rotated. Without any, the route does not exist. */
  readonly secrets: readonly string[];
  /** Gets the body byte for byte, as it was signed. */
  readonly answer: (context: Context, body: Uint8Array<ArrayBuffer>) => Promise<Response>;
}

const MAX_BYTES = 64 * 1024;

export function addSignedRoute(
  app: Hono,
  { path, contentType, secrets, answer }: SignedRoute,
): void {
  if (secrets.length === 0) return;
  addPost(app, path, {
    checks: [expectContentType(contentType), limitBody],
    handler: async (context) => answer(context, new Uint8Array(await context.req.arrayBuffer())),
  });
}

function expectContentType(expected: string): MiddlewareHandler {
  return async (context, next) => {
    const [essence = ''] = (context.req.header('content-type') ?? '').split(';');
    if (essence.trim().toLowerCase() === expected) return next();
    return answerError(context, 'wrong-content-type', { message: `Send ${expected}.` });
  };
}

/** A body over the limit is refused by its announced length, or as soon as it grows beyond. */
const limitBody = bodyLimit({
  maxSize: MAX_BYTES,
  onError: (context) => answerError(context, 'too-large', { message: 'At most 64 KiB are taken.' }),
});

/** The answer is the same whatever is wrong with the signature; the reason goes to the log. */
export function answerUnauthorized(
  context: Context,
  { name, reason, log }: { name: string; reason: string; log: EntranceDependencies['log'] },
): Response {
  log({ event: 'refused', entrance: name, reason });
  const message = 'The signature, its age or its headers are not right.';
  return answerError(context, 'unauthorized', { message });
}

export function answerTooMany(context: Context): Response {
  return answerError(context, 'too-many-requests', {
    message: 'Too many requests; try again in a minute.',
    headers: { 'retry-after': '60' },
  });
}
