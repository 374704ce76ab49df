import type { Context } from 'hono';
import type { AppDependencies } from './dependencies.ts';
import { answerError } from './errors.ts';

export interface RefusedCaller {
  /** The entrance that refuses, for the log. */
  readonly name: string;
  /** Goes to the log only, so it must not hold the secret. */
  readonly reason: string;
  readonly deps: Pick<AppDependencies, 'log' | 'mayCall'>;
}

/**
 * Logs that a signature or a token is wrong, and counts its caller by the address. The answer if
 * there were too many, or else `null`: the entrance refuses in its own words.
 */
export async function countRefused(
  context: Context,
  { name, reason, deps: { log, mayCall } }: RefusedCaller,
): Promise<Response | null> {
  log({ event: 'refused', entrance: name, reason });
  const address = context.req.header('cf-connecting-ip') ?? 'unknown';
  if (await mayCall(`address:${address}`)) return null;
  return answerError(context, 'too-many-requests', {
    message: 'Too many requests; try again in a minute.',
    headers: { 'retry-after': '60' },
  });
}
