import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../../../shared/domain/instant.ts';
import { STANDARD_WEBHOOKS_EXAMPLE } from '../../../vectors/signatures.ts';
import { NOW, openApp, SECRETS, WEBHOOK_SECRET } from '../../open-app.ts';
import { altered, webhookPost, without } from '../../signed-requests.ts';
import { byteChanges, characterChanges, oddTimestamps } from '../forgeries.ts';

const SIGNATURE = 'webhook-signature';
const order = { service: 'prod' };
const good = webhookPost(order);
const rightSignature = good[1].headers[SIGNATURE] ?? '';

const EXAMPLE_HEADERS = {
  'webhook-id': STANDARD_WEBHOOKS_EXAMPLE.id,
  'webhook-timestamp': STANDARD_WEBHOOKS_EXAMPLE.timestamp,
  'webhook-signature': STANDARD_WEBHOOKS_EXAMPLE.signature,
};

function openForExample() {
  return openApp({
    secrets: { ...SECRETS, WEBHOOK_SECRET: STANDARD_WEBHOOKS_EXAMPLE.secret },
    now: () => Number(STANDARD_WEBHOOKS_EXAMPLE.timestamp) * 1000,
  });
}

describe("Standard Webhooks' own example", () => {
  test('is taken for genuine: what it holds is no order, and that is all there is to say', async () => {
    const { body } = STANDARD_WEBHOOKS_EXAMPLE;
    const post = altered(good, { body, headers: EXAMPLE_HEADERS });
    expect((await openForExample().app.request(...post)).status).toBe(400);
  });

  test('with any byte of its body changed is refused', async () => {
    const { app } = openForExample();
    await fc.assert(
      fc.asyncProperty(byteChanges(STANDARD_WEBHOOKS_EXAMPLE.body), async (body) => {
        const post = altered(good, { body, headers: EXAMPLE_HEADERS });
        expect((await app.request(...post)).status).toBe(401);
      }),
    );
  });

  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const)(
    'with any character of %s changed is refused',
    async (name) => {
      const { app } = openForExample();
      const { body } = STANDARD_WEBHOOKS_EXAMPLE;
      await fc.assert(
        fc.asyncProperty(characterChanges(EXAMPLE_HEADERS[name]), async (changed) => {
          const headers = { ...EXAMPLE_HEADERS, [name]: changed };
          const post = altered(good, { body, headers });
          expect((await app.request(...post)).status).toBe(401);
        }),
      );
    },
  );
});

describe('the age of a signature', () => {
  test.each([
    [-5 * MINUTE - 1, 401],
    [-5 * MINUTE, 202],
    [-5 * MINUTE + 1, 202],
    [5 * MINUTE - 1, 202],
    [5 * MINUTE, 202],
    [5 * MINUTE + 1, 401],
  ])('made %i ms from now: HTTP %i', async (offset, status) => {
    const { app, accepted } = openApp({ now: () => NOW - offset });
    expect((await app.request(...good)).status).toBe(status);
    expect(accepted).toHaveLength(status === 202 ? 1 : 0);
  });

  test.each(oddTimestamps(NOW / 1000))('%s is no time, even if it is signed', async (timestamp) => {
    const { app } = openApp();
    expect((await app.request(...webhookPost(order, { timestamp }))).status).toBe(401);
  });
});

describe('an id with dots', () => {
  const seconds = String(NOW / 1000);

  test.each(['msg.1', '.', 'a.b.c', `msg_1.${seconds}`])(
    'is refused, even if it is signed: %s',
    async (id) => {
      const { app, accepted } = openApp();
      expect((await app.request(...webhookPost(order, { id }))).status).toBe(401);
      expect(accepted).toEqual([]);
    },
  );

  test('cannot give the signed text of one message another frame', async () => {
    const { app, accepted } = openApp();
    const timestamp = String(NOW / 1000 + 1);
    // Signed as id `msg_1` at `seconds`, with a body that begins with a later time.
    const body = `${timestamp}.{"service":"prod"}`;
    const genuine = webhookPost(body, { timestamp: seconds });
    const headers = { 'webhook-id': `msg_1.${seconds}`, 'webhook-timestamp': timestamp };
    const reframed = altered(genuine, { body: '{"service":"prod"}', headers });
    expect((await app.request(...reframed)).status).toBe(401);
    expect(accepted).toEqual([]);
  });
});

describe('signatures', () => {
  const statusWith = async (signature: string) => {
    const post = altered(good, { headers: { [SIGNATURE]: signature } });
    return (await openApp().app.request(...post)).status;
  };

  test('one of several may be the right one, as a sender sends while it rotates its secret', async () => {
    const other = `v1,${'A'.repeat(43)}=`;
    expect(await statusWith(`${other} ${rightSignature}`)).toBe(202);
    expect(await statusWith(`v1a,abc ${rightSignature} ${other}`)).toBe(202);
    expect(await statusWith(`${other} ${other}`)).toBe(401);
  });

  test.each([
    [7, 202],
    [8, 401],
  ])('after %i that are not right, one that is: HTTP %i', async (others, status) => {
    const wrong = `v1,${'A'.repeat(43)}= `.repeat(others);
    expect(await statusWith(`${wrong}${rightSignature}`)).toBe(status);
  });

  test('of another version count for nothing', async () => {
    expect(await statusWith(rightSignature.replace('v1,', 'v2,'))).toBe(401);
    expect(await statusWith(rightSignature.replace('v1,', ''))).toBe(401);
  });

  test('while our secret is rotated both are taken, and no third one', async () => {
    const [oldOne, newOne] = ['whsec_b2xkLW9sZC1vbGQtb2xk', 'whsec_bmV3LW5ldy1uZXctbmV3'];
    const { app } = openApp({ secrets: { ...SECRETS, WEBHOOK_SECRET: `${oldOne}\n${newOne}` } });
    const statusOf = async (secret: string) =>
      (await app.request(...webhookPost(order, { secret }))).status;
    expect(await statusOf(oldOne)).toBe(202);
    expect(await statusOf(newOne)).toBe(202);
    expect(await statusOf(WEBHOOK_SECRET)).toBe(401);
  });
});

describe('a refusal', () => {
  const cases: [string, typeof good, string][] = [
    ['no id', without('webhook-id', good), 'the id is missing, malformed or has a dot'],
    [
      'an endless id',
      webhookPost(order, { id: 'x'.repeat(257) }),
      'the id is missing, malformed or has a dot',
    ],
    [
      'no timestamp',
      without('webhook-timestamp', good),
      'the timestamp is not a number of seconds',
    ],
    ['no signature', without(SIGNATURE, good), 'no signature matches a known secret'],
    [
      'a body that is not UTF-8',
      altered(good, { body: Uint8Array.of(0x7b, 0xff, 0x7d) }),
      'no signature matches a known secret',
    ],
    ['an old one', webhookPost(order, { timestamp: '1614265330' }), 'the timestamp is too old'],
  ];

  test.each(cases)(
    'of %s says the same as any other; the log says why',
    async (_, post, reason) => {
      const { app, accepted, logged, callers } = openApp();
      const answer = await app.request(...post);
      expect(answer.status).toBe(401);
      expect(await answer.json()).toEqual({
        error: {
          code: 'unauthorized',
          message: 'The signature, its time or its headers are invalid.',
        },
      });
      expect(logged).toEqual([{ event: 'refused', entrance: 'webhook', reason }]);
      expect(accepted).toEqual([]);
      // Whose signature is wrong is counted, by the address.
      expect(callers).toEqual(['address:unknown']);
    },
  );
});
