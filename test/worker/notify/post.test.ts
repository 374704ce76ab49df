import { createServer } from 'node:http';
import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { HOUR, SECOND } from '../../../shared/domain/instant.ts';
import { post } from '../../../worker/notify/post.ts';
import { closeNow, listenOnLoopback } from '../../emulator/server/loopback.ts';
import { startPlainServer } from '../../shared/http/plain-server.ts';
import { NOW } from '../run-fixture.ts';

const options = { body: '{}', maxBytes: 100, now: NOW };
const lost = { kind: 'lost', reason: 'no answer within 0.2 seconds' };

describe('how long to wait, as a server says it', () => {
  test.each([
    ['0', 0],
    ['7', 7 * SECOND],
    ['3600', HOUR],
    ['3601', HOUR],
    ['99999999999', HOUR],
    ['Thu, 15 Jan 2026 12:00:30 GMT', 30 * SECOND],
    ['Thu, 15 Jan 2026 11:00:00 GMT', 0],
    ['soon', null],
    ['-5', null],
    ['1.5', null],
    ['nonsense GMT', null],
  ])('%s', async (retryAfter, retryAfterMs) => {
    const server = await startPlainServer();
    server.faults.add({ kind: 'status', status: 503, retryAfter });
    expect(await post(server.url, options)).toMatchObject({ status: 503, retryAfterMs });
  });
});

describe('an answer', () => {
  test('is read up to about what was wanted, however long it is', async () => {
    const server = await startPlainServer();
    server.faults.add({ kind: 'status', status: 200, body: 'x'.repeat(10_000_000) });
    const posted = await post(server.url, options);
    expect(posted).toMatchObject({ kind: 'answered', status: 200 });
    expect('text' in posted && posted.text.length).toBeLessThan(1_000_000);
  });

  test('that is shorter is read whole', async () => {
    const server = await startPlainServer();
    expect(await post(server.url, options)).toMatchObject({ text: '{"ok":true}' });
  });
});

// The bound is real time and cannot be moved, so a short one is given.
describe('without a whole answer', () => {
  const bounded = { ...options, timeoutMs: 200 };

  test('it is given up when its time is over', async ({ onTestFinished }) => {
    const server = await startPlainServer({ onEnd: onTestFinished });
    server.faults.add({ kind: 'hang' });
    const begun = performance.now();
    expect(await post(server.url, bounded)).toEqual(lost);
    // A timer may fire up to a millisecond early.
    expect(performance.now() - begun).toBeGreaterThanOrEqual(199);
    expect(server.requests).toHaveLength(1);
  });

  test('it is given up in the middle of the body too', async ({ onTestFinished }) => {
    const http = createServer((_, response) => {
      response.writeHead(200, { 'content-length': '2' });
      response.write('{');
    });
    onTestFinished(() => closeNow(http));
    const url = await listenOnLoopback(http, 0);
    expect(await post(url, bounded)).toEqual(lost);
  });
});
