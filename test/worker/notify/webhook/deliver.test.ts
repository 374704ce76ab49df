import { Webhook } from 'standardwebhooks';
import { describe, expect, onTestFinished, test } from 'vitest';
import { MINUTE } from '../../../../shared/domain/instant.ts';
import type { DeliveryResult } from '../../../../worker/notify/channel.ts';
import { webhookTarget } from '../../../../worker/notify/webhook/schema.ts';
import { createClock } from '../../../emulator/clock.ts';
import type { Fault } from '../../../emulator/faults.ts';
import { startWebhookReceiver } from '../../../emulator/webhook-receiver/index.ts';
import type { WebhookReceiver } from '../../../emulator/webhook-receiver/index.ts';
import { run, tell } from '../../run-fixture.ts';

const otherSecret = `whsec_${Buffer.from('a secret of yesterday').toString('base64')}`;

async function startReceiver(ticking = false): Promise<WebhookReceiver> {
  const receiver = await startWebhookReceiver({ clock: createClock({ ticking }) });
  onTestFinished(() => receiver.close());
  return receiver;
}

function tellReceiver(
  receiver: WebhookReceiver,
  { secrets = [receiver.secret], ended = run() } = {},
): Promise<DeliveryResult> {
  const target = webhookTarget(receiver.hookUrl, 'SECRET');
  return tell(target, ended, { secrets: { SECRET: secrets }, now: receiver.clock.now() });
}

async function tellStruck(fault: Fault): Promise<DeliveryResult> {
  const receiver = await startReceiver();
  receiver.fail(fault);
  return tellReceiver(receiver);
}

describe('a receiver of webhooks', () => {
  test('is told the run, signed', async () => {
    const receiver = await startReceiver();
    expect(await tellReceiver(receiver)).toEqual({ kind: 'delivered' });
    expect(receiver.deliveries).toEqual([
      {
        id: 'run_ended_prod_00ff',
        sentAt: receiver.clock.now(),
        body: {
          type: 'run.ended',
          timestamp: '2026-01-15T12:00:00Z',
          data: {
            id: 'prod.00ff',
            service: 'prod',
            type: 'full',
            state: 'succeeded',
            requestedBy: [{ via: 'slack', team: 'T1', channel: 'C1', user: 'U1' }],
            acceptedAt: '2026-01-15T11:55:55Z',
            startedAt: '2026-01-15T11:56:00Z',
            finishedAt: '2026-01-15T12:00:00Z',
            backupId: 'b7',
          },
        },
      },
    ]);
  });

  test('that uses the library as it is finds the signature right', async () => {
    const receiver = await startReceiver(true);
    expect(await tellReceiver(receiver)).toEqual({ kind: 'delivered' });
    const [request] = receiver.requests;
    const sent = JSON.stringify(request?.body);
    const webhook = new Webhook(receiver.secret);
    expect(webhook.verify(sent, request?.headers ?? {})).toEqual(request?.body);
    expect(() => webhook.verify(sent.replace('prod', 'test'), request?.headers ?? {})).toThrow();
  });

  test('finds it right while the secret is rotated, whichever of them it knows', async () => {
    const receiver = await startReceiver();
    const orders = [
      [receiver.secret, otherSecret],
      [otherSecret, receiver.secret],
    ];
    for (const secrets of orders) {
      expect(await tellReceiver(receiver, { secrets })).toEqual({ kind: 'delivered' });
    }
    expect(await tellReceiver(receiver, { secrets: [otherSecret] })).toMatchObject({
      kind: 'passing',
    });
  });

  test('knows a repeat by its id, however late it comes, and finds it signed anew', async () => {
    const receiver = await startReceiver();
    receiver.fail({ kind: 'lost-answer' });
    expect(await tellReceiver(receiver)).toMatchObject({ kind: 'passing' });
    receiver.clock.advance(60 * MINUTE);
    expect(await tellReceiver(receiver)).toEqual({ kind: 'delivered' });
    const [first, second] = receiver.deliveries;
    expect(second).toEqual({ ...first, sentAt: (first?.sentAt ?? 0) + 60 * MINUTE });
    expect(receiver.events()).toHaveLength(1);
  });

  test('sees two runs as two events', async () => {
    const receiver = await startReceiver();
    await tellReceiver(receiver);
    await tellReceiver(receiver, { ended: run({ id: 'prod.00fe', state: 'failed' }) });
    expect(receiver.events()).toHaveLength(2);
  });

  test.each([[[]], [['whsec_']], [['not base64!']]])(
    'cannot be told as long as the secret is none: %j',
    async (secrets) => {
      const receiver = await startReceiver();
      const reason = 'SECRET holds no secret to sign with';
      const passing = { kind: 'passing', reason, retryAfterMs: null };
      expect(await tellReceiver(receiver, { secrets })).toEqual(passing);
      expect(receiver.requests).toEqual([]);
    },
  );
});

describe('its answer', () => {
  test.each([200, 201, 202, 204, 299])('HTTP %i: it is told', async (status) => {
    expect(await tellStruck({ kind: 'status', status, body: '' })).toEqual({ kind: 'delivered' });
  });

  test.each<Fault>([{ kind: 'html' }, { kind: 'cut-body' }])(
    'is not read beyond its status: %j',
    async (fault) => {
      expect(await tellStruck(fault)).toEqual({ kind: 'delivered' });
    },
  );

  test('HTTP 410 stands, and nothing else', async () => {
    const reason = 'The webhook answered HTTP 410';
    const gone = { kind: 'undeliverable', reason };
    expect(await tellStruck({ kind: 'status', status: 410 })).toEqual(gone);
  });

  test.each([400, 401, 403, 404, 405, 408, 409, 411, 413, 422, 425, 429, 451, 500, 502, 503, 599])(
    'HTTP %i passes',
    async (status) => {
      const reason = `The webhook answered HTTP ${status}`;
      const passing = { kind: 'passing', reason, retryAfterMs: null };
      expect(await tellStruck({ kind: 'status', status })).toEqual(passing);
    },
  );

  test('a lost one passes', async () => {
    expect(await tellStruck({ kind: 'refused-connection' })).toEqual({
      kind: 'passing',
      reason:
        'The webhook could not be reached: the connection dropped before the answer was complete',
      retryAfterMs: null,
    });
  });

  test.each([301, 302, 307, 308])('HTTP %i leads nowhere', async (status) => {
    const receiver = await startReceiver();
    const elsewhere = await startReceiver();
    receiver.fail({ kind: 'status', status, location: elsewhere.hookUrl });
    expect(await tellReceiver(receiver)).toMatchObject({ kind: 'passing' });
    expect(elsewhere.requests).toEqual([]);
  });
});
