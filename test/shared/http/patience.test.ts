import { describe, expect, test } from 'vitest';
import type { Clock } from '../../../shared/clock.ts';
import { createHttpClient } from '../../../shared/http/http-client.ts';
import type { Patience } from '../../../shared/http/patience.ts';
import { jsonAnswer } from '../../emulator/server/answer.ts';
import { send } from './chosen-send.ts';
import { failureOf, KEY, type PlainServer, startPlainServer } from './plain-server.ts';

const NOON = Date.UTC(2026, 0, 15, 12, 0, 0);
const read = { method: 'GET', path: ['backups'] } as const;
const write = { method: 'POST', path: ['schedules'], json: {} } as const;

/** A client that waits for a minute, on a clock that moves by sleeping only. */
function patientClient({ url }: PlainServer, given: Partial<Patience> = {}) {
  const sleeps: number[] = [];
  const lines: string[] = [];
  let now = NOON;
  const clock: Clock = {
    now: () => now,
    sleep: async (milliseconds) => {
      sleeps.push(milliseconds);
      now += milliseconds;
    },
  };
  const patience: Patience = {
    deadline: NOON + 1_800_000,
    retries: 'a-minute',
    log: (line) => void lines.push(line),
    ...given,
  };
  const options = { baseUrl: url, headers: {}, secrets: [KEY], clock, patience, send };
  const waited = () => now - NOON;
  return { ...createHttpClient(options), sleeps, lines, waited, clock };
}

/** A server that answers so many times with this status and these headers, and then well. */
function startRefusing(status: number, headers: Record<string, string>, times = 1) {
  let left = times;
  const answer = () => {
    left -= 1;
    return left < 0 ? jsonAnswer({ ok: true }) : jsonAnswer({}, { status, headers });
  };
  return startPlainServer({ answer });
}

describe('a read that fails in a way that may pass', () => {
  test.each([1, 5, 9])('is waited out where it passes after %i tries', async (times) => {
    const client = patientClient(await startRefusing(503, {}, times));
    expect(await client.send(read)).toEqual({ ok: true });
  });

  test('is tried again at growing intervals for a minute, and no longer', async () => {
    const server = await startRefusing(503, {}, Infinity);
    const client = patientClient(server);
    expect(await failureOf(client.send(read))).toMatchObject({ status: 503 });
    expect(client.sleeps.slice(0, 7)).toEqual([300, 600, 1200, 2400, 4800, 9600, 15_000]);
    expect(client.waited()).toBe(60_000);
    expect(server.requests).toHaveLength(client.sleeps.length + 1);
  });

  test('is not knocked at without end where the server asks to come back at once', async () => {
    const server = await startRefusing(503, { 'retry-after': '0' }, Infinity);
    await failureOf(patientClient(server).send(read));
    expect(server.requests.length).toBeLessThan(12);
  });

  test('shares its minute with those before it, if nothing was answered since', async () => {
    const server = await startRefusing(503, {}, Infinity);
    const client = patientClient(server);
    await failureOf(client.send(read));
    const before = server.requests.length;
    await failureOf(client.send(read));
    expect(server.requests).toHaveLength(before + 1);
    expect(client.waited()).toBe(60_000);
  });

  test('has a minute of its own once something was answered', async () => {
    const server = await startPlainServer();
    const client = patientClient(server);
    for (let outages = 0; outages < 3; outages += 1) {
      server.faults.add({ kind: 'status', status: 503, times: 8 });
      expect(await client.send(read)).toEqual({ ok: true });
    }
    expect(client.waited()).toBeGreaterThan(90_000);
  });

  test('is not retried for a minute where its answer is not worth that', async () => {
    const server = await startRefusing(503, {}, Infinity);
    const client = patientClient(server);
    await failureOf(client.send({ ...read, retries: 'twice' }));
    expect(server.requests).toHaveLength(3);
  });
});

describe('what is waited for', () => {
  test('longer than 5 seconds in all is said, each time', async () => {
    const client = patientClient(await startRefusing(503, {}, 6));
    await client.send(read);
    expect(client.lines).toEqual(['HTTP 503; trying again in 4s', 'HTTP 503; trying again in 9s']);
  });

  test.each([
    { seconds: '5', lines: [] },
    { seconds: '6', lines: ['HTTP 429; trying again in 6s'] },
  ])('because it was asked for $seconds seconds: $lines', async ({ seconds, lines }) => {
    const client = patientClient(await startRefusing(429, { 'retry-after': seconds }));
    await client.send(read);
    expect(client.lines).toEqual(lines);
  });

  test('because a rate limit is used up is said', async () => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOON / 1000 + 30) };
    const client = patientClient(await startPlainServer({ answer: () => answerWith(headers) }));
    await client.send(read);
    await client.send(read);
    expect(client.sleeps).toEqual([30_000]);
    expect(client.lines).toEqual(['the rate limit is used up; continuing in 30s']);
  });
});

const answerWith = (headers: Record<string, string>) => jsonAnswer({}, { status: 200, headers });
const epoch = (seconds: number) => String(NOON / 1000 + seconds);
const asctime = (seconds: number) => {
  const [day = '', date = '', month = '', year = '', time = ''] = new Date(NOON + seconds * 1000)
    .toUTCString()
    .replace(',', '')
    .split(' ');
  return `${day} ${month} ${date} ${time} ${year}`;
};

/** Each way to name a pause of so many seconds. */
const WAYS: readonly [string, (seconds: number) => Record<string, string>][] = [
  ['Retry-After in seconds', (seconds) => ({ 'retry-after': String(seconds) })],
  [
    'Retry-After as a date',
    (seconds) => ({ 'retry-after': new Date(NOON + seconds * 1000).toUTCString() }),
  ],
  ['Retry-After in the form of asctime', (seconds) => ({ 'retry-after': asctime(seconds) })],
  ['X-RateLimit-Retry-After', (seconds) => ({ 'x-ratelimit-retry-after': String(seconds) })],
  ['RateLimit-Reset in seconds', (seconds) => ({ 'ratelimit-reset': String(seconds) })],
  ['X-RateLimit-Reset as a moment', (seconds) => ({ 'x-ratelimit-reset': epoch(seconds) })],
  ['X-RateLimit-Reset in seconds', (seconds) => ({ 'x-ratelimit-reset': String(seconds) })],
  ['X-RateLimit-Reset in ms', (seconds) => ({ 'x-ratelimit-reset': `${epoch(seconds)}000` })],
  ['X-Rate-Limit-Reset as a moment', (seconds) => ({ 'x-rate-limit-reset': epoch(seconds) })],
];

describe.each(WAYS)('a 429 that names a pause by %s', (_, named) => {
  test.each([7, 59])('of %i seconds is waited for', async (seconds) => {
    const client = patientClient(await startRefusing(429, named(seconds)));
    expect(await client.send(read)).toEqual({ ok: true });
    expect(client.sleeps).toEqual([seconds * 1000]);
  });

  test.each([61, 3600, 24 * 86_400])('of %i seconds is told, not waited for', async (seconds) => {
    const server = await startRefusing(429, named(seconds), Infinity);
    const client = patientClient(server);
    const retryAfterMs = seconds * 1000;
    expect(await failureOf(client.send(read))).toMatchObject({ status: 429, retryAfterMs });
    expect(client.sleeps).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });
});

test.each(['ratelimit-reset', 'x-ratelimit-reset', 'x-rate-limit-reset'])(
  'a 503 that shows %s is tried again soon: the limit is not what it failed for',
  async (name) => {
    const client = patientClient(await startRefusing(503, { [name]: '3600' }));
    expect(await client.send(read)).toEqual({ ok: true });
    expect(client.waited()).toBe(300);
  },
);

test('pauses that add up to more than a minute are not all waited for', async () => {
  const client = patientClient(await startRefusing(429, { 'retry-after': '40' }, Infinity));
  expect(await failureOf(client.send(read))).toMatchObject({ status: 429 });
  expect(client.sleeps).toEqual([40_000]);
});

describe('the deadline', () => {
  const inSeconds = (seconds: number) => ({ deadline: NOON + seconds * 1000 });

  test.each([
    { seconds: 7, sleeps: [] },
    { seconds: 7.001, sleeps: [7000] },
  ])('$seconds seconds ahead allows the pauses $sleeps', async ({ seconds, sleeps }) => {
    const server = await startRefusing(429, { 'retry-after': '7' });
    const client = patientClient(server, inSeconds(seconds));
    await client.send(read).catch(() => {});
    expect(client.sleeps).toEqual(sleeps);
  });

  test('ends the retries', async () => {
    const client = patientClient(await startRefusing(503, {}, Infinity), inSeconds(10));
    await failureOf(client.send(read));
    expect(client.waited()).toBeLessThan(10_000);
  });

  test('is not slept through for a rate limit that starts anew after it', async () => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': epoch(30) };
    const server = await startPlainServer({ answer: () => answerWith(headers) });
    const client = patientClient(server, inSeconds(30));
    await client.send(read);
    await client.send(read);
    expect(client.sleeps).toEqual([]);
    expect(server.requests).toHaveLength(2);
  });

  test('ends a request that is not answered, and says so', async () => {
    const server = await startPlainServer();
    server.faults.add({ kind: 'hang', times: Infinity });
    const client = patientClient(server, inSeconds(2.1));
    // The bound is real time, on which the held clock stands still.
    void client.clock.sleep(2000);
    expect(await failureOf(client.send(write))).toEqual({
      kind: 'lost',
      reason: 'the timeout was reached',
    });
  });

  test('leaves a last look two seconds, and nothing after them', async () => {
    const server = await startPlainServer();
    const client = patientClient(server, inSeconds(10));
    await client.clock.sleep(11_000);
    expect(await client.send(read)).toEqual({ ok: true });
    await client.clock.sleep(1000);
    expect(await failureOf(client.send(read))).toEqual({
      kind: 'unsent',
      reason: 'the timeout was reached',
    });
    expect(server.requests).toHaveLength(1);
  });

  test('lets nothing be written from then on', async () => {
    const server = await startPlainServer();
    const client = patientClient(server, inSeconds(10));
    await client.clock.sleep(9999);
    expect(await client.send(write)).toEqual({ ok: true });
    await client.clock.sleep(1);
    expect(await failureOf(client.send(write))).toMatchObject({ kind: 'unsent' });
    expect(server.requests).toHaveLength(1);
  });
});
