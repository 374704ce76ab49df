import type { Context, MiddlewareHandler } from 'hono';
import type { Hono } from 'hono/tiny';
import { bodyLimit } from 'hono/body-limit';
import { answerError } from '../errors.ts';
import { addPost } from '../method.ts';
import { countRefused, type RefusedCaller } from '../refused-caller.ts';

/** A route for signed POSTs of one content type. */
export interface SignedRoute {
  readonly path: string;
  readonly contentType: string;
  /** Otherwise the route does not exist. */
  readonly isOpen: boolean;
  /** How long a body may be. Default: 64 KiB. */
  readonly maxKib?: number;
  /** Gets the body byte for byte, as it was signed. */
  readonly answer: (context: Context, body: Uint8Array<ArrayBuffer>) => Promise<Response>;
}

const KIB = 1024;

export function addSignedRoute(
  app: Hono,
  { path, contentType, isOpen, maxKib = 64, answer }: SignedRoute,
): void {
  if (!isOpen) return;
  addPost(app, path, {
    checks: [expectContentType(contentType), limitBody(maxKib)],
    handler: async (context) => answer(context, new Uint8Array(await context.req.arrayBuffer())),
  });
}

function expectContentType(expected: string): MiddlewareHandler {
  return async (context, next) => {
    const [essence = ''] = (context.req.header('content-type') ?? '').split(';');
    if (essence.trim().toLowerCase() === expected) return next();
    return answerError(context, 'wrong-content-type', {
      message: `The content type must be ${expected}.`,
    });
  };
}

/** A body over the limit is refused by its announced length, or as soon as it grows beyond. */
function limitBody(maxKib: number): MiddlewareHandler {
  const message = `The body may have at most ${maxKib} KiB.`;
  return bodyLimit({
    maxSize: maxKib * KIB,
    onError: (context) => answerError(context, 'too-large', { message }),
  });
}

/**
 * The answer is the same whatever is wrong with the signature; the reason goes to the log. Only
 * callers whose signature is wrong are limited, by their address: what is signed is never thrown
 * away, because GitHub does not send it again.
 */
export async function answerUnauthorized(
  context: Context,
  refused: RefusedCaller,
): Promise<Response> {
  const tooMany = await countRefused(context, refused);
  if (tooMany) return tooMany;
  const message = 'The signature, its time or its headers are invalid.';
  return answerError(context, 'unauthorized', { message });
}
