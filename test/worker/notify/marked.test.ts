import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MARKED } from '../../../shared/report/medium.ts';
import { fitLines, fitMarked, type MarkedMedium, partsOf } from '../../../worker/notify/marked.ts';
import { UNSEEN } from '../../shared/report/service-result-fixture.ts';
import { hostile } from '../hostile-change.ts';

/** Every sign is escaped, as it would be in Markdown, and a quotation stands in angle brackets. */
const MEDIUM: MarkedMedium = {
  quote: (text) => `<${text}>`,
  code: (text) => `[${text}]`,
  prose: (words) => words.replace(/[*]/g, String.raw`\$&`),
};

const fit = (text: string, max: number) => fitMarked(text, MEDIUM, { max });
const quoted = (text: string) => `It says ${MARKED.quote(text)}.`;

describe('a text in the room that there is', () => {
  test.each([
    [20, 'It says <no space>.'],
    [19, 'It says <no space>.'],
    [18, 'It says <no spac>…'],
    [12, 'It says <n>…'],
    [11, 'It says …'],
    [9, 'It says …'],
    [8, 'It says…'],
    [1, '…'],
  ])('of %i', (max, shown) => {
    expect(fit(quoted('no space'), max)).toBe(shown);
  });

  test('no escape is cut', () => {
    expect([6, 5, 4, 3, 2, 1].map((max) => fit('a**b', max))).toEqual([
      'a\\*\\*b',
      'a\\*…',
      'a\\*…',
      'a…',
      'a…',
      '…',
    ]);
  });

  test('no surrogate pair is cut', () => {
    expect([8, 7, 6, 5, 4].map((max) => fit(MARKED.quote('😀😀😀'), max))).toEqual([
      '<😀😀😀>',
      '<😀😀>…',
      '<😀>…',
      '<😀>…',
      '…',
    ]);
  });

  test('is measured as the receiver counts', () => {
    const lengthOf = (text: string) => Buffer.byteLength(text);
    expect(fitMarked('ééé', MEDIUM, { max: 6, lengthOf })).toBe('ééé');
    expect(fitMarked('éééé', MEDIUM, { max: 7, lengthOf })).toBe('éé…');
  });

  test('never needs more, and is whole characters', () => {
    const text = fc
      .array(fc.oneof(hostile, hostile.map(MARKED.quote), hostile.map(MARKED.code)), {
        maxLength: 6,
      })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 300 }), (given, max) => {
        const shown = fit(given, max);
        expect(shown.length).toBeLessThanOrEqual(max);
        expect(shown.isWellFormed()).toBe(true);
        expect(shown).not.toMatch(UNSEEN);
      }),
      { numRuns: 500 },
    );
  });
});

describe('its parts', () => {
  test('are told apart, in order', () => {
    expect(partsOf(`Take ${MARKED.code('/backup')} of ${MARKED.quote('a*b')}`)).toEqual([
      { kind: 'prose', text: 'Take ' },
      { kind: 'code', text: '/backup' },
      { kind: 'prose', text: ' of ' },
      { kind: 'quote', text: 'a*b' },
    ]);
  });

  test.each(['\ue000odd', 'odd\ue001', '\ue002odd\ue001', '\ud83d odd'])(
    'of a damaged text have no mark and no half character: %j',
    (text) => {
      for (const part of partsOf(text)) expect(part.text).not.toMatch(UNSEEN);
    },
  );
});

describe('lines in the room that there is', () => {
  const lines = (max: number, each = 100) =>
    fitLines(['one', 'two', 'three'], MEDIUM, { max, each });

  test.each([
    [13, 'one\ntwo\nthree'],
    [12, 'and 3 more'],
  ])('of %i', (max, shown) => {
    expect(lines(max)).toBe(shown);
  });

  test('that are left out are counted', () => {
    const many = Array.from({ length: 10 }, (_, index) => `line ${index}`);
    expect(fitLines(many, MEDIUM, { max: 30, each: 100 })).toBe('line 0\nline 1\nand 8 more');
    expect(fitLines(many, MEDIUM, { max: 10, each: 100 })).toBe('and 10 more');
  });

  test('are each cut to their own room', () => {
    expect(lines(100, 3)).toBe('one\ntwo\nth…');
  });

  test('never need more', () => {
    fc.assert(
      fc.property(fc.array(hostile), fc.integer({ min: 15, max: 500 }), (given, max) => {
        expect(fitLines(given, MEDIUM, { max, each: 200 }).length).toBeLessThanOrEqual(max);
      }),
    );
  });
});
