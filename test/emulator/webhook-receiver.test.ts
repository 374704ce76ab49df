import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callWith } from './call-emulator.ts';
import { startWebhookReceiver } from './webhook-receiver/index.ts';
import type { WebhookReceiver } from './webhook-receiver/index.ts';

const path = '/hooks/backup';
const call = callWith({});
const body = '{"type":"run.ended"}';
const otherSecret = `whsec_${Buffer.from('a secret of yesterday').toString('base64')}`;
let receiver: WebhookReceiver;

beforeEach(async () => {
  receiver = await startWebhookReceiver();
});
afterEach(() => receiver.close());

/** The three headers, signed for a moment this many milliseconds from now. */
function headersFor({ id = 'msg_1', text = body, secret = receiver.secret, aheadMs = 0 } = {}) {
  const at = new Date(receiver.clock.now() + aheadMs);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(at.getTime() / 1000),
    'webhook-signature': new Webhook(secret).sign(id, at, text),
  };
}

async function send(headers: Record<string, string>, text = body): Promise<number> {
  return (await call(receiver, path, { method: 'POST', body: text, headers })).status;
}

test('what is signed is taken and kept', async () => {
  expect(await send(headersFor())).toBe(204);
  expect(receiver.deliveries).toEqual([
    { id: 'msg_1', sentAt: receiver.clock.now(), body: { type: 'run.ended' } },
  ]);
});

test('one right signature among several is enough', async () => {
  const headers = headersFor();
  const other = headersFor({ secret: otherSecret })['webhook-signature'];
  const both = `${other} ${headers['webhook-signature']}`;
  expect(await send({ ...headers, 'webhook-signature': both })).toBe(204);
});

test('a repeat is delivered twice and is one event', async () => {
  await send(headersFor());
  await send(headersFor({ aheadMs: 1000 }));
  await send(headersFor({ id: 'msg_2' }));
  expect(receiver.deliveries.map(({ id }) => id)).toEqual(['msg_1', 'msg_1', 'msg_2']);
  expect(receiver.events().map(({ id }) => id)).toEqual(['msg_1', 'msg_2']);
});

describe('refused with 401', () => {
  test.each([
    ['another secret', { secret: otherSecret }],
    ['another body', { text: '{}' }],
    ['five minutes and a second ago', { aheadMs: -301_000 }],
    ['five minutes and a second ahead', { aheadMs: 301_000 }],
    ['a dot in the id', { id: 'a.b' }],
  ])('%s', async (_, signed) => {
    expect(await send(headersFor(signed))).toBe(401);
    expect(receiver.deliveries).toEqual([]);
  });

  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('no %s', async (name) => {
    const headers = Object.entries(headersFor()).filter(([given]) => given !== name);
    expect(await send(Object.fromEntries(headers))).toBe(401);
  });

  test('a timestamp that is no number', async () => {
    expect(await send({ ...headersFor(), 'webhook-timestamp': 'now' })).toBe(401);
  });
});

test.each([-300_000, 300_000])('five minutes of difference are allowed: %i', async (aheadMs) => {
  expect(await send(headersFor({ aheadMs }))).toBe(204);
});

test('only JSON is taken, only by POST, and only in its place', async () => {
  const headers = headersFor({ text: 'x' });
  expect(await send(headers, 'x')).toBe(400);
  expect(await send({ ...headersFor(), 'content-type': 'text/plain' })).toBe(415);
  expect((await call(receiver, path)).status).toBe(405);
  expect((await call(receiver, '/', { method: 'POST', body })).status).toBe(404);
});

test('faults strike on demand', async () => {
  receiver.fail({ kind: 'status', status: 410 });
  expect(await send(headersFor())).toBe(410);
  expect(await send(headersFor())).toBe(204);
  expect(receiver.deliveries).toHaveLength(1);
});
