import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { backupsPath, call, schedulesPath } from './call-emulator.ts';
import { createClock } from './clock.ts';
import type { Fault } from './faults.ts';
import { startMariadbCloud } from './mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from './mariadb-cloud/index.ts';

const service = 'dbtgf28044362';
const once = { backup_type: 'full', schedule: 'once', service_id: service };
let emulator: MariadbCloudEmulator;

beforeEach(async () => {
  emulator = await startMariadbCloud();
  emulator.addService(service);
});
afterEach(() => emulator.close());

const list = () => call(emulator, backupsPath);
const post = () => call(emulator, schedulesPath, { method: 'POST', body: once });

describe('each kind of fault', () => {
  test('status answers the documented error with the headers asked for, without effect', async () => {
    emulator.fail({ kind: 'status', status: 503, retryAfter: '7', location: '/elsewhere' });
    const reply = await post();
    expect(reply).toMatchObject({ status: 503, json: { code: 503, path: schedulesPath } });
    expect(reply.headers.get('retry-after')).toBe('7');
    expect(reply.headers.get('location')).toBe('/elsewhere');
    expect(emulator.schedules(service)).toEqual([]);
  });

  test.each<[unknown, string]>([
    ['', ''],
    ['Bad gateway', 'Bad gateway'],
    [null, 'null'],
    [{ a: 1 }, '{"a":1}'],
  ])('status can have the body %j', async (body, text) => {
    emulator.fail({ kind: 'status', status: 502, body });
    expect(await list()).toMatchObject({ status: 502, text });
  });

  test.each<[Fault, number]>([
    [{ kind: 'lost-answer' }, 1],
    [{ kind: 'refused-connection' }, 0],
    [{ kind: 'cut-body' }, 1],
  ])('%j breaks the connection', async (fault, schedules) => {
    emulator.fail(fault);
    await expect(post()).rejects.toThrow();
    expect(emulator.schedules(service)).toHaveLength(schedules);
  });

  test('hang never answers', async () => {
    emulator.fail({ kind: 'hang' });
    const stop = new AbortController();
    const reply = call(emulator, backupsPath, { signal: stop.signal });
    await expect.poll(() => emulator.requests.length).toBe(1);
    stop.abort();
    await expect(reply).rejects.toThrow('abort');
  });

  test('html answers a page', async () => {
    emulator.fail({ kind: 'html' });
    const reply = await list();
    expect(reply).toMatchObject({ status: 200, text: expect.stringContaining('<html>') });
    expect(reply.headers.get('content-type')).toContain('text/html');
  });

  test('cut-json answers a whole message whose JSON ends in the middle', async () => {
    emulator.fail({ kind: 'cut-json' });
    const reply = await post();
    expect(reply).toMatchObject({ status: 200, text: expect.stringMatching(/^\{"id":200,/) });
    expect(reply.json).toBeUndefined();
    expect(Number(reply.headers.get('content-length'))).toBe(reply.text.length);
    expect(emulator.schedules(service)).toHaveLength(1);
  });

  test('cut-body delivers the headers and the beginning before it breaks', async () => {
    emulator.fail({ kind: 'cut-body' });
    const response = await fetch(`${emulator.url}${backupsPath}`);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  test('json answers something else', async () => {
    emulator.fail({ kind: 'json', body: [] });
    expect(await post()).toMatchObject({ status: 200, text: '[]' });
    expect(emulator.schedules(service)).toEqual([]);
  });

  test('after-effect-status answers an error although the request took effect', async () => {
    emulator.fail({ kind: 'after-effect-status', status: 500 });
    expect(await post()).toMatchObject({ status: 500, json: { code: 500 } });
    expect(emulator.schedules(service)).toHaveLength(1);
  });
});

test('a fault strikes only what matches, after its skips and as often as it says', async () => {
  const when = { method: 'get', path: /backups$/g, query: { page: '1' } };
  emulator.fail({ when, skip: 1, times: 2, kind: 'status', status: 503 });
  const statuses: number[] = [];
  expect([(await list()).status, (await post()).status]).toEqual([200, 200]);
  for (let i = 0; i < 4; i += 1)
    statuses.push((await call(emulator, `${backupsPath}?page=1&page_size=3`)).status);
  expect(statuses).toEqual([200, 503, 503, 200]);
});

test('faults strike in the order they were added, until they are cleared', async () => {
  emulator.fail({ kind: 'status', status: 500 });
  emulator.fail({ kind: 'status', status: 503, times: Infinity });
  const statuses = [(await list()).status, (await list()).status, (await list()).status];
  expect(statuses).toEqual([500, 503, 503]);
  emulator.clearFaults();
  expect((await list()).status).toBe(200);
});

test('every request is recorded, those that fail included', async () => {
  emulator.clock.advance(1000);
  emulator.fail({ kind: 'refused-connection' });
  await expect(post()).rejects.toThrow();
  await call(emulator, `${backupsPath}?page=2`);
  expect(emulator.requests).toMatchObject([
    { method: 'POST', path: schedulesPath, body: once, at: emulator.clock.now() },
    { method: 'GET', path: backupsPath, query: { page: '2' }, body: undefined },
  ]);
  expect(emulator.requests[1]?.headers['x-api-key']).toBe('skysql.1zzz.test-key');
});

test('the most at once counts requests that overlap, not those that follow each other', async () => {
  for (let i = 0; i < 5; i += 1) await list();
  expect(emulator.mostAtOnce).toBe(1);
  emulator.fail({ kind: 'hang', times: 3 });
  const replies = [list(), list(), list()].map((reply) => reply.catch(() => 'broken'));
  await expect.poll(() => emulator.mostAtOnce).toBe(3);
  await emulator.close();
  expect(await Promise.all(replies)).toEqual(['broken', 'broken', 'broken']);
});

test('an answer waits for the latency that is set', async () => {
  emulator.settings.latencyMs = 40;
  const begun = performance.now();
  await list();
  // A timer may fire up to a millisecond early.
  expect(performance.now() - begun).toBeGreaterThanOrEqual(39);
});

test('closing does not wait for an answer that is being delayed', async () => {
  emulator.settings.latencyMs = 3_600_000;
  const reply = list().catch(() => 'broken');
  await expect.poll(() => emulator.requests.length).toBe(1);
  await emulator.close();
  expect(await reply).toBe('broken');
});

test('the Date header follows the clock of the emulator', async () => {
  const date = (await list()).headers.get('date');
  expect(Date.parse(date ?? '')).toBe(emulator.clock.now());
});

test('a ticking clock runs with real time and keeps what it was advanced by', () => {
  const clock = createClock({ ticking: true });
  const before = Date.now();
  clock.advance(60_000);
  const ahead = clock.now() - before;
  // Two clocks are read one after the other, and each is cut to a millisecond.
  expect(ahead).toBeGreaterThanOrEqual(59_990);
  expect(ahead).toBeLessThan(120_000);
});
