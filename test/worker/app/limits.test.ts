import { describe, expect, test } from 'vitest';
import { release } from '../entrances/github/payloads.ts';
import { openApp } from '../open-app.ts';
import {
  altered,
  githubPost,
  type Post,
  slackForm,
  slackPost,
  webhookPost,
} from '../signed-requests.ts';

const ORDER = { service: 'prod' };

/** A release with 57 assets is 90 kB; a deployment brings its pull requests whole. */
const [KIB_64, MIB_1] = [64 * 1024, 1024 * 1024];

/**
 * A good request for each entrance: its content type, how long it
 * may be, and its body filled up to a length.
 */
const ENTRANCES: readonly (readonly [string, string, number, (length: number) => Post])[] = [
  [
    'Slack',
    'application/x-www-form-urlencoded',
    KIB_64,
    (length) => slackPost(slackForm('help', { zen: '' }).padEnd(length, 'x')),
  ],
  [
    'GitHub',
    'application/json',
    MIB_1,
    (length) => githubPost('ping', '{"zen":""}'.padEnd(length)),
  ],
  [
    'the webhook',
    'application/json',
    KIB_64,
    (length) => webhookPost('{"service":"prod"}'.padEnd(length)),
  ],
];

/** A body that never ends, and how many bytes of it were taken. */
function endlessBody() {
  const chunk = new Uint8Array(1024).fill(0x20);
  const taken = { bytes: 0 };
  const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    taken.bytes += chunk.byteLength;
    controller.enqueue(chunk);
  };
  return { taken, stream: new ReadableStream({ pull }, { highWaterMark: 0 }) };
}

describe.each(ENTRANCES)('%s', (_, contentType, limit, postOf) => {
  const small = postOf(0);

  const statusOf = async (post: Post) => {
    const { app, accepted } = openApp();
    const { status } = await app.request(...post);
    if (status >= 300) expect(accepted).toEqual([]);
    return status;
  };

  test('takes a body up to its limit, and none that is longer', async () => {
    expect(await statusOf(postOf(limit - 1))).toBeLessThan(300);
    expect(await statusOf(postOf(limit))).toBeLessThan(300);
    expect(await statusOf(postOf(limit + 1))).toBe(413);
  });

  test('refuses a body by its announced length, before any of it is read', async () => {
    const { taken, stream } = endlessBody();
    const headers = { ...small[1].headers, 'content-length': String(limit + 1) };
    const request = { method: 'POST', headers, body: stream, duplex: 'half' } as const;
    const answer = await openApp().app.request(small[0], request);
    expect(answer.status).toBe(413);
    expect(taken.bytes).toBe(0);
    expect(await answer.json()).toEqual({
      error: { code: 'too-large', message: `The body may have at most ${limit / 1024} KiB.` },
    });
  });

  test('refuses a body of unknown length as soon as it has grown too long', async () => {
    const { taken, stream } = endlessBody();
    const { headers } = small[1];
    const request = { method: 'POST', headers, body: stream, duplex: 'half' } as const;
    expect((await openApp().app.request(small[0], request)).status).toBe(413);
    expect(taken.bytes).toBeLessThanOrEqual(limit + 2048);
  });

  test.each([contentType, `${contentType}; charset=utf-8`, contentType.toUpperCase()])(
    'takes %s',
    async (type) => {
      const post = altered(small, { headers: { 'content-type': type } });
      expect(await statusOf(post)).toBeLessThan(300);
    },
  );

  test.each([
    '',
    'text/plain',
    'multipart/form-data',
    `${contentType}x`,
    `text/plain; ${contentType}`,
  ])('refuses the content type "%s", whether or not it is signed', async (type) => {
    const { app } = openApp();
    const post = altered(small, { headers: { 'content-type': type } });
    const answer = await app.request(...post);
    expect(answer.status).toBe(415);
    expect(await answer.json()).toEqual({
      error: { code: 'wrong-content-type', message: `The content type must be ${contentType}.` },
    });
  });
});

describe('a rate limiter that is out of order', () => {
  test.each([slackPost(slackForm('prod'))])('stops no request: %s', async (...post) => {
    const mayCall = () => Promise.reject(new Error('the limiter is gone'));
    const { app, accepted, logged } = openApp({ mayCall });
    expect((await app.request(...post)).status).toBeLessThan(300);
    expect(accepted).toHaveLength(1);
    expect(logged).toContainEqual({ event: 'rate-limiter-failed', name: 'Error' });
  });
});

describe('callers whose signature is wrong', () => {
  const posts: readonly Post[] = [
    slackPost(slackForm('prod'), { secret: 'another-secret' }),
    githubPost('release', release(), { secret: 'another-secret' }),
    webhookPost(ORDER, { secret: 'whsec_b2xkLW9sZC1vbGQtb2xk' }),
  ];
  const from = (post: Post, address: string) =>
    altered(post, { headers: { 'cf-connecting-ip': address } });

  test.each(posts)('are limited by their address: %s', async (...post) => {
    const { app, callers } = openApp();
    expect((await app.request(...from(post, '192.0.2.1'))).status).toBe(401);
    expect(callers).toEqual(['address:192.0.2.1']);
  });

  test.each(posts)('beyond it are told to wait, and the log has them: %s', async (...post) => {
    const { app, logged } = openApp({ mayCall: async () => false });
    const answer = await app.request(...post);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '60']);
    expect(await answer.json()).toMatchObject({ error: { code: 'too-many-requests' } });
    expect(logged).toMatchObject([{ event: 'refused' }]);
  });
});
