import { describe, expect, test } from 'vitest';
import { explainLoss, HttpError } from '../../../shared/http/http-error.ts';

function withCode(code: unknown, cause?: unknown): Error {
  return Object.assign(new Error('GET https://api.skysql.com/?key=secret failed', { cause }), {
    code,
  });
}

describe('a loss in words', () => {
  test.each([
    ['ECONNREFUSED', 'the connection was refused'],
    ['ECONNRESET', 'the connection dropped before the answer was complete'],
    ['UND_ERR_SOCKET', 'the connection dropped before the answer was complete'],
    ['ENOTFOUND', 'the host name was not found'],
    ['EAI_AGAIN', 'the host name could not be resolved'],
    ['ETIMEDOUT', 'the connection timed out'],
    ['UND_ERR_CONNECT_TIMEOUT', 'the connection timed out'],
    ['CERT_HAS_EXPIRED', 'the connection failed (CERT_HAS_EXPIRED)'],
  ])('says of %s: %s', (code, words) => {
    expect(explainLoss(withCode(code))).toBe(words);
  });

  test('is found however deep the code lies', () => {
    const deep = new TypeError('fetch failed', {
      cause: new Error('x', { cause: withCode('ENOTFOUND') }),
    });
    expect(explainLoss(deep)).toBe('the host name was not found');
  });

  test.each([
    [withCode(7)],
    [new Error('https://secret')],
    ['https://secret'],
    [null],
    [undefined],
  ])('says no more than that it failed where no code is given: %j', (error) => {
    expect(explainLoss(error)).toBe('the connection failed');
  });
});

test('an HTTP error says its status, or why no answer came', () => {
  const refused = { kind: 'status', status: 503, body: 'x', retryAfterMs: null } as const;
  expect(new HttpError(refused).message).toBe('HTTP 503');
  expect(new HttpError({ kind: 'lost', reason: 'gone' }).message).toBe('gone');
});
