import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../../shared/domain/instant.ts';
import type { Fault, FaultKind } from '../../../emulator/faults.ts';
import { DISCOVERY, KEY_LIST, startOidcIssuer } from '../../../emulator/oidc-issuer/index.ts';
import type { OidcIssuer } from '../../../emulator/oidc-issuer/index.ts';
import { openKeys } from './open-verifier.ts';
import type { OpenKeys } from './open-verifier.ts';

let issuer: OidcIssuer;
let open: OpenKeys;

beforeEach(async () => {
  issuer = await startOidcIssuer();
  open = openKeys(issuer);
});
afterEach(() => issuer.close());

const has = async (kid: string) => (await open.keys.find(kid)) !== null;
const asked = () => [issuer.counts.discovery, issuer.counts.keys];

describe('keys that are known', () => {
  test.each([
    ['just before they are 10 minutes old', 10 * MINUTE - 1, 1],
    ['when they are 10 minutes old', 10 * MINUTE, 2],
    ['just after', 10 * MINUTE + 1, 2],
    ['by a clock that was set back by 10 minutes', -10 * MINUTE, 2],
  ])('are used without asking, or read anew, %s', async (_, later, times) => {
    expect(await has('key-1')).toBe(true);
    issuer.clock.advance(later);
    expect(await has('key-1')).toBe(true);
    expect(asked()).toEqual([times, times]);
  });

  test('are gone once the issuer does not list them any more', async () => {
    await has('key-1');
    issuer.rotate({ keep: false });
    expect(await has('key-1')).toBe(true);
    issuer.clock.advance(10 * MINUTE);
    expect(await has('key-1')).toBe(false);
    expect(await has('key-2')).toBe(true);
  });

  test('are read once for all who ask at the same time', async () => {
    issuer.settings.latencyMs = 20;
    const found = await Promise.all(Array.from({ length: 20 }, () => has('key-1')));
    expect(found).toEqual(Array.from({ length: 20 }, () => true));
    expect(asked()).toEqual([1, 1]);
  });
});

describe('a key id that is not known', () => {
  test.each([
    ['just before 30 seconds have passed', 30 * SECOND - 1, false],
    ['when 30 seconds have passed', 30 * SECOND, true],
    ['just after', 30 * SECOND + 1, true],
  ])('is asked for %s since the last time: %i ms, %s', async (_, later, isAsked) => {
    await has('key-1');
    issuer.rotate();
    issuer.clock.advance(later);
    expect(await has('key-2')).toBe(isAsked);
    expect(asked()).toEqual(isAsked ? [2, 2] : [1, 1]);
  });

  test('makes one request only, however many are invented', async () => {
    await has('key-1');
    issuer.clock.advance(MINUTE);
    for (let i = 0; i < 20; i += 1) expect(await has(`invented-${i}`)).toBe(false);
    expect(asked()).toEqual([2, 2]);
  });

  test('does not make the known ones older', async () => {
    await has('key-1');
    issuer.clock.advance(9 * MINUTE);
    issuer.rotate();
    expect(await has('key-2')).toBe(true);
    issuer.clock.advance(9 * MINUTE);
    expect(await has('key-1')).toBe(true);
    expect(asked()).toEqual([2, 2]);
  });
});

const PAGE = '<html><body>Bad gateway</body></html>';

/** What may come instead of either document, and what the log says of it. */
const MISHAPS: readonly [string, FaultKind, string][] = [
  ['is down', { kind: 'refused-connection' }, 'the connection'],
  ['answers a page with 503', { kind: 'status', status: 503, body: PAGE }, 'HTTP 503'],
  ['answers a page with 200', { kind: 'html' }, 'an answer that is not JSON'],
  ['answers JSON that is cut', { kind: 'cut-json' }, 'an answer that is not JSON'],
  ['breaks off', { kind: 'cut-body' }, 'the connection'],
  [
    'redirects',
    { kind: 'status', status: 302, location: 'https://evil.example/', body: '' },
    'HTTP 302',
  ],
  [
    'answers without end',
    { kind: 'status', status: 200, body: JSON.stringify({ keys: 'x'.repeat(65 * 1024) }) },
    'an answer of more than 65536 bytes',
  ],
  ['answers a list', { kind: 'json', body: [] }, 'is not'],
  ['answers null', { kind: 'json', body: null }, 'is not'],
];

const LIST_MISHAPS: readonly [string, FaultKind, string][] = [
  ['lists no key', { kind: 'json', body: { keys: [] } }, 'the key list has no RSA key that signs'],
  ['lists nothing', { kind: 'json', body: {} }, 'the key list is not a list of keys'],
  ['lists an object', { kind: 'json', body: { keys: {} } }, 'the key list is not a list of keys'],
];

const either: readonly [string, Fault, string][] = [
  ...MISHAPS.flatMap(([what, kind, reason]) =>
    [DISCOVERY, KEY_LIST].map((path): [string, Fault, string] => [
      `${what} (${path.source})`,
      { ...kind, when: { path }, times: Infinity },
      reason,
    ]),
  ),
  ...LIST_MISHAPS.map(([what, kind, reason]): [string, Fault, string] => [
    what,
    { ...kind, when: { path: KEY_LIST }, times: Infinity },
    reason,
  ]),
];

describe('while the issuer', () => {
  test.each(either)('%s, the keys that are known are kept', async (_, fault, reason) => {
    await has('key-1');
    issuer.fail(fault);
    for (const later of [10 * MINUTE, 60 * MINUTE, 24 * 60 * MINUTE]) {
      issuer.clock.advance(later);
      expect(await has('key-1')).toBe(true);
    }
    expect(open.logged).toHaveLength(3);
    expect(open.logged[0]).toEqual({
      event: 'issuer-keys-unread',
      reason: expect.stringContaining(reason),
      kept: 1,
    });
    issuer.clearFaults();
    issuer.rotate({ keep: false });
    issuer.clock.advance(30 * SECOND);
    expect(await has('key-2')).toBe(true);
    expect(await has('key-1')).toBe(false);
  });

  test.each(either)('%s, nobody is let in who was not known before', async (_, fault, reason) => {
    issuer.fail(fault);
    expect(await has('key-1')).toBe(false);
    expect(open.logged).toMatchObject([{ reason: expect.stringContaining(reason), kept: 0 }]);
  });

  test('is down, it is asked every 30 seconds', async () => {
    await has('key-1');
    issuer.fail({ kind: 'refused-connection', times: Infinity });
    issuer.clock.advance(10 * MINUTE);
    const asksAfter = async (later: number) => {
      issuer.clock.advance(later);
      expect(await has('key-1')).toBe(true);
      return issuer.counts.discovery;
    };
    expect([await asksAfter(0), await asksAfter(30 * SECOND - 1), await asksAfter(1)]).toEqual([
      2, 2, 3,
    ]);
  });

  test('was down at the first try, the next one does not have to wait', async () => {
    issuer.fail({ kind: 'refused-connection' });
    expect(await has('key-1')).toBe(false);
    expect(await has('key-1')).toBe(true);
  });

  test.each([DISCOVERY, KEY_LIST])('is slow, nobody waits without end (%s)', async (path) => {
    // Far more than a read takes on a busy machine.
    open = openKeys(issuer, SECOND);
    await has('key-1');
    issuer.fail({ kind: 'hang', when: { path } });
    issuer.clock.advance(10 * MINUTE);
    expect(await has('key-1')).toBe(true);
    expect(open.logged).toMatchObject([{ reason: 'no answer within 1 s', kept: 1 }]);
  });
});

describe('a discovery document', () => {
  const OTHER = 'the discovery document is of another issuer';
  const NO_URL = 'jwks_uri is not a URL';
  const ELSEWHERE = "the key list is not on the issuer's own host";

  test.each<[(url: string) => Record<string, unknown>, string]>([
    [(url) => ({ issuer: `${url}/` }), OTHER],
    [() => ({ issuer: 'https://token.actions.githubusercontent.com' }), OTHER],
    [(url) => ({ issuer: [url] }), OTHER],
    [() => ({ issuer: undefined }), OTHER],
    [() => ({ jwks_uri: 'https://evil.example/.well-known/jwks' }), ELSEWHERE],
    [(url) => ({ jwks_uri: url.replace('http', 'https') }), ELSEWHERE],
    [(url) => ({ jwks_uri: url.replace('//', '//evil.example#@') }), ELSEWHERE],
    [() => ({ jwks_uri: '/.well-known/jwks' }), NO_URL],
    [() => ({ jwks_uri: undefined }), NO_URL],
    [() => ({ jwks_uri: 7 }), NO_URL],
    [() => ({ jwks_uri: { toString: false } }), NO_URL],
  ])('with other entries is not believed: %s', async (changed, reason) => {
    issuer.settings.discovery = changed(issuer.url);
    expect(await has('key-1')).toBe(false);
    expect(open.logged).toEqual([{ event: 'issuer-keys-unread', reason, kept: 0 }]);
    expect(issuer.counts.keys).toBe(0);
  });
});

test('of the list only RSA keys are taken that sign and have an id', async () => {
  const [key] = issuer.keys;
  const jwk = { ...key?.publicKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' };
  const { publicKey: short } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const strange = [
    null,
    'key',
    { ...jwk },
    { ...jwk, kid: 7 },
    { ...jwk, kid: 'encrypts', use: 'enc' },
    { ...jwk, kid: 'other-alg', alg: 'PS256' },
    { ...jwk, kid: 'no-numbers', n: undefined },
    { ...jwk, kid: 'bad-numbers', n: '!', e: '!' },
    { ...jwk, kid: 'short', n: short.export({ format: 'jwk' }).n },
    { kty: 'oct', k: 'c2VjcmV0', kid: 'secret', alg: 'HS256' },
    { kty: 'EC', crv: 'P-256', x: 'a', y: 'b', kid: 'curve', alg: 'ES256' },
  ];
  issuer.settings.extraKeys = strange.map(Object);
  expect(await has('key-1')).toBe(true);
  for (const kid of [
    'encrypts',
    'other-alg',
    'no-numbers',
    'bad-numbers',
    'short',
    'secret',
    'curve',
  ]) {
    expect(await has(kid), kid).toBe(false);
  }
  expect(await has('undefined')).toBe(false);
});
