import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callWith } from './call-emulator.ts';
import { startNtfy } from './ntfy/index.ts';
import type { NtfyEmulator } from './ntfy/index.ts';

const call = callWith({});
const message = { topic: 'acme', title: 'Hello', message: 'It is bad', priority: 4, tags: ['x'] };
let emulator: NtfyEmulator;

beforeEach(async () => {
  emulator = await startNtfy();
});
afterEach(() => emulator.close());

function send(body: unknown, headers: Record<string, string> = {}) {
  return call(emulator, '/', { method: 'POST', body, headers });
}

describe('a message', () => {
  test('is published, and comes back with an id', async () => {
    expect(await send(message)).toMatchObject({
      status: 200,
      json: { id: expect.any(String), event: 'message', ...message },
    });
    expect(emulator.published).toEqual([message]);
  });

  test('has a priority, and a text', async () => {
    await send({ topic: 'acme' });
    expect(emulator.published).toMatchObject([{ priority: 3, message: 'triggered' }]);
  });

  test('has a title that is read as a header of a mail', async () => {
    await send({ ...message, title: 'a =?UTF-8?B?ZXZpbA==?=' });
    expect(emulator.published).toMatchObject([{ title: 'a evil' }]);
  });

  test.each([
    ['4,096 bytes', { message: 'x'.repeat(4096) }],
    ['a topic of 64 characters', { topic: 'x'.repeat(64) }],
    ['an address to open', { click: 'https://example.com' }],
  ])('may have %s', async (_, over) => {
    expect((await send({ ...message, ...over })).status).toBe(200);
  });

  test.each([
    ['4,097 bytes', { message: 'x'.repeat(4097) }],
    ['4,098 bytes in half as many characters', { message: 'é'.repeat(2049) }],
    ['no topic', { topic: undefined }],
    ['a topic of 65 characters', { topic: 'x'.repeat(65) }],
    ['a topic with a slash', { topic: 'a/b' }],
    ['a priority of 6', { priority: 6 }],
    ['a priority in words', { priority: 'high' }],
    ['tags that are no list', { tags: 'x' }],
    ['a field that is not known', { text: 'x' }],
  ])('may not have %s', async (_, over) => {
    expect((await send({ ...message, ...over })).status).toBe(400);
    expect(emulator.published).toEqual([]);
  });

  test('may have twice as many bytes of JSON', async () => {
    const escaped = (count: number) => ({ topic: 'acme', message: '"'.repeat(count) });
    const around = JSON.stringify(escaped(0)).length;
    const most = Math.floor((8192 - around) / 2);
    expect((await send(escaped(most))).status).toBe(200);
    expect((await send(escaped(most + 1))).status).toBe(413);
  });
});

describe('a topic that is protected', () => {
  test('takes messages from whoever has the token', async () => {
    emulator.protect();
    expect((await send(message)).status).toBe(403);
    const { token } = emulator;
    expect((await send(message, { authorization: `Bearer ${token}` })).status).toBe(200);
    expect((await send(message, { authorization: 'Bearer tk_other' })).status).toBe(401);
  });

  test('a wrong token is refused at any topic', async () => {
    expect((await send(message, { authorization: 'Bearer tk_other' })).status).toBe(401);
  });
});

test('only JSON is taken, only by POST, only at the root', async () => {
  expect((await send('{')).status).toBe(400);
  expect((await send('x', { 'content-type': 'text/plain' })).status).toBe(415);
  expect((await call(emulator, '/')).status).toBe(405);
  expect((await call(emulator, '/acme', { method: 'POST', body: message })).status).toBe(404);
});

test('faults strike on demand', async () => {
  emulator.fail({ kind: 'status', status: 429, retryAfter: '5' });
  expect((await send(message)).status).toBe(429);
  expect((await send(message)).status).toBe(200);
});
