import { afterEach, beforeEach, expect, test } from 'vitest';
import { databaseBackups } from './bycloud-fixtures.ts';
import { startBycloud } from './bycloud/index.ts';
import type { BycloudEmulator } from './bycloud/index.ts';
import { callBycloud, callWith } from './call-emulator.ts';
import type { Reply } from './call-emulator.ts';

let emulator: BycloudEmulator;

beforeEach(async () => {
  emulator = await startBycloud();
});
afterEach(() => emulator.close());

const list = () => callBycloud(emulator, databaseBackups);
const inSeconds = (seconds: number) => Math.ceil(emulator.clock.now() / 1000) + seconds;

function limitIn({ headers }: Reply): (number | null)[] {
  return ['limit', 'remaining', 'reset'].map((name) => {
    const text = headers.get(`x-ratelimit-${name}`);
    return text === null ? null : Number(text);
  });
}

test('every answer tells the limit, what remains and when it is reset', async () => {
  const reset = inSeconds(60);
  expect(limitIn(await list())).toEqual([1000, 999, reset]);
  emulator.clock.advance(59_999);
  expect(limitIn(await callBycloud(emulator, '/v1/nowhere'))).toEqual([1000, 998, reset]);
  emulator.fail({ kind: 'status', status: 503 });
  expect(limitIn(await list())).toEqual([1000, 998, reset]);
  emulator.clock.advance(1);
  expect(limitIn(await list())).toEqual([1000, 999, reset + 60]);
});

test('a stranger uses nothing up', async () => {
  const reply = await callWith({})(emulator, databaseBackups);
  expect(reply.status).toBe(401);
  expect(limitIn(reply)).toEqual([1000, 1000, inSeconds(60)]);
});

test('when nothing remains, 429 says how long to wait, and after that there is a full budget', async () => {
  emulator.clock.advance(500);
  emulator.settings.rateLimit = { limit: 60, remaining: 1, resetInSeconds: 30 };
  expect((await list()).status).toBe(200);

  const refused = await list();
  expect(refused).toMatchObject({ status: 429, json: { error: { code: 429 } } });
  expect(refused.text).not.toContain('request_id');
  expect(refused.headers.get('retry-after')).toBe('30');
  expect(limitIn(refused)).toEqual([60, 0, inSeconds(30)]);

  emulator.clock.advance(29_999);
  expect((await list()).headers.get('retry-after')).toBe('1');
  emulator.clock.advance(1);
  expect((await list()).status).toBe(200);
  expect(emulator.settings.rateLimit).toEqual({ limit: 60, remaining: 59, resetInSeconds: 30 });
});

test('a reset that was slept through is caught up with', async () => {
  emulator.settings.rateLimit = { limit: 2, remaining: 0, resetInSeconds: 10 };
  const reset = inSeconds(40);
  emulator.clock.advance(35_000);
  expect(limitIn(await list())).toEqual([2, 1, reset]);
});

test('an injected 429 has the same form', async () => {
  emulator.fail({ kind: 'status', status: 429, retryAfter: '30' });
  const reply = await list();
  expect(reply).toMatchObject({ status: 429, json: { error: { code: 429 } } });
  expect(reply.text).not.toContain('request_id');
  expect(reply.headers.get('retry-after')).toBe('30');
});

test('the limit can be taken away', async () => {
  emulator.settings.rateLimit = { limit: 1, remaining: 0, resetInSeconds: 1 };
  emulator.settings.rateLimit = null;
  const reply = await list();
  expect(reply.status).toBe(200);
  expect(limitIn(reply)).toEqual([null, null, null]);
});

test('a limit without a length is refused', () => {
  const rateLimit = { limit: 1, remaining: 0, resetInSeconds: 0 };
  expect(() => Object.assign(emulator.settings, { rateLimit })).toThrow('at least 1');
});
