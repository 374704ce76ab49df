import { assert, property, stringMatching } from 'fast-check';
import { expect, test } from 'vitest';
import { readInputs } from '../../../action/inputs/index.ts';
import { KEY, SERVICE } from '../step.ts';
import { complaint, wrongInputs } from './problems.ts';

/** A runner that notes the order in which it is asked for inputs and told secrets. */
function listen(apiKey: string) {
  const heard: string[] = [];
  const runner = {
    getInput: (name: string) => {
      heard.push(`input ${name}`);
      // The toolkit trims what a workflow gives.
      return ({ 'api-key': apiKey, service: SERVICE }[name] ?? '').trim();
    },
    setSecret: (secret: string) => {
      heard.push(`mask ${secret}`);
    },
  };
  return { runner, heard };
}

test('the key is masked before any other input is even read', () => {
  const { runner, heard } = listen(KEY);
  readInputs(runner);
  const others = heard.findIndex((line) => line.startsWith('input ') && line !== 'input api-key');
  expect(heard.slice(0, others)).toContain(`mask ${KEY}`);
});

test('of ID:SECRET the secret is masked by itself too', () => {
  const { runner, heard } = listen('an-id:the:secret');
  readInputs(runner);
  expect(heard).toContain('mask an-id:the:secret');
  expect(heard).toContain('mask the:secret');
});

test('a key of several lines is masked line by line, although it is refused', () => {
  const { runner, heard } = listen('first-line\nsecond-line\r\nthird-line');
  expect(readInputs(runner)).toMatchObject({ ok: false });
  expect(heard).toEqual(
    expect.arrayContaining(['mask first-line', 'mask second-line', 'mask third-line']),
  );
});

test.each(['', 'no-secret:', ':no-id', '\n\n', 'a::b', ' '])(
  'nothing empty is masked, which would blank out the whole log (%j)',
  (apiKey) => {
    const { runner, heard } = listen(apiKey);
    readInputs(runner);
    expect(heard.filter((line) => line.trim() === 'mask')).toEqual([]);
  },
);

test('an empty key is an error that says where to look', () => {
  expect(wrongInputs({ 'api-key': '' })).toEqual(['api-key']);
  expect(complaint({ 'api-key': '' })).toContain('secret');
});

test.each(['two words', 'two\nlines', 'tab\there', 'zero​width', 'kéy', 'nul\u0000', ' '])(
  'the key %j is refused, because no header can carry it',
  (apiKey) => {
    expect(wrongInputs({ 'api-key': apiKey })).toEqual(['api-key']);
  },
);

test('whatever the key is, it is never part of an error', () => {
  // Long, so that it is not by chance a part of the words around it.
  const keys = stringMatching(/^[!-~ \n\té]{12,40}$/);
  assert(
    property(keys, (apiKey) => {
      expect(complaint({ 'api-key': apiKey, gate: 'wrong' })).not.toContain(apiKey);
    }),
  );
});
