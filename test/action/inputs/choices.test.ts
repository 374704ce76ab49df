import { expect, test } from 'vitest';
import type { InputName } from '../../../action/inputs/names.ts';
import { inputsOf } from '../step.ts';
import { complaint, problemsOf, wrongInputs } from './problems.ts';

const TYPES = ['full', 'incremental', 'binarylog', 'dump', 'snapshot'];

const CHOICES: readonly [InputName, readonly string[]][] = [
  ['provider', ['mariadb-cloud']],
  ['backup-type', TYPES],
  ['backup', ['never', 'always', 'if-needed']],
  ['gate', ['block', 'warn', 'off']],
  ['in-progress', ['previous', 'wait', 'block']],
  ['on-unknown', ['block', 'warn']],
  ['dry-run', ['true', 'false']],
];

const ALLOWED = CHOICES.flatMap(([name, words]) => words.map((word) => [name, word] as const));

test.each(ALLOWED)('%s may be %s', (name, word) => {
  expect(wrongInputs({ [name]: word })).toEqual([]);
});

/** Spellings that a lenient reader would take for the word. */
const misspell = (word: string) => [
  word.toUpperCase(),
  `${word.charAt(0).toUpperCase()}${word.slice(1)}`,
  ` ${word}`,
  `${word} `,
  `"${word}"`,
  word.slice(0, -1),
  `${word}s`,
];

const MISSPELT = ALLOWED.flatMap(([name, word]) =>
  misspell(word).map((typo) => [name, typo] as const),
);

test.each(MISSPELT)('%s may not be %j, and the error says what it may be', (name, typo) => {
  const problems = problemsOf({ [name]: typo });
  expect(problems).toMatchObject([{ code: 'invalid-input', severity: 'block', input: name }]);
  const said = complaint({ [name]: typo });
  expect(said).toContain(`\`${name}\``);
  for (const word of CHOICES.find(([input]) => input === name)?.[1] ?? []) {
    expect(said).toContain(word);
  }
});

test.each(['1', '0', 'yes', 'no', 'on', 'off', 'TRUE', 'y', 'null', '!'])(
  'dry-run is not guessed from %j',
  (word) => {
    expect(wrongInputs({ 'dry-run': word })).toEqual(['dry-run']);
  },
);

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
  'the word %s, which every object knows, is not a provider',
  (word) => {
    expect(wrongInputs({ provider: word })).toEqual(['provider']);
  },
);

test('what was given is shown with the error, so that a typo is seen', () => {
  expect(complaint({ gate: 'BLOCK' })).toContain('`BLOCK` is not allowed');
});

test('all wrong inputs are reported at once, each with its own error', () => {
  const wrong = {
    provider: 'oracle',
    'api-key': '',
    'base-url': 'ftp://x',
    service: '',
    schedule: 'nightly',
    'schedule-id': 'a b',
    'backup-type': 'all',
    backup: 'yes',
    gate: 'on',
    'accept-types': 'everything',
    'max-age': '5',
    'min-size': '10',
    'max-size-drop': '50',
    'in-progress': 'skip',
    'on-unknown': 'off',
    timeout: '30',
    'dry-run': 'True',
    'github-token': 'a b',
    report: 'mail',
  };
  expect(wrongInputs(wrong).toSorted()).toEqual(Object.keys(wrong).toSorted());
});

test('a right value is kept as it is beside wrong ones that were put right', () => {
  expect(inputsOf({ gate: 'warn', 'on-unknown': 'warn' })).toMatchObject({
    gate: 'warn',
    policy: { onUnknown: 'warn', inProgress: 'previous' },
  });
});
