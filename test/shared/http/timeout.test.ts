import { createServer } from 'node:http';
import { performance } from 'node:perf_hooks';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { closeNow, listenOnLoopback } from '../../emulator/server/loopback.ts';
import { SERVICE, newSchedule, startCloud } from '../provider/mariadb-cloud/cloud.ts';
import { clientOf, failureOf, startPlainServer } from './plain-server.ts';
import { holdRetryDelays, hurry } from './retry-delays.ts';

holdRetryDelays();

const read = { method: 'GET', path: ['backups'] } as const;
const write = { method: 'POST', path: ['schedules'], json: {} } as const;
/** Milliseconds; the longer one would outlast the test. */
const READ_SHORT = { readMs: 200, writeMs: 60_000 };
const WRITE_SHORT = { readMs: 60_000, writeMs: 200 };
const LOST = { kind: 'lost', reason: 'timed out after 0.2 seconds' };

describe('an attempt without a whole answer', () => {
  test('is given up after its bound, and a read is tried again', async () => {
    const server = await startPlainServer({ timeouts: READ_SHORT });
    server.faults.add({ kind: 'hang' });
    const begun = performance.now();
    expect(await hurry(server.client.send(read))).toEqual({ ok: true });
    // A timer counts from the start of the event loop's turn, so it fires early where that is long.
    expect(performance.now() - begun).toBeGreaterThanOrEqual(100);
    expect(server.requests).toHaveLength(2);
  });

  test('says so where it is the last one', async () => {
    const server = await startPlainServer({ timeouts: READ_SHORT });
    server.faults.add({ kind: 'status', status: 503, times: 2 });
    server.faults.add({ kind: 'hang' });
    expect(await failureOf(hurry(server.client.send(read)))).toEqual(LOST);
    expect(server.requests).toHaveLength(3);
  });

  test('is given up in the middle of the body too', async () => {
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
    expect(await hurry(clientOf(url, READ_SHORT).send(read))).toEqual({});
    expect(requests).toBe(2);
  });

  test.each(['POST', 'PATCH', 'DELETE'] as const)(
    'is not repeated when it was a %s',
    async (method) => {
      const server = await startPlainServer({ timeouts: WRITE_SHORT });
      server.faults.add({ kind: 'hang' });
      const call = { method, path: ['schedules'], json: {} };
      expect(await failureOf(hurry(server.client.send(call)))).toEqual(LOST);
      expect(server.requests).toHaveLength(1);
    },
  );
});

describe('by default', () => {
  const original = AbortSignal.timeout;
  afterEach(() => void vi.restoreAllMocks());

  /** A bound of this many seconds is over after 200 ms; every other one is as long as it is. */
  function shorten(seconds: number): void {
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) =>
      original.call(AbortSignal, milliseconds === seconds * 1000 ? 200 : milliseconds),
    );
  }

  test.each([
    { name: 'a read', call: read, seconds: 15 },
    { name: 'a write, which may be answered only when it is done,', call: write, seconds: 60 },
  ])('$name is given up after $seconds seconds', async ({ call, seconds }) => {
    shorten(seconds);
    const server = await startPlainServer();
    server.faults.add({ kind: 'hang', times: Infinity });
    const reason = `timed out after ${seconds} seconds`;
    expect(await failureOf(hurry(server.client.send(call)))).toEqual({ kind: 'lost', reason });
  });

  test('a provider that does not answer is unavailable', async () => {
    shorten(15);
    const { emulator, readBackups } = await startCloud();
    emulator.fail({ kind: 'status', status: 503, times: 2 });
    emulator.fail({ kind: 'hang', times: Infinity });
    const message = 'MariaDB Cloud did not answer: timed out after 15 seconds';
    expect(await hurry(readBackups())).toEqual({
      state: 'unavailable',
      problem: {
        kind: 'unavailable',
        message,
        inShort: 'MariaDB Cloud did not answer',
        traceId: null,
      },
    });
  });

  test('a creation that is not answered is looked for before it is sent again', async () => {
    shorten(60);
    const { emulator, schedules, count } = await startCloud();
    emulator.fail({ kind: 'hang', when: { method: 'POST' } });
    const cron = { text: '0 2 * * *' };
    await hurry(schedules.write(newSchedule(cron)));
    expect(count('POST')).toBe(2);
    expect(count('GET')).toBe(6);
    expect(emulator.schedules(SERVICE)).toHaveLength(1);
  });

  test('a request for a backup that is not answered is sent once, and its fate is unknown', async () => {
    shorten(60);
    const { emulator, requests, newRequest } = await startCloud();
    emulator.fail({ kind: 'hang' });
    await expect(hurry(requests.send(newRequest()))).rejects.toMatchObject({ fate: 'unknown' });
    expect(emulator.requests).toHaveLength(1);
  });
});
