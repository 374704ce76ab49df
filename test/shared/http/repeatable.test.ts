import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../shared/clock.ts';
import { createHttpClient, type HttpCall } from '../../../shared/http/http-client.ts';
import { send } from './chosen-send.ts';
import { failureOf, startPlainServer } from './plain-server.ts';
import { holdRetryDelays, hurry } from './retry-delays.ts';

holdRetryDelays();

/** A client whose posts may be repeated, each with a number of its own. */
async function start({ deadline = Number.POSITIVE_INFINITY } = {}) {
  const server = await startPlainServer({ onEnd: onTestFinished });
  let count = 0;
  const call: HttpCall = {
    method: 'POST',
    path: ['verdict'],
    json: { services: ['prod'] },
    headers: () => Promise.resolve({ authorization: `Bearer ${(count += 1)}` }),
  };
  const client = createHttpClient({
    baseUrl: server.url,
    headers: { authorization: 'Bearer none' },
    secrets: [],
    send,
    clock: systemClock,
    patience: { deadline, retries: 'twice', log: () => {} },
    repeatable: ['GET', 'POST'],
  });
  return { server, client, call };
}

describe('a post that may be repeated', () => {
  test('is tried again, each time with headers of its own', async () => {
    const { server, client, call } = await start();
    server.faults.add({ kind: 'status', status: 503 });
    server.faults.add({ kind: 'lost-answer' });
    expect(await hurry(client.send(call))).toEqual({ ok: true });
    expect(server.requests.map(({ headers }) => headers['authorization'])).toEqual([
      'Bearer 1',
      'Bearer 2',
      'Bearer 3',
    ]);
    expect(server.requests.map(({ body }) => body)).toEqual(
      Array.from({ length: 3 }, () => ({ services: ['prod'] })),
    );
  });

  test('is not tried again where that would not help', async () => {
    const { server, client, call } = await start();
    server.faults.add({ kind: 'status', status: 403, times: Infinity });
    expect(await failureOf(hurry(client.send(call)))).toMatchObject({ status: 403 });
    expect(server.requests).toHaveLength(1);
  });

  test('may still begin at the deadline, as a last look may', async () => {
    const { server, client, call } = await start({ deadline: Date.UTC(2026, 0, 15, 12) });
    expect(await hurry(client.send(call))).toEqual({ ok: true });
    expect(server.requests).toHaveLength(1);
  });
});

test('what the headers reject with is not retried, and is passed on', async () => {
  const { server, client, call } = await start();
  const broken = new Error('no token');
  const sent = client.send({ ...call, headers: () => Promise.reject(broken) });
  await expect(hurry(sent)).rejects.toBe(broken);
  expect(server.requests).toEqual([]);
});
