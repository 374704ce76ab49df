import { expect, test } from 'vitest';
import type { HttpClient } from '../../../shared/http/http-client.ts';
import { type HoldingServer, startHoldingServer } from './holding-server.ts';
import { clientOf } from './plain-server.ts';
import { holdRetryDelays, hurry } from './retry-delays.ts';

holdRetryDelays();

const MOST = 6;

function readMany(client: HttpClient, count: number): Promise<unknown>[] {
  return Array.from({ length: count }, (_, index) =>
    client.send({ method: 'GET', path: [String(index)] }),
  );
}

/** Whatever was free to leave has arrived once a later request of another client has. */
async function arrivalsAfterAnother(server: HoldingServer): Promise<number> {
  const before = server.arrived.length;
  void clientOf(server.url)
    .send({ method: 'GET', path: ['another'] })
    .catch(() => {});
  await expect.poll(() => server.arrived).toContain('/another');
  return server.arrived.length - 1 - before;
}

test('six requests are under way at once, and the seventh waits for a place', async () => {
  const server = await startHoldingServer();
  const reads = readMany(clientOf(server.url), MOST + 1);
  await server.waitForArrivals(MOST);
  expect(await arrivalsAfterAnother(server)).toBe(0);
  server.release();
  await expect.poll(() => server.arrived).toContain('/6');
  for (let open = 0; open < MOST + 1; open += 1) server.release();
  expect(await Promise.all(reads)).toHaveLength(MOST + 1);
});

test('many requests are never more than six at once, and all are answered', async () => {
  const server = await startHoldingServer();
  const reads = readMany(clientOf(server.url), 20);
  for (let answered = 0; answered < 20; answered += 1) {
    await server.waitForArrivals(Math.min(20, answered + MOST));
    server.release();
  }
  expect(await Promise.all(reads)).toHaveLength(20);
  expect(server.mostAtOnce).toBe(MOST);
});

test('reads and writes share the places', async () => {
  const server = await startHoldingServer();
  const client = clientOf(server.url);
  const reads = readMany(client, MOST);
  const write = client.send({ method: 'POST', path: ['write'], json: {} });
  await server.waitForArrivals(MOST);
  expect(await arrivalsAfterAnother(server)).toBe(0);
  for (let open = 0; open < MOST + 1; open += 1) server.release();
  await expect.poll(() => server.arrived).toContain('/write');
  server.release();
  await Promise.all([...reads, write]);
});

test('a request that waits for its retry holds no place', async () => {
  const server = await startHoldingServer();
  const client = clientOf(server.url);
  const retried = readMany(client, MOST);
  await server.waitForArrivals(MOST);
  for (let open = 0; open < MOST; open += 1) server.release(503, { 'retry-after': '60' });
  const others = Array.from({ length: MOST }, () =>
    client.send({ method: 'GET', path: ['other'] }),
  );
  // No held time passes here, so all six are still waiting for their retries.
  await server.waitForArrivals(MOST * 2);
  expect(server.arrived.slice(MOST)).toEqual(others.map(() => '/other'));
  for (let open = 0; open < MOST; open += 1) server.release();
  await Promise.all(others);
  const answers = hurry(Promise.all(retried));
  await server.waitForArrivals(MOST * 3);
  for (let open = 0; open < MOST; open += 1) server.release();
  expect(await answers).toHaveLength(MOST);
});
