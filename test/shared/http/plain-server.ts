import { systemClock } from '../../../shared/clock.ts';
import { onTestFinished } from 'vitest';
import { createHttpClient, type HttpClient } from '../../../shared/http/http-client.ts';
import { HttpError, type HttpFailure } from '../../../shared/http/http-error.ts';
import type { Timeouts } from '../../../shared/http/patience.ts';
import { type Answer, jsonAnswer } from '../../emulator/server/answer.ts';
import { type EmulatorServer, startServer } from '../../emulator/server/server.ts';
import { send } from './chosen-send.ts';

export const KEY = 'skysql.1zzz.test-key';

export interface PlainServer extends EmulatorServer {
  /** A client of this server that sends the key. */
  readonly client: HttpClient;
}

export interface PlainServerOptions {
  readonly answer?: () => Answer;
  readonly timeouts?: Timeouts;
  /** Given by tests that run at the same time as others: what is to be done when they end. */
  readonly onEnd?: (close: () => Promise<void>) => void;
}

/** A server without an API of its own: every path answers the same, unless a fault strikes. */
export async function startPlainServer({
  answer = () => jsonAnswer({ ok: true }),
  timeouts,
  onEnd = onTestFinished,
}: PlainServerOptions = {}): Promise<PlainServer> {
  const server = await startServer({
    clock: { now: () => Date.now(), advance: () => {} },
    answer,
    errorBody: ({ status }) => ({ code: status }),
    latencyMs: () => 0,
  });
  onEnd(() => server.close());
  return { ...server, client: clientOf(server.url, timeouts) };
}

export function clientOf(baseUrl: string, timeouts?: Timeouts): HttpClient {
  return createHttpClient({
    baseUrl,
    headers: { 'X-API-Key': KEY },
    secrets: [KEY],
    clock: systemClock,
    send,
    ...(timeouts && { timeouts }),
  });
}

/** Why the call gave nothing; fails the test where it gave something. */
export async function failureOf(call: Promise<unknown>): Promise<HttpFailure> {
  const end: unknown = await call.then(
    (answer) => new Error(`it was answered: ${JSON.stringify(answer)}`),
    (error: unknown) => error,
  );
  if (end instanceof HttpError) return end.failure;
  throw end;
}
