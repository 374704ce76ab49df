import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callWith } from './call-emulator.ts';
import { startPagerDuty } from './pagerduty/index.ts';
import type { PagerDutyEmulator } from './pagerduty/index.ts';

const call = callWith({});
const path = '/v2/enqueue';
let emulator: PagerDutyEmulator;

beforeEach(async () => {
  emulator = await startPagerDuty();
});
afterEach(() => emulator.close());

const payload = { summary: 'It is bad', source: 'prod', severity: 'critical' };

function trigger(over: object = {}) {
  const { routingKey } = emulator;
  return { routing_key: routingKey, event_action: 'trigger', dedup_key: 'k1', payload, ...over };
}

const send = (body: unknown) => call(emulator, path, { method: 'POST', body });

describe('an event', () => {
  test('opens an alert, and is accepted', async () => {
    expect(await send(trigger())).toMatchObject({
      status: 202,
      json: { status: 'success', message: 'Event processed', dedup_key: 'k1' },
    });
    expect(emulator.alerts).toEqual([{ key: 'k1', isOpen: true, payload, triggers: 1 }]);
  });

  test('by the same key goes to the open alert, and after it was resolved to another', async () => {
    await send(trigger());
    await send(trigger({ payload: { ...payload, severity: 'warning' } }));
    await send(trigger({ event_action: 'resolve', payload: undefined }));
    await send(trigger());
    expect(emulator.alerts).toMatchObject([
      { isOpen: false, triggers: 2, payload: { severity: 'warning' } },
      { isOpen: true, triggers: 1 },
    ]);
  });

  test('that resolves what is not open is dropped', async () => {
    const { routingKey: routing_key } = emulator;
    const resolve = { routing_key, event_action: 'resolve', dedup_key: 'k9' };
    expect((await send(resolve)).status).toBe(202);
    expect(emulator.alerts).toEqual([]);
  });

  test.each([
    ['a summary of 1,024 characters', { payload: { ...payload, summary: 'x'.repeat(1024) } }],
    ['a key of 255', { dedup_key: 'x'.repeat(255) }],
    [
      'details and a link',
      {
        links: [{ href: 'https://example.com' }],
        payload: { ...payload, custom_details: { a: [1] } },
      },
    ],
    ['a time', { payload: { ...payload, timestamp: '2026-01-15T12:00:00Z' } }],
  ])('may have %s', async (_, over) => {
    expect((await send(trigger(over))).status).toBe(202);
  });

  test.each([
    ['a summary of 1,025 characters', { payload: { ...payload, summary: 'x'.repeat(1025) } }],
    ['no summary', { payload: { source: 'prod', severity: 'critical' } }],
    ['an empty summary', { payload: { ...payload, summary: '' } }],
    ['no source', { payload: { summary: 'x', severity: 'critical' } }],
    ['a severity of its own', { payload: { ...payload, severity: 'fatal' } }],
    ['a time that is none', { payload: { ...payload, timestamp: 'now' } }],
    ['details that are no object', { payload: { ...payload, custom_details: 'x' } }],
    ['no payload', { payload: undefined }],
    ['no key', { dedup_key: undefined }],
    ['a key of 256', { dedup_key: 'x'.repeat(256) }],
    ['a routing key of 31', { routing_key: 'x'.repeat(31) }],
    ['a routing key that is not known', { routing_key: 'x'.repeat(32) }],
    ['no action', { event_action: undefined }],
    ['an action of its own', { event_action: 'close' }],
    ['a field that is not known', { severity: 'critical' }],
  ])('may not have %s', async (_, over) => {
    expect(await send(trigger(over))).toMatchObject({
      status: 400,
      json: { status: 'invalid event', errors: [expect.any(String)] },
    });
    expect(emulator.alerts).toEqual([]);
  });
});

test('only JSON is taken, only by POST, only in its place, and up to 512 kB', async () => {
  const headers = { 'content-type': 'text/plain' };
  expect((await call(emulator, path, { method: 'POST', body: '{}', headers })).status).toBe(415);
  expect((await call(emulator, path)).status).toBe(405);
  expect((await call(emulator, '/', { method: 'POST', body: trigger() })).status).toBe(404);
  const custom_details = { a: 'x'.repeat(512 * 1024) };
  expect((await send(trigger({ payload: { ...payload, custom_details } }))).status).toBe(413);
  expect((await send('{')).status).toBe(400);
});

test('faults strike on demand', async () => {
  emulator.fail({ kind: 'status', status: 429, retryAfter: '60' });
  const limited = await send(trigger());
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '60']);
  expect((await send(trigger())).status).toBe(202);
  expect(emulator.alerts).toHaveLength(1);
});
