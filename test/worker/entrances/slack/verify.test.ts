import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../../../shared/domain/instant.ts';
import { SLACK_EXAMPLE } from '../../../vectors/signatures.ts';
import { NOW, openApp, SECRETS, SLACK_SECRET } from '../../open-app.ts';
import { altered, slackForm, slackPost, without } from '../../signed-requests.ts';
import { byteChanges, characterChanges, oddTimestamps } from '../forgeries.ts';

const SIGNATURE = 'x-slack-signature';
const TIMESTAMP = 'x-slack-request-timestamp';
const body = slackForm('prod');
const good = slackPost(body);

const EXAMPLE_HEADERS = {
  [SIGNATURE]: SLACK_EXAMPLE.signature,
  [TIMESTAMP]: SLACK_EXAMPLE.timestamp,
};

function openForExample() {
  return openApp({
    secrets: { ...SECRETS, SLACK_SIGNING_SECRET: SLACK_EXAMPLE.secret },
    now: () => Number(SLACK_EXAMPLE.timestamp) * 1000,
  });
}

describe("Slack's own example", () => {
  test('is taken', async () => {
    const post = altered(good, { body: SLACK_EXAMPLE.body, headers: EXAMPLE_HEADERS });
    expect((await openForExample().app.request(...post)).status).toBe(200);
  });

  test('with any byte of its body changed is refused', async () => {
    const { app } = openForExample();
    await fc.assert(
      fc.asyncProperty(byteChanges(SLACK_EXAMPLE.body), async (changed) => {
        const post = altered(good, { body: changed, headers: EXAMPLE_HEADERS });
        expect((await app.request(...post)).status).toBe(401);
      }),
    );
  });

  test.each([SIGNATURE, TIMESTAMP] as const)(
    'with any character of %s changed is refused',
    async (name) => {
      const { app } = openForExample();
      await fc.assert(
        fc.asyncProperty(characterChanges(EXAMPLE_HEADERS[name]), async (changed) => {
          const headers = { ...EXAMPLE_HEADERS, [name]: changed };
          const post = altered(good, { body: SLACK_EXAMPLE.body, headers });
          expect((await app.request(...post)).status).toBe(401);
        }),
      );
    },
  );
});

describe('the age of a signature', () => {
  test.each([
    ['one that was made this moment', 0, 200],
    ['one from just less than 5 minutes ago', -5 * MINUTE + 1, 200],
    ['one from 5 minutes ago', -5 * MINUTE, 200],
    ['one from more than 5 minutes ago', -5 * MINUTE - 1, 401],
    ['one from just less than 5 minutes ahead', 5 * MINUTE - 1, 200],
    ['one from 5 minutes ahead', 5 * MINUTE, 200],
    ['one from more than 5 minutes ahead', 5 * MINUTE + 1, 401],
  ])('%s: %i ms from now, HTTP %i', async (_, offset, status) => {
    const { app, accepted } = openApp({ now: () => NOW - offset });
    expect((await app.request(...good)).status).toBe(status);
    expect(accepted).toHaveLength(status === 200 ? 1 : 0);
  });

  test.each(oddTimestamps(NOW / 1000))('%s is no time, even if it is signed', async (timestamp) => {
    const { app, logged } = openApp();
    expect((await app.request(...slackPost(body, { timestamp }))).status).toBe(401);
    expect(logged).toEqual([
      { event: 'refused', entrance: 'slack', reason: 'the timestamp is not a number of seconds' },
    ]);
  });
});

describe('secrets', () => {
  test('while one is rotated both are taken, and no third one', async () => {
    const { app } = openApp({
      secrets: { ...SECRETS, SLACK_SIGNING_SECRET: 'the-old-one  the-new-one' },
    });
    const statusOf = async (secret: string) =>
      (await app.request(...slackPost(body, { secret }))).status;
    expect(await statusOf('the-old-one')).toBe(200);
    expect(await statusOf('the-new-one')).toBe(200);
    expect(await statusOf(SLACK_SECRET)).toBe(401);
    expect(await statusOf('the-old-one  the-new-one')).toBe(401);
  });

  test("another entrance's secret does not open this one", async () => {
    const { app } = openApp();
    const secret = SECRETS.GITHUB_WEBHOOK_SECRET;
    expect((await app.request(...slackPost(body, { secret }))).status).toBe(401);
  });
});

describe('a refusal', () => {
  const wrong = `v0=${'0'.repeat(64)}`;
  const cases: [string, typeof good, string][] = [
    ['no signature', without(SIGNATURE, good), 'the signature is not of the form v0=…'],
    ['no timestamp', without(TIMESTAMP, good), 'the timestamp is not a number of seconds'],
    [
      'a signature of another',
      altered(good, { headers: { [SIGNATURE]: wrong } }),
      'the signature matches no known secret',
    ],
    [
      'an upper-case signature',
      altered(good, { headers: { [SIGNATURE]: good[1].headers[SIGNATURE]?.toUpperCase() ?? '' } }),
      'the signature is not of the form v0=…',
    ],
    ['an old one', slackPost(body, { timestamp: '1531420618' }), 'the timestamp is too old'],
    [
      'one from the future',
      slackPost(body, { timestamp: '4102444800' }),
      'the timestamp is in the future',
    ],
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
      expect(logged).toEqual([{ event: 'refused', entrance: 'slack', reason }]);
      expect(accepted).toEqual([]);
      // Whose signature is wrong is counted, by the address.
      expect(callers).toEqual(['address:unknown']);
    },
  );
});
