import { NO_CONTENTS } from '../../../worker/status/board-reader.ts';
import { describe, expect, test } from 'vitest';
import { openApp } from '../open-app.ts';
import { STATUS_TOKEN } from './board-fixture.ts';
import { openStatus } from './open-status.ts';

const PATHS = [
  '',
  '/service/prod',
  '/status.json',
  '/badge/prod.svg',
  '/badge/prod.json',
  '/metrics',
];
const NOT_FOUND = { error: { code: 'not-found', message: 'Not found.' } };

const bearer = (authorization: string) => ({ headers: { authorization } });

describe('the status page', () => {
  test.each(PATHS)('opens to whoever has the token: %j', async (path) => {
    const answer = await openStatus().get(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('x-robots-tag')).toBe('noindex');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test.each(PATHS)('is kept by no cache, but for badges for a minute: %j', async (path) => {
    const caching = path.startsWith('/badge/') ? 'max-age=60' : 'private, no-store';
    expect((await openStatus().get(path)).headers.get('cache-control')).toBe(caching);
  });

  test('opens to each value of the token while it is rotated', async () => {
    const tokens = ['the-old-token', 'the-new-token'];
    const { app } = openStatus([], { statusTokens: tokens });
    for (const token of tokens) expect((await app.request(`/status/${token}`)).status).toBe(200);
    expect((await app.request('/status/the-old-token%20the-new-token')).status).toBe(404);
  });

  test('opens with a token of any characters, and its links keep them', async () => {
    const token = 'a/b?c#d%e"<ü>';
    const { app } = openStatus([], { statusTokens: [token] });
    const answer = await app.request(`/status/${encodeURIComponent(token)}`);
    expect(answer.status).toBe(200);
    const html = await answer.text();
    expect(html).not.toContain(token);
    const [, link = ''] = /href="([^"]+\/service\/prod)"/.exec(html) ?? [];
    expect((await app.request(link)).status).toBe(200);
  });

  test('is answered to HEAD as to GET, and to no other method', async () => {
    const { app } = openStatus();
    const path = `/status/${STATUS_TOKEN}`;
    const head = await app.request(path, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const post = await app.request(path, { method: 'POST' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  test.each(PATHS)('does not exist without a STATUS_TOKEN: %j', async (path) => {
    const { app, callers } = openApp({ statusTokens: [] });
    for (const guess of ['undefined', 'null', STATUS_TOKEN]) {
      const answer = await app.request(`/status/${guess}${path}`);
      expect([answer.status, await answer.json()]).toEqual([404, NOT_FOUND]);
    }
    expect((await app.request('/metrics', bearer('Bearer undefined'))).status).toBe(404);
    expect(callers).toEqual([]);
  });
});

const WRONG = [
  'x',
  STATUS_TOKEN.slice(1),
  `${STATUS_TOKEN}x`,
  STATUS_TOKEN.toUpperCase(),
  '%00',
  '%',
];

describe('a wrong token', () => {
  test.each(WRONG)('is answered as any route that is not there: %s', async (token) => {
    const { app } = openStatus();
    const nowhere = await app.request('/nowhere');
    for (const path of PATHS) {
      const answer = await app.request(`/status/${token}${path}`);
      expect([answer.status, await answer.json()]).toEqual([404, NOT_FOUND]);
      expect([...answer.headers]).toEqual([...nowhere.headers]);
    }
  });

  test('is counted by the address, and beyond the limit told to wait', async () => {
    const { app, callers } = openStatus();
    const from = { headers: { 'cf-connecting-ip': '192.0.2.1' } };
    await app.request('/status/wrong', from);
    expect(callers).toEqual(['address:192.0.2.1']);
    const limited = openStatus([], { mayCall: async () => false });
    const answer = await limited.app.request('/status/wrong', from);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '60']);
  });

  test('costs no look at the board', async () => {
    const readBoard = () => Promise.reject(new Error('asked'));
    expect((await openStatus([], { readBoard }).app.request('/status/wrong')).status).toBe(404);
  });

  test('is in the log as an event, and stands in no line of it', async () => {
    const { app, logged } = openStatus();
    await app.request('/status/wrong-token-1/metrics');
    await app.request('/metrics', bearer('Bearer wrong-token-2'));
    const event = { event: 'refused', entrance: 'status', reason: 'wrong token' };
    expect(logged).toEqual([event, event]);
  });
});

describe('the right token', () => {
  test('is never limited, and not counted', async () => {
    const { get, callers } = openStatus([], { mayCall: async () => false });
    for (const path of PATHS) expect((await get(path)).status).toBe(200);
    expect(callers).toEqual([]);
  });

  test('is not in the log when something breaks', async () => {
    const readBoard = () => Promise.reject(new RangeError('broken'));
    const { get, logged } = openStatus([], { readBoard });
    for (const path of PATHS) expect((await get(path)).status).toBe(500);
    expect(logged).toHaveLength(PATHS.length);
    expect(JSON.stringify(logged)).not.toContain(STATUS_TOKEN);
    expect(logged).toContainEqual({
      event: 'internal-error',
      name: 'RangeError',
      route: '/status/:token/status.json',
    });
  });
});

describe('the board', () => {
  test('is read once for a view, with the changes of a service only for its own page', async () => {
    const asked: (string | undefined)[] = [];
    const readBoard = async (withChangesOf?: string) => {
      asked.push(withChangesOf);
      return NO_CONTENTS;
    };
    const { get } = openStatus([], { readBoard });
    for (const path of PATHS) await get(path);
    expect(asked).toEqual(PATHS.map((path) => (path === '/service/prod' ? 'prod' : undefined)));
  });
});

describe('GET /metrics', () => {
  test('is answered to a bearer of the token, as below the page', async () => {
    const { app, text } = openStatus();
    const answer = await app.request('/metrics', bearer(`Bearer ${STATUS_TOKEN}`));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(await text('/metrics'));
  });

  test.each(['', 'Bearer ', 'Bearer x', STATUS_TOKEN, `Basic ${STATUS_TOKEN}`])(
    'is refused to others, counted by their address: %j',
    async (authorization) => {
      const { app, callers } = openStatus();
      const answer = await app.request('/metrics', bearer(authorization));
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
      expect(await answer.json()).toEqual({
        error: {
          code: 'unauthorized',
          message: 'Send "authorization: Bearer" with a value of STATUS_TOKEN.',
        },
      });
      expect(callers).toEqual(['address:unknown']);
    },
  );

  test('tells whoever guesses too often to wait', async () => {
    const { app } = openStatus([], { mayCall: async () => false });
    expect((await app.request('/metrics')).status).toBe(429);
  });
});

describe('a service that is not configured', () => {
  test.each([
    '/service/nobody',
    '/badge/nobody.svg',
    '/badge/nobody.json',
    '/badge/prod.png',
    '/badge/prod',
  ])('is not found: %s', async (path) => {
    const answer = await openStatus().get(path);
    expect([answer.status, await answer.json()]).toEqual([404, NOT_FOUND]);
  });
});
