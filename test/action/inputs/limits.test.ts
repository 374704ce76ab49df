import { assert, constantFrom, integer, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { InputName } from '../../../action/inputs/names.ts';
import { inputsOf } from '../step.ts';
import { complaint, wrongInputs } from './problems.ts';

const maxAge = (text: string) => inputsOf({ 'max-age': text }).policy.maxAge;
const minSize = (text: string) => inputsOf({ 'min-size': text }).policy.minSizeBytes;
const maxSizeDrop = (text: string) => inputsOf({ 'max-size-drop': text }).policy.maxSizeDrop;
const acceptTypes = (text: string) => inputsOf({ 'accept-types': text }).policy.acceptTypes;

describe('max-age', () => {
  test.each([
    ['26h', 26 * 3_600_000],
    ['2d', 48 * 3_600_000],
    ['1d12h', 36 * 3_600_000],
    ['90m', 5_400_000],
    ['45s', 45_000],
    ['1s', 1000],
  ])('%s is a duration', (text, milliseconds) => {
    expect(maxAge(text)).toEqual({ kind: 'limit', milliseconds });
  });

  test.each(['auto', 'off'])('may be %s', (kind) => {
    expect(maxAge(kind)).toEqual({ kind });
  });
});

const DURATIONS: readonly InputName[] = ['max-age', 'timeout'];
const NOT_DURATIONS = [
  '5',
  ' 30',
  '0',
  '0h',
  '0d0h0m0s',
  '-1h',
  '+1h',
  '1.5h',
  '1H',
  '1 h',
  '1h 30m',
  '30m1h',
  '1w',
  '1e3s',
  '٣h',
  'h',
  'Auto',
  'OFF',
  'forever',
  'Infinity',
];
const WRONG_DURATIONS = DURATIONS.flatMap((name) =>
  NOT_DURATIONS.map((text) => [name, text] as const),
);

test.each(WRONG_DURATIONS)('%s may not be %j, and the error gives examples', (name, text) => {
  expect(wrongInputs({ [name]: text })).toEqual([name]);
  expect(complaint({ [name]: text })).toMatch(new RegExp(`\`${name}\`.*26h, 2d`));
});

test.each(['auto', 'off'])('timeout may not be %s: waiting always has a bound', (word) => {
  expect(wrongInputs({ timeout: word })).toEqual(['timeout']);
});

test('a whole number of any unit is that many of it', () => {
  const units = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 };
  const names = ['d', 'h', 'm', 's'] as const;
  assert(
    property(integer({ min: 1, max: 99_999 }), constantFrom(...names), (count, unit) => {
      expect(inputsOf({ timeout: `${count}${unit}` }).timeoutMs).toBe(count * units[unit]);
    }),
  );
});

test('any other text as a limit is an error or a positive number, never a crash or NaN', () => {
  assert(
    property(string({ unit: constantFrom(...'0159.dhmskKMGTiB eE+-') }), (text) => {
      const given = { 'max-age': text, 'min-size': text, timeout: text };
      const wrong = wrongInputs(given);
      if (!wrong.includes('timeout'))
        expect(inputsOf({ timeout: text }).timeoutMs).toBeGreaterThan(0);
      if (!wrong.includes('min-size') && text !== '') expect(minSize(text)).toBeGreaterThan(0);
    }),
  );
});

describe('min-size', () => {
  test.each([
    ['10MB', 10_000_000],
    ['512KiB', 524_288],
    ['1.5GB', 1_500_000_000],
    ['1B', 1],
  ])('%s is %d bytes', (text, bytes) => {
    expect(minSize(text)).toBe(bytes);
  });

  test.each(['5', '10', '0MB', '0B', '10mb', '10Mb', '10M', '-1MB', '1,5MB', '1e6B', 'MB', 'off'])(
    'may not be %j, and the error gives examples',
    (text) => {
      expect(wrongInputs({ 'min-size': text })).toEqual(['min-size']);
      expect(complaint({ 'min-size': text })).toContain('10MB');
    },
  );
});

describe('max-size-drop', () => {
  test.each([
    ['50%', 50, 'warn'],
    ['1%', 1, 'warn'],
    ['99%', 99, 'warn'],
    ['block:50%', 50, 'block'],
    ['block:1%', 1, 'block'],
    ['block:99%', 99, 'block'],
  ])('%s is a share and a severity', (text, percent, severity) => {
    expect(maxSizeDrop(text)).toEqual({ kind: 'limit', percent, severity });
  });

  test('may be off', () => {
    expect(maxSizeDrop('off')).toEqual({ kind: 'off' });
  });

  test.each([
    '0%',
    '100%',
    '50',
    '0.5',
    '50.5%',
    '50,5%',
    '05%',
    '+50%',
    '-50%',
    '50 %',
    '50%%',
    '٥٠%',
    'block',
    'block:',
    'block:50',
    'block:0%',
    'block:100%',
    'block: 50%',
    'Block:50%',
    'warn:50%',
    'block:off',
    'OFF',
    'auto',
    '50%\nblock:50%',
  ])('may not be %j, and the error names what is allowed', (text) => {
    expect(wrongInputs({ 'max-size-drop': text })).toEqual(['max-size-drop']);
    const said = complaint({ 'max-size-drop': text });
    for (const part of ['`max-size-drop`', '1% to 99%', '50% or block:50%', 'off']) {
      expect(said).toContain(part);
    }
  });

  test('of all texts only the whole percentages are taken', () => {
    assert(
      property(string({ unit: constantFrom('block:', ...'01599%%. ') }), (text) => {
        const taken = wrongInputs({ 'max-size-drop': text }).length === 0;
        expect(taken).toBe(/^(block:)?([1-9]|[1-9][0-9])%$/.test(text));
      }),
    );
  });
});

describe('accept-types', () => {
  test.each([
    ['all', 'all'],
    ['full', ['full']],
    ['full,incremental', ['full', 'incremental']],
    ['full\nincremental\n', ['full', 'incremental']],
    [' dump , snapshot ', ['dump', 'snapshot']],
  ])('%j is understood', (text, types) => {
    expect(acceptTypes(text)).toEqual(types);
  });

  test.each(['Full', 'ALL', 'full incremental', 'full;dump', 'all,full', 'full,all', 'any', '*'])(
    'may not be %j, and the error lists the types',
    (text) => {
      expect(wrongInputs({ 'accept-types': text })).toEqual(['accept-types']);
      expect(complaint({ 'accept-types': text })).toContain(
        'full, incremental, binarylog, dump, snapshot',
      );
    },
  );

  test.each([',', ' , ', '\n,\n'])('a list of nothing (%j) does not turn into all', (text) => {
    expect(wrongInputs({ 'accept-types': text })).toEqual(['accept-types']);
  });
});
