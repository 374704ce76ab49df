import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callWith } from './call-emulator.ts';
import { startDiscord } from './discord/index.ts';
import type { DiscordEmulator } from './discord/index.ts';

const call = callWith({});
let emulator: DiscordEmulator;

beforeEach(async () => {
  emulator = await startDiscord();
});
afterEach(() => emulator.close());

const times = <Item>(count: number, item: Item) => Array.from({ length: count }, () => item);
const field = (over: object = {}) => ({ name: 'Next due', value: 'tonight', ...over });
const embed = (over: object = {}) => ({ title: 'Hello', ...over });
const nobody = { parse: [] };

function send(body: unknown, { path = new URL(emulator.webhookUrl).pathname, query = '' } = {}) {
  return call(emulator, `${path}${query}`, { method: 'POST', body });
}

describe('a message', () => {
  test('is posted, and the answer is empty', async () => {
    const body = { embeds: [embed()], allowed_mentions: nobody };
    const reply = await send(body);
    expect([reply.status, reply.text]).toEqual([204, '']);
    expect(emulator.messages).toEqual([body]);
  });

  test('is the answer itself for whoever waits for it', async () => {
    const reply = await send({ content: 'Hello' }, { query: '?wait=true' });
    expect(reply).toMatchObject({ status: 200, json: { id: '1', content: 'Hello' } });
  });

  test.each([
    ['a text of 2,000 characters', { content: 'x'.repeat(2000) }],
    ['10 embeds', { embeds: times(10, embed()) }],
    ['a title of 256', { embeds: [embed({ title: 'x'.repeat(256) })] }],
    ['a description of 4,096', { embeds: [embed({ description: 'x'.repeat(4096) })] }],
    ['25 fields', { embeds: [embed({ fields: times(25, field()) })] }],
    [
      'a field of 256 and 1,024',
      { embeds: [{ fields: [field({ name: 'x'.repeat(256), value: 'x'.repeat(1024) })] }] },
    ],
    [
      'a time and a colour',
      { embeds: [embed({ timestamp: '2026-01-15T12:00:00Z', color: 0xffffff })] },
    ],
    [
      '6,000 characters in all embeds',
      { embeds: times(2, { title: 'x'.repeat(200), description: 'x'.repeat(2800) }) },
    ],
  ])('may have %s', async (_, body) => {
    expect((await send(body)).status).toBe(204);
  });

  test.each([
    ['nothing', {}],
    ['no embed', { embeds: [] }],
    ['an empty text', { content: '' }],
    ['a text of 2,001 characters', { content: 'x'.repeat(2001) }],
    ['11 embeds', { embeds: times(11, embed()) }],
    ['a title of 257', { embeds: [embed({ title: 'x'.repeat(257) })] }],
    ['an empty description', { embeds: [embed({ description: '' })] }],
    ['a description of 4,097', { embeds: [{ description: 'x'.repeat(4097) }] }],
    ['26 fields', { embeds: [embed({ fields: times(26, field()) })] }],
    ['a field without a value', { embeds: [{ fields: [{ name: 'x' }] }] }],
    ['an empty value', { embeds: [{ fields: [field({ value: '' })] }] }],
    ['a value of 1,025', { embeds: [{ fields: [field({ value: 'x'.repeat(1025) })] }] }],
    ['a colour beyond white', { embeds: [embed({ color: 0x1000000 })] }],
    ['a time that is none', { embeds: [embed({ timestamp: 'now' })] }],
    ['pings of its own kind', { content: 'x', allowed_mentions: { parse: ['all'] } }],
    ['a field that is not known', { content: 'x', text: 'x' }],
    ['a list for a body', []],
    [
      '6,001 characters in all embeds',
      { embeds: times(2, { title: 'x'.repeat(201), description: 'x'.repeat(2800) }) },
    ],
  ])('may not have %s', async (_, body) => {
    expect(await send(body)).toMatchObject({ status: 400, json: { code: 50_035 } });
    expect(emulator.messages).toEqual([]);
  });
});

test('a webhook is known by its URL', async () => {
  const path = new URL(emulator.webhookUrl).pathname;
  expect(await send({ content: 'x' }, { path: `${path}x` })).toMatchObject({
    status: 401,
    json: { message: 'Invalid Webhook Token', code: 50_027 },
  });
  expect((await send({ content: 'x' }, { path: '/api/webhooks/1/x' })).status).toBe(404);
  expect((await send({ content: 'x' }, { query: '?waits=true' })).status).toBe(400);
  expect((await send({ content: 'x' }, { query: '?thread_id=7' })).status).toBe(204);
  expect((await call(emulator, path)).status).toBe(405);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const form = { method: 'POST', body: 'content=x', headers };
  expect((await call(emulator, path, form)).status).toBe(415);
});

test('a webhook that was deleted is gone for good', async () => {
  emulator.deleteWebhook();
  expect(await send({ content: 'x' })).toMatchObject({
    status: 404,
    json: { message: 'Unknown Webhook', code: 10_015 },
  });
});

test('a rate limit is in the header and, more exactly, in the body', async () => {
  emulator.fail({ kind: 'status', status: 429, retryAfter: '2' });
  const limited = await send({ content: 'x' });
  expect(limited).toMatchObject({ status: 429, json: { retry_after: 1.337, global: false } });
  expect(limited.headers.get('retry-after')).toBe('2');
});
