import { describe, expect, test } from 'vitest';
import { type GivenInputs, inputsOf } from '../step.ts';
import { complaint, problemsOf, wrongInputs } from './problems.ts';

const URL = 'https://backup-gate.example.workers.dev';

const through = (given: GivenInputs = {}): GivenInputs => ({
  'worker-url': URL,
  'api-key': '',
  service: 'prod',
  ...given,
});

test('with the address of a Worker a step needs no key', () => {
  const { source, services, secrets } = inputsOf(through());
  expect(source).toEqual({ kind: 'worker', url: URL, settings: {} });
  expect(services).toEqual(['prod']);
  expect(secrets.join('')).toBe('');
});

test('without both, the complaint names both ways', () => {
  expect(wrongInputs({ 'api-key': '' })).toEqual(['api-key']);
  expect(complaint({ 'api-key': '' })).toMatch(/secret.*worker-url/s);
});

test.each([
  ['https://gate.example/', 'https://gate.example'],
  ['https://gate.example/backup//', 'https://gate.example/backup'],
  ['HTTPS://Gate.Example:443', 'https://gate.example'],
  ['http://127.0.0.1:8787', 'http://127.0.0.1:8787'],
])('%s is the address %s', (text, url) => {
  expect(inputsOf(through({ 'worker-url': text })).source).toMatchObject({ url });
});

test.each([
  'http://gate.example',
  'gate.example',
  'https://user:secret-word@gate.example',
  'https://gate.example?x=1',
  'https://gate.example#x',
  ' ',
])('%j is no address, and is not shown', (text) => {
  const given = through({ 'worker-url': text });
  expect(wrongInputs(given)).toEqual(['worker-url']);
  expect(complaint(given)).toContain('https:// URL');
  expect(complaint(given)).not.toContain('secret-word');
});

test('what the Worker does not take is refused, all at once, with what to do instead', () => {
  const given = through({
    'api-key': 'a-key-of-mine',
    'base-url': 'https://api.example.com',
    provider: 'skyvia',
    schedule: '0 2 * * *',
    'schedule-id': '215',
    service: 'all',
    gate: 'wrong',
    'max-age': 'soon',
  });
  expect(wrongInputs(given)).toEqual([
    'provider',
    'api-key',
    'base-url',
    'schedule',
    'schedule-id',
    'service',
    'gate',
    'max-age',
  ]);
  const said = complaint(given);
  expect(said).toContain('the key is a secret of the Worker');
  expect(said).toContain('set `schedule` of the service in worker/config.json');
  expect(said).toContain('set `baseUrl` of the service in worker/config.json');
  expect(said).toContain('set `provider` of the service in worker/config.json');
  expect(said).not.toContain('a-key-of-mine');
});

describe('the services', () => {
  const services = (service: string) => inputsOf(through({ service }));

  test('are names in the Worker, and may have another in the workflow', () => {
    const { services: names, names: labels } = services('prod\nLäden/EU = shop-2');
    expect(names).toEqual(['prod', 'shop-2']);
    expect([...labels]).toEqual([['shop-2', 'Läden/EU']]);
  });

  test.each([
    ['a', true],
    ['a'.repeat(32), true],
    ['a'.repeat(33), false],
    ['Prod', false],
    ['-prod', false],
    ['12/34', false],
    ['12/all', false],
    ['all', false],
    ['prod,prod', false],
    ['prod=', false],
    ['x=prod,x=shop', false],
    ['', false],
  ])('%j', (service, isAllowed) => {
    expect(wrongInputs(through({ service }))).toEqual(isAllowed ? [] : ['service']);
  });

  test.each([
    [40, true],
    [41, false],
  ])('are at most 40: %i', (count, isAllowed) => {
    const service = Array.from({ length: count }, (_, index) => `s${index}`).join(',');
    expect(wrongInputs(through({ service }))).toEqual(isAllowed ? [] : ['service']);
  });
});

test('the settings that are sent are those that are not the default, as they were written', () => {
  const given = through({
    'max-age': '26h',
    'min-size': '1GB',
    'accept-types': 'full',
    gate: 'warn',
  });
  expect(inputsOf(given).source).toMatchObject({
    settings: { 'max-age': '26h', 'min-size': '1GB', 'accept-types': 'full' },
  });
});

test('a type that would not count is refused, unless the Worker chooses it', () => {
  const given = through({ backup: 'always', 'accept-types': 'dump' });
  expect(problemsOf(given)).toEqual([]);
  expect(wrongInputs({ ...given, 'backup-type': 'snapshot' })).toEqual(['backup-type']);
});
