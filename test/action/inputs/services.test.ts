import { array, assert, constantFrom, property, stringMatching, uniqueArray } from 'fast-check';
import { expect, test } from 'vitest';
import { inputsOf } from '../step.ts';
import { complaint, problemsOf, wrongInputs } from './problems.ts';

const services = (text: string) => inputsOf({ service: text }).services;

test.each([
  ['one', ['one']],
  ['one,two', ['one', 'two']],
  ['one\ntwo', ['one', 'two']],
  ['one\r\ntwo\r\n', ['one', 'two']],
  [' one , two ,\n\n three\n', ['one', 'two', 'three']],
])('%j are the services in that order', (text, list) => {
  expect(services(text)).toEqual(list);
});

test('any ids come through any mixture of separators', () => {
  const ids = uniqueArray(stringMatching(/^[A-Za-z0-9_-]{3,64}$/), { minLength: 1, maxLength: 30 });
  const separators = array(constantFrom(',', '\n', ', ', '\r\n', ',\n'), {
    minLength: 30,
    maxLength: 30,
  });
  assert(
    property(ids, separators, (list, between) => {
      const text = list.map((id, index) => `${id}${between[index] ?? ','}`).join('');
      expect(services(text)).toEqual(list);
    }),
  );
});

test.each(['', ',', '\n', ' , \n '])('a list of nothing (%j) is an error', (text) => {
  expect(wrongInputs({ service: text })).toEqual(['service']);
  expect(complaint({ service: text })).toContain('service ids');
});

test.each(['one,one', 'one,two,one', 'one\n one'])('a service twice (%j) is an error', (text) => {
  expect(problemsOf({ service: text })).toMatchObject([{ input: 'service', value: 'one' }]);
  expect(complaint({ service: text })).toContain('once');
});

test.each([
  ['ab', false],
  ['abc', true],
  ['a'.repeat(64), true],
  ['a'.repeat(65), false],
])('the length of an id is bounded: %s', (id, allowed) => {
  expect(wrongInputs({ service: id })).toEqual(allowed ? [] : ['service']);
});

test.each(['a b c', '../etc', 'a/b', 'a?b=c', 'a%2Fb', 'a#b', 'äöü', '<b>', 'one;two', 'a​bc'])(
  'the id %j is refused before anything is asked, and shown',
  (id) => {
    expect(problemsOf({ service: `good1,${id}` })).toMatchObject([{ input: 'service', value: id }]);
    expect(complaint({ service: id })).toContain('dbtgf28044362');
  },
);
