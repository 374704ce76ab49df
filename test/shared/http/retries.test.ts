import diagnostics from 'node:diagnostics_channel';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { FaultKind } from '../../emulator/faults.ts';
import { clientOf, failureOf, startPlainServer } from './plain-server.ts';
import { holdRetryDelays, hurry } from './retry-delays.ts';

holdRetryDelays();

const read = { method: 'GET', path: ['backups'] } as const;
const BROKEN: readonly FaultKind[] = [
  { kind: 'refused-connection' },
  { kind: 'lost-answer' },
  { kind: 'cut-body' },
];

describe('a read that fails in a way that may pass', () => {
  test.each([408, 425, 429, 500, 501, 502, 503, 504, 599])(
    'is tried again, at most twice, after HTTP %i',
    async (status) => {
      const server = await startPlainServer();
      server.faults.add({ kind: 'status', status, times: Infinity });
      const failure = await failureOf(hurry(server.client.send(read)));
      expect(failure).toMatchObject({ status, body: { code: status } });
      expect(server.requests).toHaveLength(3);
    },
  );

  test.each(BROKEN)('is tried again, at most twice, after a $kind', async (fault) => {
    const server = await startPlainServer();
    server.faults.add({ ...fault, times: Infinity });
    expect(await failureOf(hurry(server.client.send(read)))).toEqual({
      kind: 'lost',
      reason: 'the connection dropped before the answer was complete',
    });
    expect(server.requests).toHaveLength(3);
  });

  test('is tried again, at most twice, where nobody listens', async () => {
    const server = await startPlainServer();
    await server.close();
    const refused = countRefusedConnections(server.url);
    const failure = await failureOf(hurry(server.client.send(read)));
    expect(failure).toEqual({ kind: 'lost', reason: 'the connection was refused' });
    expect(refused.count).toBe(3);
  });

  test.each([1, 2])('gives the whole answer that comes after %i failures', async (times) => {
    const server = await startPlainServer();
    server.faults.add({ kind: 'cut-body', times });
    expect(await hurry(server.client.send(read))).toEqual({ ok: true });
    expect(server.requests).toHaveLength(times + 1);
  });

  test('counts failures of different kinds together', async () => {
    const server = await startPlainServer();
    server.faults.add({ kind: 'refused-connection' });
    server.faults.add({ kind: 'status', status: 503 });
    server.faults.add({ kind: 'cut-body' });
    expect(await failureOf(hurry(server.client.send(read)))).toMatchObject({ kind: 'lost' });
    expect(server.requests).toHaveLength(3);
  });

  test('sends the same request each time', async () => {
    const server = await startPlainServer();
    server.faults.add({ kind: 'status', status: 503, times: 2 });
    await hurry(server.client.send({ ...read, query: { page: 2 } }));
    const sent = server.requests.map(({ method, path, query, headers }) => [
      [method, path, query],
      headers['x-api-key'],
    ]);
    expect(new Set(sent.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(sent).toHaveLength(3);
  });
});

describe('a read that is refused', () => {
  test.each([400, 401, 403, 404, 405, 409, 410, 413, 422])(
    'is not tried again after HTTP %i',
    async (status) => {
      const server = await startPlainServer();
      // A time to come back changes nothing: what is refused stays refused.
      server.faults.add({ kind: 'status', status, retryAfter: '0', times: Infinity });
      expect(await failureOf(hurry(server.client.send(read)))).toMatchObject({ status });
      expect(server.requests).toHaveLength(1);
    },
  );

  test('ends the attempts after one that could have passed', async () => {
    const server = await startPlainServer();
    server.faults.add({ kind: 'status', status: 503 });
    server.faults.add({ kind: 'status', status: 404 });
    expect(await failureOf(hurry(server.client.send(read)))).toMatchObject({ status: 404 });
    expect(server.requests).toHaveLength(2);
  });
});

test('a client without failures sends one request', async () => {
  const server = await startPlainServer();
  expect(await clientOf(server.url).send(read)).toEqual({ ok: true });
  expect(server.requests).toHaveLength(1);
});

/** No server is there to count, so the attempts are counted where they leave. */
function countRefusedConnections(url: string): { count: number } {
  const counted = { count: 0 };
  const { port } = new URL(url);
  const onError = (message: unknown) => {
    if (portOf(message) === port) counted.count += 1;
  };
  diagnostics.subscribe('undici:client:connectError', onError);
  onTestFinished(() => void diagnostics.unsubscribe('undici:client:connectError', onError));
  return counted;
}

function portOf(message: unknown): unknown {
  if (typeof message !== 'object' || message === null || !('connectParams' in message)) return null;
  const params = message.connectParams;
  return typeof params === 'object' && params !== null && 'port' in params ? params.port : null;
}
