import { createServer } from 'node:http';
import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { closeNow, listenOnLoopback } from '../../emulator/server/loopback.ts';
import { startCloud, SERVICE } from '../provider/mariadb-cloud/cloud.ts';
import { clientOf, failureOf, startPlainServer } from './plain-server.ts';

const read = { method: 'GET', path: ['backups'] } as const;
const LOST = { kind: 'lost', reason: 'no answer within 15 seconds' };

// An attempt's bound is real time and cannot be moved, so the tests wait for it side by side.
describe.concurrent('an attempt without a whole answer', { timeout: 60_000 }, () => {
  test('is given up after 15 seconds, and a read is tried again', async ({ onTestFinished }) => {
    const server = await startPlainServer({ onEnd: onTestFinished });
    server.faults.add({ kind: 'hang' });
    const begun = performance.now();
    expect(await server.client(read)).toEqual({ ok: true });
    // A timer may fire up to a millisecond early.
    expect(performance.now() - begun).toBeGreaterThanOrEqual(14_999);
    expect(server.requests).toHaveLength(2);
  });

  test('says so where it is the last one', async ({ onTestFinished }) => {
    const server = await startPlainServer({ onEnd: onTestFinished });
    server.faults.add({ kind: 'status', status: 503, times: 2 });
    server.faults.add({ kind: 'hang' });
    expect(await failureOf(server.client(read))).toEqual(LOST);
    expect(server.requests).toHaveLength(3);
  });

  test('is given up in the middle of the body too', async ({ onTestFinished }) => {
    let requests = 0;
    const http = createServer((_, response) => {
      requests += 1;
      response.writeHead(200, { 'content-length': '2' });
      // The first body stops half way, and its connection stays open.
      if (requests === 1) response.write('{');
      else response.end('{}');
    });
    onTestFinished(() => closeNow(http));
    const url = await listenOnLoopback(http, 0);
    expect(await clientOf(url)(read)).toEqual({});
    expect(requests).toBe(2);
  });

  test.for(['POST', 'PATCH', 'DELETE'] as const)(
    'is not repeated when it was a %s',
    async (method, { onTestFinished }) => {
      const server = await startPlainServer({ onEnd: onTestFinished });
      server.faults.add({ kind: 'hang' });
      const call = { method, path: ['schedules'], json: {} };
      expect(await failureOf(server.client(call))).toEqual(LOST);
      expect(server.requests).toHaveLength(1);
    },
  );

  test('makes the provider unavailable', async ({ onTestFinished }) => {
    const { emulator, readBackups } = await startCloud({ onEnd: onTestFinished });
    emulator.fail({ kind: 'status', status: 503, times: 2 });
    emulator.fail({ kind: 'hang' });
    const message = 'MariaDB Cloud did not answer: no answer within 15 seconds';
    expect(await readBackups()).toEqual({
      state: 'unavailable',
      problem: { kind: 'unavailable', message, traceId: null },
    });
  });

  test('of a creation is looked for before it is sent again', async ({ onTestFinished }) => {
    const { emulator, provider, count } = await startCloud({ onEnd: onTestFinished });
    emulator.fail({ kind: 'hang', when: { method: 'POST' } });
    const known = { ids: [], newestStart: null };
    const order = { service: SERVICE, type: 'full', known, listedSchedules: [] } as const;
    await provider.requestBackup(order);
    expect(count('POST')).toBe(2);
    expect(count('GET')).toBe(2);
    expect(emulator.schedules(SERVICE)).toHaveLength(1);
  });
});
