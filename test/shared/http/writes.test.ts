import { describe, expect, test } from 'vitest';
import type { FaultKind } from '../../emulator/faults.ts';
import { failureOf, startPlainServer } from './plain-server.ts';
import { holdRetryDelays, hurry } from './retry-delays.ts';

holdRetryDelays();

const FAULTS: readonly FaultKind[] = [
  ...[408, 429, 500, 502, 503, 504, 599].map((status) => ({ kind: 'status', status }) as const),
  { kind: 'status', status: 429, retryAfter: '1' },
  { kind: 'after-effect-status', status: 500 },
  { kind: 'refused-connection' },
  { kind: 'lost-answer' },
  { kind: 'cut-body' },
  { kind: 'cut-json' },
  { kind: 'html' },
];

describe.each(['POST', 'PATCH', 'DELETE'] as const)('a %s', (method) => {
  const call = { method, path: ['schedules'], json: { schedule: 'once' } };

  test.each(FAULTS)('is sent once, whatever becomes of it: %j', async (fault) => {
    const server = await startPlainServer();
    server.faults.add({ ...fault, times: Infinity });
    await failureOf(hurry(server.client.send(call)));
    expect(server.requests.map((request) => request.method)).toEqual([method]);
  });

  test.each([400, 401, 403, 404, 409, 500])('that is answered %i says so', async (status) => {
    const server = await startPlainServer();
    server.faults.add({ kind: 'status', status, body: { code: status } });
    const failure = await failureOf(hurry(server.client.send(call)));
    expect(failure).toMatchObject({ status, body: { code: status } });
  });

  test('whose connection is refused is lost, so its sender has to look', async () => {
    const server = await startPlainServer();
    await server.close();
    const failure = await failureOf(hurry(server.client.send(call)));
    expect(failure).toEqual({ kind: 'lost', reason: 'the connection was refused' });
  });
});
