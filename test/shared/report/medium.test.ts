import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { explain } from '../../../shared/report/word-findings.ts';
import { distinguishNames, labelService } from '../../../shared/report/label.ts';
import { MARKDOWN, MARKED, PLAIN, renderMarked } from '../../../shared/report/medium.ts';
import { EVERY_VARIANT } from '../domain/every-finding-fixture.ts';
import { hostileText, IN_LOG } from './service-result-fixture.ts';

test('in plain text a literal has quotes where it would run into the words around it', () => {
  expect(PLAIN.code('max-age')).toBe('max-age');
  expect(PLAIN.code('service')).toBe('"service"');
  expect(PLAIN.code('/backup prod')).toBe('"/backup prod"');
  expect(PLAIN.code('schedule: "0 2 * * *"')).toBe('schedule: "0 2 * * *"');
});

test.each(EVERY_VARIANT.map((finding) => [finding.code, finding] as const))(
  'the fact of %s, written for a medium that is chosen later, reads as if written for it',
  (_, finding) => {
    const marked = explain(finding, { ...IN_LOG, medium: MARKED });
    for (const medium of [PLAIN, MARKDOWN]) {
      expect(renderMarked(marked, medium)).toBe(explain(finding, { ...IN_LOG, medium }));
    }
  },
);

test('text from outside cannot end its mark, and our own words are escaped apart from it', () => {
  fc.assert(
    fc.property(hostileText, hostileText, (text, other) => {
      const marked = `a*${MARKED.quote(text)}*b*${MARKED.code(other)}*c`;
      const rendered = renderMarked(marked, {
        quote: () => '<quoted>',
        code: () => '<code>',
        prose: (words) => words.replaceAll('*', '\\*'),
      });
      expect(rendered).toBe('a\\*<quoted>\\*b\\*<code>\\*c');
    }),
  );
});

test('a service is called by its name, or by its id where it has none', () => {
  expect(labelService({ service: 'dbtgf28044362' })).toBe('dbtgf28044362');
  expect(labelService({ service: 'dbtgf28044362', name: 'prod' })).toBe('prod');
  expect(labelService({ service: '12/345', name: 'a `b`' }, MARKDOWN)).toBe("`a 'b'`");
});

test('services with the same name, or with that of an id, are told apart by their ids', () => {
  const names = new Map([
    ['1', 'shop'],
    ['2', 'shop'],
    ['3', 'blog'],
    ['4', '5'],
    ['6', '6'],
  ]);
  expect([...distinguishNames(['1', '2', '3', '4', '5', '6'], names)]).toEqual([
    ['1', 'shop (1)'],
    ['2', 'shop (2)'],
    ['3', 'blog'],
    ['4', '5 (4)'],
    ['6', '6'],
  ]);
});
