import type { Context } from 'hono';
import { timingSafeEqual } from 'hono/utils/buffer';

/** Whether it is one of the values of `STATUS_TOKEN`, in a time that does not tell how nearly. */
export async function isStatusToken(given: string, tokens: readonly string[]): Promise<boolean> {
  const matches = tokens.map((token) => timingSafeEqual(token, given));
  return (await Promise.all(matches)).includes(true);
}

const SCHEME = 'Bearer ';

/** The same for the token in `authorization: Bearer`. */
export async function bearsStatusToken(
  context: Context,
  tokens: readonly string[],
): Promise<boolean> {
  const given = context.req.header('authorization') ?? '';
  return given.startsWith(SCHEME) && isStatusToken(given.slice(SCHEME.length), tokens);
}
