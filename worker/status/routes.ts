import type { Context } from 'hono';
import type { Hono } from 'hono/tiny';
import type { EntranceDependencies } from '../dependencies.ts';
import { answerError, answerNotFound } from '../errors.ts';
import { addGet } from '../method.ts';
import { countRefused } from '../refused-caller.ts';
import {
  answerBadge,
  answerMetrics,
  answerOverview,
  answerServicePage,
  answerStatusJson,
} from './answers.ts';
import { bearsStatusToken, isStatusToken } from './token.ts';

type Answer = (context: Context, deps: EntranceDependencies) => Promise<Response>;

/** `GET /status/{token}` and what is below it. Without a `STATUS_TOKEN` nothing of it exists. */
export function registerStatus(app: Hono, deps: EntranceDependencies): void {
  const { statusTokens } = deps;
  if (statusTokens.length === 0) return;
  const addBelow = (path: string, answer: Answer) =>
    addGet(app, `/status/:token${path}`, async (context) => {
      const isKnown = await isStatusToken(context.req.param('token') ?? '', statusTokens);
      return isKnown ? answer(keepSecret(context), deps) : answerWrongToken(context, deps);
    });
  addBelow('', answerOverview);
  addBelow('/service/:name', answerServicePage);
  addBelow('/status.json', answerStatusJson);
  addBelow('/badge/:file', answerBadge);
  addBelow('/metrics', answerMetrics);
  addGet(app, '/metrics', async (context) => {
    const isKnown = await bearsStatusToken(context, statusTokens);
    return isKnown ? answerMetrics(context, deps) : answerWrongBearer(context, deps);
  });
}

/** The address holds the token, so it must not be kept, passed on or found. */
function keepSecret(context: Context): Context {
  context.header('cache-control', 'private, no-store');
  context.header('referrer-policy', 'no-referrer');
  context.header('x-robots-tag', 'noindex');
  context.header('x-content-type-options', 'nosniff');
  return context;
}

/** The same as for any route that does not exist. */
async function answerWrongToken(context: Context, deps: EntranceDependencies): Promise<Response> {
  return (await countWrongToken(context, deps)) ?? answerNotFound(context);
}

async function answerWrongBearer(context: Context, deps: EntranceDependencies): Promise<Response> {
  const tooMany = await countWrongToken(context, deps);
  if (tooMany) return tooMany;
  const message = 'Send "authorization: Bearer" with a value of STATUS_TOKEN.';
  const headers = { 'www-authenticate': 'Bearer' };
  return answerError(context, 'unauthorized', { message, headers });
}

function countWrongToken(context: Context, deps: EntranceDependencies): Promise<Response | null> {
  return countRefused(context, { name: 'status', reason: 'wrong token', deps });
}
