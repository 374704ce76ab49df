import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutAtWord, quoteMarkdown, quotePlain, toOneLine } from '../../../shared/report/text.ts';
import { hostileText, UNSEEN } from './service-result-fixture.ts';

describe('one line', () => {
  test.each([
    ['Failed: disk full', 'Failed: disk full'],
    ['  a \t b\r\nc\n\n', 'a b c'],
    ['a\u2028b\u2029c\u0085d', 'a b c d'],
    ['\u001b[31mred\u001b[0m', '[31mred [0m'],
    ['safe\u202egnp.exe', 'safe gnp.exe'],
    ['\u0000\ufeff\u200b', ''],
    ['größer 日本 😀', 'größer 日本 😀'],
  ])('%j is told as %j', (text, line) => {
    expect(toOneLine(text)).toBe(line);
  });

  test('a text of exactly the greatest length is whole; a longer one says that it goes on', () => {
    expect(toOneLine('x'.repeat(200))).toBe('x'.repeat(200));
    expect(toOneLine('x'.repeat(201))).toBe(`${'x'.repeat(199)}…`);
    expect(toOneLine('abcdef', 5)).toBe('abcd…');
    expect(toOneLine('abc  def', 5)).toBe('abc…');
  });

  test('no text, however hostile, becomes longer, breaks the line or hides anything', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const line = toOneLine(text);
        expect(line.length).toBeLessThanOrEqual(200);
        expect(line).not.toMatch(UNSEEN);
        expect(line).not.toMatch(/^\s|\s$|\s\s/);
      }),
      { numRuns: 500 },
    );
  });

  test('a text is never cut in the middle of a character', () => {
    expect(toOneLine('😀'.repeat(101)).isWellFormed()).toBe(true);
    expect(toOneLine(`x${'😀'.repeat(101)}`).isWellFormed()).toBe(true);
  });

  test('what is one line already stays as it is', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const line = toOneLine(text);
        expect(toOneLine(line)).toBe(line);
      }),
    );
  });
});

describe('quoted for a log', () => {
  test('a text stands between quotation marks, its own turned into single ones', () => {
    expect(quotePlain('say "no"')).toBe(`"say 'no'"`);
    expect(quotePlain('')).toBe('""');
  });

  test.each(['full', '215', '5f0c:dbtgf28044362:pod-0', 'a.b/c_d'])(
    'a word or an id that can be nothing else needs none: %s',
    (word) => {
      expect(quotePlain(word)).toBe(word);
    },
  );

  test('a text without them is nothing but such a word', () => {
    fc.assert(
      fc.property(fc.oneof(hostileText, fc.string()), (text) => {
        const quoted = quotePlain(text);
        if (!quoted.startsWith('"')) expect(quoted).toMatch(/^[A-Za-z0-9][A-Za-z0-9._:/-]*$/);
        expect(quoted).not.toMatch(/^::/);
      }),
    );
  });

  test('what a runner obeys anywhere in a line is broken up', () => {
    expect(quotePlain('a ##[error]b')).toBe('"a ## [error]b"');
    expect(quotePlain('##[a]##[b]')).toBe('"## [a]## [b]"');
  });

  test('no text ends the quotation, starts a line or commands a runner', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const quoted = quotePlain(text);
        expect(quoted).toMatch(/^(?:"[^"]*"|[A-Za-z0-9][A-Za-z0-9._:/-]*)$/);
        expect(quoted).not.toContain('##[');
        expect(quoted).not.toMatch(UNSEEN);
        // Breaking up `##[` adds at most one sign in four.
        expect(quoted.length).toBeLessThanOrEqual(2 + 200 + 200 / 3);
      }),
      { numRuns: 500 },
    );
  });
});

describe('quoted for Markdown', () => {
  test('a text stands in a code span, in which nothing is alive', () => {
    expect(quoteMarkdown('<b>@you</b> [x](y)')).toBe('`<b>@you</b> [x](y)`');
  });

  test('an empty text says so, for an empty span is no span', () => {
    expect(quoteMarkdown('')).toBe('(empty)');
    expect(quoteMarkdown(' \n\u200b ')).toBe('(empty)');
  });

  test('no text ends the span early or breaks the line', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const quoted = quoteMarkdown(text);
        expect(quoted).toMatch(/^(?:`[^`]+`|\(empty\))$/);
        expect(quoted).not.toMatch(UNSEEN);
        expect(quoted.length).toBeLessThanOrEqual(202);
      }),
      { numRuns: 500 },
    );
  });
});

describe('cut at a word', () => {
  test.each([
    ['one two', 7, 'one two'],
    ['one two ', 7, 'one two'],
    ['one two3', 7, 'one tw…'],
    ['three two3', 9, 'three…'],
    ['one two three', 8, 'one two…'],
    ['one two three', 9, 'one two…'],
    ['one, two', 6, 'one,…'],
    ['a bcdefghij', 8, 'a bcdef…'],
    ['abcdefghij', 5, 'abcd…'],
    ['😀😀😀', 3, '😀😀😀'],
    ['😀😀😀😀', 3, '😀😀…'],
    ['one\ntwo', 7, 'one two'],
    ['', 3, ''],
  ])('%j in %d characters is %j', (text, most, cut) => {
    expect(cutAtWord(text, most)).toBe(cut);
  });

  test('no text is longer than it may be, or broken within a character', () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 2, max: 140 }), (text, most) => {
        const cut = cutAtWord(text, most);
        expect([...cut].length).toBeLessThanOrEqual(most);
        expect(cut).not.toMatch(UNSEEN);
        const whole = toOneLine(text, 4 * most);
        const start = cut.endsWith('…') && cut !== whole ? cut.slice(0, -1) : cut;
        expect(whole.startsWith(start)).toBe(true);
      }),
    );
  });
});
