import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOUR, SECOND } from '../../../../shared/domain/instant.ts';
import { startOidcIssuer } from '../../../emulator/oidc-issuer/index.ts';
import type { OidcIssuer } from '../../../emulator/oidc-issuer/index.ts';
import { characterChanges } from '../forgeries.ts';
import { AUDIENCE, openVerifier } from './open-verifier.ts';
import type { Verifier } from './open-verifier.ts';

let issuer: OidcIssuer;
let verifier: Verifier;

beforeAll(async () => {
  issuer = await startOidcIssuer();
  verifier = openVerifier(issuer);
});
afterAll(() => issuer.close());

const good = () => issuer.mint(issuer.claimsOf({ aud: AUDIENCE }));
const refused = (reason: string) => ({ ok: false, problem: expect.stringContaining(reason) });
/** Seconds since 1970. */
const now = () => issuer.clock.now() / SECOND;

describe("a job's token", () => {
  test('says who asks', async () => {
    expect(await verifier.verifyClaims({ environment: 'production', jti: 'one' })).toEqual({
      ok: true,
      value: {
        repository: 'acme/shop',
        repositoryId: '123456',
        repositoryOwnerId: '7890',
        environment: 'production',
        ref: 'refs/heads/main',
        eventName: 'push',
        jobWorkflowRef: 'acme/shop/.github/workflows/deploy.yml@refs/heads/main',
        runId: '9876543210',
        runAttempt: '1',
        actor: 'octocat',
        jti: 'one',
        expiresAt: issuer.clock.now() + 300 * SECOND,
      },
    });
  });

  test('may lack an environment, a called workflow and an attempt, and may have an empty ref', async () => {
    const over = { job_workflow_ref: undefined, run_attempt: undefined, ref: '' };
    expect(await verifier.verifyClaims(over)).toMatchObject({
      ok: true,
      value: { environment: null, jobWorkflowRef: null, runAttempt: null, ref: '' },
    });
    expect(await verifier.verifyClaims({ environment: '' })).toMatchObject({
      value: { environment: null },
    });
  });

  test('may be without the claims that nothing is decided by', async () => {
    const over = { sub: undefined, repository_owner: undefined, run_number: undefined };
    expect(await verifier.verifyClaims(over)).toMatchObject({ ok: true });
  });
});

const REQUIRED = [
  'repository',
  'repository_id',
  'repository_owner_id',
  'ref',
  'event_name',
  'run_id',
  'actor',
  'jti',
];
const OPTIONAL = ['environment', 'job_workflow_ref', 'run_attempt'];
const IDS = ['repository_id', 'repository_owner_id', 'run_id'];

describe('a claim', () => {
  test.each(REQUIRED)('that is missing is named: %s', async (name) => {
    expect(await verifier.verifyClaims({ [name]: undefined })).toEqual({
      ok: false,
      problem: `claims that are not as GitHub writes them: ${name}`,
    });
  });

  test.each([...REQUIRED, ...OPTIONAL])('of another type is refused: %s', async (name) => {
    for (const value of [7, true, null, ['123456'], { value: '123456' }]) {
      expect(await verifier.verifyClaims({ [name]: value })).toMatchObject(refused(name));
    }
  });

  test.each(REQUIRED.filter((name) => name !== 'ref'))(
    'that is empty is refused: %s',
    async (name) => {
      expect(await verifier.verifyClaims({ [name]: '' })).toMatchObject(refused(name));
    },
  );

  test.each(['event_name', 'actor', 'jti', 'ref', ...OPTIONAL])(
    'has 1,024 characters at most: %s',
    async (name) => {
      expect(await verifier.verifyClaims({ [name]: 'x'.repeat(1024) })).toMatchObject({ ok: true });
      expect(await verifier.verifyClaims({ [name]: 'x'.repeat(1025) })).toMatchObject(
        refused(name),
      );
    },
  );

  test.each(IDS)('that is an id has digits only: %s', async (name) => {
    for (const value of ['12a', ' 12', '12\n', '-1', '1.0', '1e3', '٣', '1'.repeat(21)]) {
      expect(await verifier.verifyClaims({ [name]: value })).toMatchObject(refused(name));
    }
  });

  test.each(['shop', 'acme/', '/shop', 'acme/shop/x'])('repository cannot be %s', async (name) => {
    expect(await verifier.verifyClaims({ repository: name })).toMatchObject(refused('repository'));
  });

  test('is not inherited', async () => {
    const json = JSON.stringify(issuer.claimsOf({ aud: AUDIENCE, actor: undefined }));
    const token = issuer.mint(json.replace('{', '{"__proto__":{"actor":"octocat"},'));
    expect(await verifier.verify(token)).toMatchObject(refused('actor'));
  });
});

describe('the issuer and the audience', () => {
  test.each<[string, () => unknown]>([
    ['missing', () => undefined],
    ['another', () => 'https://token.actions.githubusercontent.com'],
    ['with a slash at the end', () => `${issuer.url}/`],
    ['in another case', () => issuer.url.toUpperCase()],
    ['an enterprise of it', () => `${issuer.url}/acme`],
    ['a list of it', () => [issuer.url]],
  ])('iss %s is refused', async (_, iss) => {
    expect(await verifier.verifyClaims({ iss: iss() })).toMatchObject(refused('"iss" claim'));
  });

  test.each<[string, unknown]>([
    ['missing', undefined],
    ['of its own by default', 'https://github.com/acme'],
    ['with a slash at the end', `${AUDIENCE}/`],
    ['in another case', AUDIENCE.toUpperCase()],
    ['a list of others', ['https://other.example']],
    ['a list of ours alone', [AUDIENCE]],
    ['a list of ours and another', [AUDIENCE, 'https://other.example']],
    ['a list in a list', [[AUDIENCE]]],
    ['an object', { aud: AUDIENCE }],
    ['empty', ''],
    ['null', null],
  ])('aud %s is refused', async (_, aud) => {
    expect(await verifier.verifyClaims({ aud })).toMatchObject(refused('aud'));
  });
});

describe('the times', () => {
  test.each(['exp', 'nbf', 'iat'])('%s is required, and a number', async (name) => {
    for (const value of [undefined, null, '1768478400', true, [now()]]) {
      expect(await verifier.verifyClaims({ [name]: value })).toMatchObject(refused(name));
    }
  });

  test.each([
    ['exp', -29, true],
    ['exp', -30, false],
    ['exp', -31, false],
    ['nbf', 29, true],
    ['nbf', 30, true],
    ['nbf', 31, false],
    ['iat', 29, true],
    ['iat', 30, true],
    ['iat', 31, false],
  ])('%s %i seconds from now: %s', async (name, seconds, isTaken) => {
    const at = now();
    const over = { iat: at - 60, [name]: at + seconds };
    expect((await verifier.verifyClaims(over)).ok).toBe(isTaken);
  });

  test.each([
    [3599, true],
    [3600, true],
    [3601, false],
    [86_400, false],
  ])('a token for %i seconds: %s', async (seconds, isTaken) => {
    expect((await verifier.verifyClaims({ exp: now() + seconds })).ok).toBe(isTaken);
  });

  test.each(['1e999', '-1e999'])('are not without end: %s', async (endless) => {
    for (const name of ['exp', 'iat']) {
      const json = JSON.stringify(issuer.claimsOf({ aud: AUDIENCE, [name]: 'HERE' }));
      const token = issuer.mint(json.replace('"HERE"', endless));
      expect(await verifier.verify(token)).toMatchObject(refused(name));
    }
  });

  test('end while the Worker looks on', async () => {
    const token = good();
    const statusAfter = async (seconds: number) => {
      issuer.clock.advance(seconds * SECOND);
      return (await verifier.verify(token)).ok;
    };
    expect([await statusAfter(329), await statusAfter(1), await statusAfter(HOUR)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('a signature', () => {
  const UNKNOWN = 'the issuer lists no such key';

  test.each([
    ['none', { alg: 'none' as const }, 'not allowed'],
    ['none, in another case', { alg: 'none' as const, header: { alg: 'NoNe' } }, 'not allowed'],
    ['HS256 with the key as a PEM', { alg: 'HS256' as const }, 'not allowed'],
    [
      'HS256 with the key as a JWK',
      { alg: 'HS256' as const, secret: 'public-jwk' as const },
      'not allowed',
    ],
    ['RS512', { alg: 'RS512' as const }, 'not allowed'],
    ['RS384', { alg: 'RS384' as const }, 'not allowed'],
    ['PS256', { alg: 'PS256' as const }, 'not allowed'],
    ['PS256 that says RS256', { alg: 'PS256' as const, header: { alg: 'RS256' } }, 'signature'],
    ['HS256 that says RS256', { alg: 'HS256' as const, header: { alg: 'RS256' } }, 'signature'],
    ['none that says RS256', { alg: 'none' as const, header: { alg: 'RS256' } }, 'signature'],
    ['another key under the same id', { key: 'foreign' as const }, 'signature'],
    ['no algorithm', { header: { alg: undefined } }, 'alg'],
    ['a list of algorithms', { header: { alg: ['RS256'] } }, 'alg'],
    ['no key id', { header: { kid: undefined } }, 'kid is not a text'],
    ['a key id that is unknown', { header: { kid: 'key-9' } }, UNKNOWN],
    ['a key id that is no text', { header: { kid: ['key-1'] } }, 'kid is not a text'],
    ['an inherited key id', { header: { kid: 'constructor' } }, UNKNOWN],
  ])('by %s is refused', async (_, options, reason) => {
    expect(await verifier.verifyClaims({}, options)).toMatchObject(refused(reason));
  });

  test('by a key that the token itself brings is refused', async () => {
    const foreign = { kty: 'RSA', ...issuer.keys[0]?.publicKey.export({ format: 'jwk' }) };
    for (const header of [
      { jwk: foreign },
      { jku: `${issuer.url}/.well-known/jwks` },
      { x5u: `${issuer.url}/cert.pem` },
      { x5c: ['MIIB'] },
    ]) {
      const before = issuer.requests.length;
      expect(await verifier.verifyClaims({}, { key: 'foreign', header })).toMatchObject(
        refused('signature'),
      );
      expect(await verifier.verifyClaims({}, { header })).toMatchObject({ ok: true });
      expect(issuer.requests.slice(before)).toEqual([]);
    }
  });

  test.each<[unknown, boolean]>([
    ['JWT', true],
    ['jwt', true],
    ['application/jwt', true],
    ['at+jwt', false],
    ['', false],
    // The header may leave it out.
    [undefined, true],
    [7, false],
    [['JWT'], false],
  ])('over typ %j: %s', async (typ, isTaken) => {
    expect((await verifier.verifyClaims({}, { header: { typ } })).ok).toBe(isTaken);
  });

  test.each<object>([
    { crit: ['exp'] },
    { crit: ['x'], x: 1 },
    { crit: [] },
    { crit: ['b64'], b64: false },
    { b64: false, crit: 'b64' },
  ])('with something critical is refused: %j', async (header) => {
    const options = { header: { ...header } };
    expect(await verifier.verifyClaims({}, options)).toMatchObject({ ok: false });
  });

  test('is taken from the new key and the old one while keys are rotated', async () => {
    const [old] = issuer.keys;
    issuer.rotate();
    issuer.clock.advance(HOUR);
    expect(await verifier.verifyClaims({})).toMatchObject({ ok: true });
    expect(old && (await verifier.verifyClaims({}, { key: old }))).toMatchObject({ ok: true });
    issuer.rotate({ keep: false });
    issuer.clock.advance(HOUR);
    expect(await verifier.verifyClaims({})).toMatchObject({ ok: true });
    expect(old && (await verifier.verifyClaims({}, { key: old }))).toMatchObject(refused(UNKNOWN));
  });
});

describe('a text that is no token', () => {
  test.each<[string, (token: string) => string]>([
    ['nothing', () => ''],
    ['a word', () => 'token'],
    ['two parts', (token) => token.split('.').slice(0, 2).join('.')],
    ['five parts', (token) => `${token}.a.b`],
    ['a part too many', (token) => `${token}.`],
    ['a scheme before it', (token) => `Bearer ${token}`],
    ['a line break after it', (token) => `${token}\n`],
    ['a blank within it', (token) => token.replace('.', ' .')],
    ['padding', (token) => `${token}==`],
    ['base64 of the other alphabet', (token) => token.replace('.', '+.')],
    ['JSON of a signature', (token) => JSON.stringify({ payload: token })],
    ['too many characters', (token) => token.replace('.', `${'A'.repeat(16 * 1024)}.`)],
  ])('is refused: %s', async (_, spoilt) => {
    expect(await verifier.verify(spoilt(good()))).toMatchObject(refused('the token is'));
  });

  test.each([
    [16 * 1024, true],
    [16 * 1024 + 1, false],
  ])('has %i characters at most: %s', async (length, isTaken) => {
    const token = tokenOf(length);
    expect(token).toHaveLength(length);
    expect((await verifier.verify(token)).ok).toBe(isTaken);
  });

  test.each(['[]', 'null', '"text"', '7', '{', '', '\u0000'])(
    'holds no claims, signed all the same: %j',
    async (payload) => {
      expect(await verifier.verify(issuer.mint(payload))).toMatchObject({ ok: false });
    },
  );
});

test('with any character changed, added or taken away a token is refused', async () => {
  await fc.assert(
    fc.asyncProperty(characterChanges(good()), async (changed) => {
      expect(await verifier.verify(changed)).toMatchObject({ ok: false });
    }),
    { numRuns: 500 },
  );
});

test('with any other last character a token is refused, also where its bits do not count', async () => {
  const token = good();
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  for (const last of alphabet.replace(token.at(-1) ?? '', '')) {
    expect(await verifier.verify(`${token.slice(0, -1)}${last}`)).toMatchObject({ ok: false });
  }
});

/** A good token of exactly so many characters, where padding the claims or the header gives one. */
function tokenOf(length: number): string {
  const claims = issuer.claimsOf({ aud: AUDIENCE });
  for (const x of ['', 'x', 'xx']) {
    const mint = (y: string) => issuer.mint({ ...claims, y }, { header: { x } });
    const padding = Math.floor(((length - mint('').length) * 3) / 4);
    for (const more of [-2, -1, 0, 1, 2]) {
      const token = mint('y'.repeat(padding + more));
      if (token.length === length) return token;
    }
  }
  return '';
}

describe('whatever JSON stands in a token', () => {
  const text = fc.constantFrom('iss', 'aud', ...REQUIRED, ...OPTIONAL);
  const time = fc.constantFrom('exp', 'nbf', 'iat');
  const notText = fc.jsonValue().filter((value) => typeof value !== 'string');
  const notNumber = fc.jsonValue().filter((value) => typeof value !== 'number');

  test('a claim of another type than GitHub writes is refused', async () => {
    const spoilt = fc.oneof(
      fc.dictionary(text, notText, { minKeys: 1 }),
      fc.dictionary(time, notNumber, { minKeys: 1 }),
    );
    await fc.assert(
      fc.asyncProperty(spoilt, async (over) => {
        expect(await verifier.verifyClaims(over)).toMatchObject({ ok: false });
      }),
    );
  });

  test('there is an answer, and never an error', async () => {
    const claims = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fc.oneof(text, time), fc.jsonValue()).map((over) => issuer.claimsOf(over)),
    );
    await fc.assert(
      fc.asyncProperty(claims, fc.jsonValue(), async (payload, typ) => {
        const token = issuer.mint(JSON.stringify(payload), { header: { x: typ } });
        expect(await verifier.verify(token)).toMatchObject({ ok: false });
      }),
    );
  });

  test('there is one for any text too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (given) => {
        expect(await verifier.verify(given)).toMatchObject({ ok: false });
      }),
    );
  });
});

test('what the log is told holds no part of a token', async () => {
  const cases = [
    good().slice(0, -8),
    `${good()}x`,
    issuer.mint(issuer.claimsOf({ aud: 'https://secret.example' })),
    issuer.mint(issuer.claimsOf({ aud: AUDIENCE, actor: 7, iss: 'https://secret.example' })),
    issuer.mint(issuer.claimsOf({ aud: AUDIENCE }), { key: 'foreign' }),
  ];
  for (const token of cases) {
    const { ok, ...rest } = await verifier.verify(token);
    expect(ok).toBe(false);
    const said = JSON.stringify(rest);
    expect(said).not.toContain('secret.example');
    for (const part of token.split('.')) expect(said).not.toContain(part.slice(0, 12));
  }
});
