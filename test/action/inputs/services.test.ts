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

test('the word all, alone, is every service', () => {
  expect(services('all')).toBe('all');
  expect(services(' all \n')).toBe('all');
  for (const provider of ['bycloud', 'skyvia']) {
    const given = { provider, service: 'all', 'base-url': 'https://api.example.com' };
    expect(inputsOf(given).services).toBe('all');
  }
});

test.each(['all,one', 'one\nall', 'all,all', 'All', 'ALL', 'one,aLL'])(
  'all beside other services, or spelled otherwise, is an error: %j',
  (text) => {
    expect(wrongInputs({ service: text })).toEqual(['service']);
    expect(complaint({ service: text })).toContain('all in lower case and on its own');
  },
);

test.each(['alll', 'dball', 'all-1'])('an id that only looks like it is an id: %s', (id) => {
  expect(services(id)).toEqual([id]);
});

test.each(['all', 'all,'])('schedule-id cannot be one of all services (%j)', (service) => {
  const given = { service, schedule: '0 2 * * *', 'schedule-id': '215' };
  expect(wrongInputs(given)).toEqual(['schedule-id']);
});

test('any ids come through any mixture of separators', () => {
  const ids = uniqueArray(
    stringMatching(/^[A-Za-z0-9_-]{3,64}$/).filter((id) => id.toLowerCase() !== 'all'),
    { minLength: 1, maxLength: 30 },
  );
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

test('a service may be given a name, and others have none', () => {
  const { services: ids, names } = inputsOf({
    service: 'prod=dbone, dbtwo\n Läden/EU-1 = dbthree',
  });
  expect(ids).toEqual(['dbone', 'dbtwo', 'dbthree']);
  expect([...names]).toEqual([
    ['dbone', 'prod'],
    ['dbthree', 'Läden/EU-1'],
  ]);
});

test.each([
  '=dbone',
  'prod=',
  '<b>=dbone',
  'a b=dbone',
  'a=b=dbone',
  'x=dbone,x=dbtwo',
  'prod=all',
])('a name that is none, is given twice or stands for all is an error: %j', (service) => {
  expect(wrongInputs({ service })).toEqual(['service']);
});

test.each(['12/all', '0/all', '2147483647/all'])(
  '%s is every backup of that workspace',
  (service) => {
    expect(inputsOf({ provider: 'skyvia', service }).services).toBe(service);
  },
);

test.each(['12/ALL', 'x/all', '/all', '2147483648/all', '12/all,13/all', '12/1/all', 'all/all'])(
  '%s is no workspace',
  (service) => {
    expect(wrongInputs({ provider: 'skyvia', service })).toEqual(['service']);
    expect(complaint({ provider: 'skyvia', service })).toContain('12/all');
  },
);

test('a workspace is only Skyvia’s', () => {
  expect(wrongInputs({ service: '12/all' })).toEqual(['service']);
});
