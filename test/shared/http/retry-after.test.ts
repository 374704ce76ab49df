import { describe, expect, test } from 'vitest';
import { startPlainServer } from './plain-server.ts';
import { holdRetryDelays, hurry } from './retry-delays.ts';

holdRetryDelays();

/** How long the client waited before it asked again, by the held clock. */
async function waited(fault: { status: number; retryAfter: string }): Promise<number> {
  const server = await startPlainServer();
  server.faults.add({ kind: 'status', ...fault });
  await hurry(server.client.send({ method: 'GET', path: ['backups'] }));
  const [first, second, ...others] = server.requests;
  expect(others).toEqual([]);
  return (second?.at ?? NaN) - (first?.at ?? NaN);
}

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString();

/** On top of the wait itself, the requests take a little held time to travel. */
function expectSeconds(milliseconds: number, seconds: number): void {
  expect(milliseconds).toBeGreaterThanOrEqual(seconds * 1000);
  expect(milliseconds).toBeLessThan((seconds + 1) * 1000);
}

describe('a time to come back that the server names', () => {
  test.each([408, 429, 500, 502, 503, 504, 599])('is honoured with HTTP %i', async (status) => {
    expectSeconds(await waited({ status, retryAfter: '7' }), 7);
  });

  test.each([
    { retryAfter: '0', seconds: 0 },
    { retryAfter: '59', seconds: 59 },
    { retryAfter: '60', seconds: 60 },
  ])('of $retryAfter seconds makes it wait $seconds', async ({ retryAfter, seconds }) => {
    expectSeconds(await waited({ status: 429, retryAfter }), seconds);
  });

  test.each([
    { ahead: -3600, seconds: 0 },
    { ahead: 30, seconds: 30 },
  ])('given as a date $ahead seconds ahead makes it wait $seconds', async ({ ahead, seconds }) => {
    const wait = await waited({ status: 503, retryAfter: inSeconds(ahead) });
    // The date was written before the first request left, so a little of the wait is over.
    expect(wait).toBeGreaterThan(seconds * 1000 - 1000);
    expect(wait).toBeLessThan(seconds * 1000 + 1000);
  });

  test.each(['soon', '-5', '1.5', '', '2026-01-15T12:00:30Z'])(
    'that cannot be read (%j) leaves a short wait',
    async (retryAfter) => {
      const wait = await waited({ status: 503, retryAfter });
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThan(5000);
    },
  );

  test.each([
    { retryAfter: '61', milliseconds: 61_000 },
    { retryAfter: '86400', milliseconds: 86_400_000 },
    { retryAfter: inSeconds(3600), milliseconds: null },
  ])('longer than a minute is told, not waited for: $retryAfter', async (asked) => {
    const server = await startPlainServer();
    server.faults.add({ kind: 'status', status: 429, retryAfter: asked.retryAfter, times: 9 });
    const call = hurry(server.client.send({ method: 'GET', path: ['backups'] }));
    const retryAfterMs = asked.milliseconds ?? expect.any(Number);
    await expect(call).rejects.toMatchObject({ failure: { status: 429, retryAfterMs } });
    expect(server.requests).toHaveLength(1);
  });
});
