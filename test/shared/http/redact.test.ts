import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { removeSecrets, removeUrls } from '../../../shared/http/redact.ts';

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
