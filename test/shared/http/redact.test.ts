import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactBody, removeSecrets, removeUrls } from '../../../shared/http/redact.ts';

const redact = (text: string, secrets: readonly string[]) =>
  removeUrls(removeSecrets(text, secrets));

const KEY = 'skysql.1zzz.test-key';
const key = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._$-]{7,40}$/);

describe('text from elsewhere', () => {
  test.each([
    ['the key skysql.1zzz.test-key is not valid', 'the key *** is not valid'],
    [`${KEY}${KEY}`, '******'],
    [`"${KEY}"`, '"***"'],
    ['see https://api.skysql.com/v1?x=1#y for more', 'see https://… for more'],
    ['HTTP://USER:PASSWORD@HOST/PATH', 'HTTP://…'],
    ['<a href="http://x/y">z</a>', '<a href="http://…">z</a>'],
    ['a http://x b https://y', 'a http://… b https://…'],
    [`https://x/?key=${KEY}`, 'https://…'],
    ['nothing to hide: 100% done, $1', 'nothing to hide: 100% done, $1'],
    ['', ''],
  ])('%j is shown as %j', (text, shown) => {
    expect(redact(text, [KEY])).toBe(shown);
  });

  test('loses every secret there is', () => {
    expect(redact('id ID-123 of SECRET', ['ID-123', 'SECRET'])).toBe('id *** of ***');
  });

  test('is not torn apart by a secret that is empty, or too short to be one', () => {
    expect(redact('as it was', ['', 'it', KEY])).toBe('as it was');
    expect(redact('as five5 was', ['five5'])).toBe('as five5 was');
    expect(redact('as sixsix was', ['sixsix'])).toBe('as *** was');
  });

  test('never shows the key, wherever it stands', () => {
    fc.assert(
      fc.property(fc.string(), key, fc.string(), (before, secret, after) => {
        expect(redact(before + secret + after, [secret])).not.toContain(secret);
      }),
    );
  });

  test('never shows where a URL leads', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (url) => {
        const shown = redact(`before ${url} after`, [KEY]);
        expect(shown).toMatch(/^before https?:\/\/….* after$/);
        expect(shown).not.toContain(new URL(url).hostname);
      }),
    );
  });
});

const hexOf = (character: string, width = 2) =>
  character.charCodeAt(0).toString(16).padStart(width, '0');

/** Ways to spell a character that readers of JSON, URLs and HTML take for the same. */
const SPELLINGS: readonly ((character: string) => string)[] = [
  (character) => character,
  (character) => `\\u${hexOf(character, 4)}`,
  (character) => `\\u${hexOf(character, 4).toUpperCase()}`,
  (character) => `\\${character === 'u' ? 'u0075' : character}`,
  (character) => `%${hexOf(character)}`,
  (character) => `%25${hexOf(character).toUpperCase()}`,
  (character) => `&#${character.charCodeAt(0)};`,
  (character) => `&#x${hexOf(character)};`,
];

const hostileKey = fc.stringMatching(/^[A-Za-z0-9+/=._~:$-]{8,40}$/);
const base64 = (text: string) => Buffer.from(text).toString('base64');
const base64url = (text: string) => Buffer.from(text).toString('base64url');

describe('a secret that is spelled in another way', () => {
  test('is removed whichever of its characters are escaped, and however', () => {
    const spelled = hostileKey.chain((secret) =>
      fc.tuple(
        fc.constant(secret),
        fc
          .tuple(...[...secret].map((each) => fc.constantFrom(...SPELLINGS).map((as) => as(each))))
          .map((parts) => parts.join('')),
      ),
    );
    fc.assert(
      fc.property(spelled, ([secret, text]) => {
        expect(removeSecrets(`<${text}>`, [secret])).toBe('<***>');
      }),
    );
  });

  test.each([
    ['base64', base64],
    ['base64 for URLs', base64url],
    ['base64 in a URL', (text: string) => encodeURIComponent(base64(text))],
    ['hexadecimal', (text: string) => Buffer.from(text).toString('hex')],
    ['hexadecimal capitals', (text: string) => Buffer.from(text).toString('hex').toUpperCase()],
    ['a URL', encodeURIComponent],
  ])('is removed from %s, wherever it stands', (_, encode) => {
    const around = fc.stringMatching(/^[A-Za-z0-9:]{0,9}$/);
    fc.assert(
      fc.property(around, hostileKey, around, (before, secret, after) => {
        const shown = removeSecrets(encode(before + secret + after), [secret]);
        expect(shown).toContain('***');
        // Less than the letters that belong to the text before and after, and one at each end.
        expect(shown.length).toBeLessThanOrEqual(encode(before).length + encode(after).length + 9);
      }),
    );
  });

  test.each([
    '{"a":{"b":["skysql.1zzz\\u002etest\\u002Dkey"]}}',
    '{"skysql.1zzz.test\\u002dkey":1}',
    '{"a":"{\\"b\\":\\"skysql.1zzz\\\\u002etest-key\\"}"}',
    `["${base64(`user:${KEY}`)}"]`,
  ])('is removed from what an answer says: %s', (text) => {
    const redacted = redactBody(text, [KEY]);
    expect(JSON.stringify(JSON.parse(redacted))).toContain('***');
    expect(decodeURIComponent(redacted)).not.toContain(KEY);
  });

  test('leaves an answer that does not hold it as it is, to the letter', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(redactBody(` ${text}`, ['a-secret-that-is-not-there'])).toBe(` ${text}`);
      }),
    );
  });

  test('leaves JSON as JSON where it is a number', () => {
    expect(redactBody('{"id":12345678,"size":12}', ['12345678'])).toBe('{"id":"***","size":12}');
  });

  test('is removed however deep it stands, and nothing is too deep', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}"${KEY}"${']'.repeat(depth)}`;
    for (const depth of [0, 99, 100, 101, 5000]) {
      expect(redactBody(nested(depth), [KEY])).not.toContain(KEY);
    }
  });
});

describe('hostile text takes no longer than its length', () => {
  const secret = 'skysql.1zzz.te+st/key=Ab';

  test.each([
    ['backslashes', '\\'.repeat(2_000_000)],
    ['percent signs', '%25'.repeat(1_000_000)],
    ['zeros in an entity', `&#x${'0'.repeat(1_000_000)}`],
    ['echoes of the key', 'te\\u002bst '.repeat(100_000)],
    ['escaped keys', 'skysql.1zzz.te\\u002bst/key=Ab '.repeat(50_000)],
  ])('%s', (_, text) => {
    // Well within the time of a test where it is linear, and hours where it is not.
    expect(removeSecrets(text, [secret])).not.toContain(secret);
  });

  test.each([
    'skysql.1zzz.te&plus;st&sol;key&equals;Ab',
    'skysql&period;1zzz.te+st/key=Ab',
    'skysql.1zzz.te\\x2bst/key=Ab',
    `${btoa(`key: ${secret}`).slice(0, 20)}\n${btoa(`key: ${secret}`).slice(20)}`,
  ])('and the key is removed from %j', (text) => {
    const rest = removeSecrets(text, [secret]);
    expect(rest).toContain('***');
    expect(rest).not.toContain('st/key');
    expect(rest).not.toContain('1zzz.te');
  });
});
