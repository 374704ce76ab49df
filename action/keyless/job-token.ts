import * as v from 'valibot';
import { createHttpClient } from '../../shared/http/http-client.ts';
import { sendWithKy } from '../../shared/http/send-with-ky.ts';
import { HttpError, type HttpFailure } from '../../shared/http/http-error.ts';
import { meaningOfStatus } from '../../shared/http/status.ts';
import type { Environment } from '../context.ts';
import { type Connection, GITHUB, Unasked } from './connection.ts';

/** Where a job asks for its OIDC token, and what it shows there. */
export interface TokenEndpoint {
  readonly url: URL;
  readonly bearer: string;
}

/** `null` where the job may not have a token: GitHub then sets no such variables. */
export function findTokenEndpoint(env: Environment): TokenEndpoint | null {
  const url = env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '';
  const bearer = env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? '';
  return URL.canParse(url) && bearer !== '' ? { url: new URL(url), bearer } : null;
}

const Issued = v.object({ value: v.string() });

/** Three parts in base64url. Who it is for and whether it is genuine is for the Worker to say. */
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * Asks GitHub for a token of this job, a new one at each call. It is masked before it is looked at.
 * Rejects with `Unasked`.
 */
export function createTokenSource(
  { url, bearer }: TokenEndpoint,
  audience: string,
  { core, clock, patience }: Connection,
): () => Promise<string> {
  core.setSecret(bearer);
  const { origin, pathname, searchParams } = url;
  const end = pathname.lastIndexOf('/');
  const client = createHttpClient({
    send: sendWithKy,
    baseUrl: `${origin}${pathname.slice(0, end)}`,
    headers: { authorization: `Bearer ${bearer}` },
    secrets: [bearer],
    clock,
    patience: patience(GITHUB),
  });
  const path = [decodeURIComponent(pathname.slice(end + 1))];
  const query = { ...Object.fromEntries(searchParams), audience };
  return async () => {
    const issued = v.safeParse(Issued, await send(client.send({ method: 'GET', path, query })));
    const token = issued.success ? issued.output.value.trim() : '';
    if (token !== '') core.setSecret(token);
    if (!JWT.test(token)) throw refused('GitHub answered without a token for this job');
    return token;
  };
}

async function send(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    throw error instanceof HttpError ? explain(error.failure) : error;
  }
}

function explain(failure: HttpFailure): Unasked {
  if (failure.kind !== 'status') return unavailable(failure.reason);
  const { status } = failure;
  const mayPass = ['passing', 'rate-limited'].includes(meaningOfStatus(status));
  return mayPass ? unavailable(`HTTP ${status}`) : refused(`GitHub answered HTTP ${status}`);
}

const inShort = 'GitHub issued no token for this job';

function unavailable(reason: string): Unasked {
  const message = `${inShort}: ${reason}`;
  return new Unasked({ kind: 'unavailable', message, inShort, traceId: null }, { by: GITHUB });
}

function refused(message: string): Unasked {
  return new Unasked({ kind: 'refused', message, inShort, traceId: null }, { by: GITHUB });
}
