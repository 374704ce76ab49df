import { describe, expect, test } from 'vitest';
import { inputsOf } from '../../action/step.ts';
import { parseConfig } from '../../../worker/config/index.ts';
import { CRM, SECRETS, SERVICES } from '../open-app.ts';
import { problemsWith, problemsWithService } from './problems.ts';

const A_SECRET = 'use the name of a secret that is set and holds one key, such as BACKUP_API_KEY';
const A_DURATION = 'use a duration such as 26h, 2d, 1d12h, 90m or 45s';
const A_ROOT =
  'use an https:// URL (http:// only on this machine) without credentials, query or fragment';

describe('a service', () => {
  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    [
      'an unknown provider',
      { provider: 'mysql' },
      'provider: use one of mariadb-cloud, bycloud, skyvia',
    ],
    ['no provider', { provider: undefined }, 'provider: use one of mariadb-cloud, bycloud, skyvia'],
    [
      'an id that is none',
      { service: 'a b' },
      'service: use a service id such as dbtgf28044362: 3 to 64 letters, digits, "-" or "_"',
    ],
    [
      'an id that is no text',
      { service: 28044362 },
      'service: use a service id such as dbtgf28044362: 3 to 64 letters, digits, "-" or "_"',
    ],
    [
      'no id',
      { service: undefined },
      'service: use a service id such as dbtgf28044362: 3 to 64 letters, digits, "-" or "_"',
    ],
    ['no credential', { credential: undefined }, `credential: ${A_SECRET}`],
    ['a credential that is not set', { credential: 'NOT_SET' }, `credential: ${A_SECRET}`],
    [
      'a credential that every object has',
      { credential: 'constructor' },
      `credential: ${A_SECRET}`,
    ],
    ['an address without TLS', { baseUrl: 'http://api.skysql.com' }, `baseUrl: ${A_ROOT}`],
    ['an address with a query', { baseUrl: 'https://api.skysql.com?x=1' }, `baseUrl: ${A_ROOT}`],
    ['an address with a user', { baseUrl: 'https://me@api.skysql.com' }, `baseUrl: ${A_ROOT}`],
    ['an address with a password', { baseUrl: 'https://:it@api.skysql.com' }, `baseUrl: ${A_ROOT}`],
    ['an empty address', { baseUrl: '' }, `baseUrl: ${A_ROOT}`],
    ['an address of null', { baseUrl: null }, `baseUrl: ${A_ROOT}`],
    [
      'an unknown type',
      { type: 'Full' },
      'type: use one of full, incremental, binarylog, dump, snapshot',
    ],
    ['a duration without a unit', { minInterval: '10' }, `minInterval: ${A_DURATION}`],
    ['a duration that is a number', { minInterval: 600 }, `minInterval: ${A_DURATION}`],
    ['no time at all', { timeout: '0s' }, `timeout: ${A_DURATION}`],
    [
      'an unknown key',
      { timeOut: '6h' },
      'timeOut: unknown key; allowed: provider, service, credential, baseUrl, type, minInterval, timeout, policy, schedule',
    ],
  ])('with %s is refused: %j', (_, over, problem) => {
    expect(problemsWithService(over)).toEqual([`services.prod.${problem}`]);
  });

  test("with another provider's id is refused", () => {
    const services = { prod: { ...SERVICES.prod, provider: 'skyvia' } };
    expect(problemsWith({ services, github: {}, webhook: {} })).toEqual([
      'services.prod.service: use workspace/backup, two integers such as 12/345',
    ]);
  });

  test('of a provider without an address of its own needs one', () => {
    const { baseUrl: _, ...archive } = SERVICES.archive;
    expect(problemsWith({ services: { ...SERVICES, archive } })).toEqual([
      `services.archive.baseUrl: ${A_ROOT}`,
    ]);
  });

  test.each(['http://127.0.0.1:8080', 'http://localhost:1', 'http://[::1]:1/api/'])(
    'on this machine may do without TLS: %s',
    (baseUrl) => {
      expect(problemsWithService({ baseUrl })).toEqual([]);
    },
  );

  test.each([5, null, 'prod', []])('that is %j is none', (prod) => {
    const services = { ...SERVICES, prod };
    expect(problemsWith({ services })).toEqual(['services.prod: must be an object: { … }']);
  });

  test('has its defaults', () => {
    const parsed = parseConfig({ CONFIG: { services: { prod: SERVICES.prod } }, ...SECRETS });
    expect(parsed.ok && parsed.value.services.get('prod')).toEqual({
      name: 'prod',
      provider: 'mariadb-cloud',
      service: 'dbtgf28044362',
      apiKey: SECRETS.SKYSQL_API_KEY,
      baseUrl: 'https://api.skysql.com',
      type: 'full',
      minIntervalMs: 10 * 60_000,
      timeoutMs: 6 * 3_600_000,
      policy: inputsOf().policy,
      schedule: null,
    });
  });

  test('of a provider that has one type of backup takes that one', () => {
    const typeOf = (crm: object) => {
      const parsed = parseConfig({ CONFIG: { services: { crm } }, ...SECRETS });
      return parsed.ok ? parsed.value.services.get('crm')?.type : parsed.problem;
    };
    expect(typeOf(CRM)).toBe('snapshot');
    expect(typeOf({ ...CRM, type: 'snapshot' })).toBe('snapshot');
    expect(typeOf({ ...CRM, type: 'full' })).toEqual(['services.crm.type: use snapshot']);
  });

  test('is as it was configured', () => {
    const prod = {
      ...SERVICES.prod,
      baseUrl: 'https://api.example/v/',
      type: 'dump',
      minInterval: '90s',
      timeout: '1d',
    };
    const parsed = parseConfig({ CONFIG: { services: { prod } }, ...SECRETS });
    expect(parsed.ok && parsed.value.services.get('prod')).toMatchObject({
      baseUrl: 'https://api.example/v',
      type: 'dump',
      minIntervalMs: 90_000,
      timeoutMs: 86_400_000,
    });
  });
});

describe('the name of a service', () => {
  test.each(['a', '0', 'prod-eu-1', 'a'.repeat(32)])('may be %s', (name) => {
    const other = { ...SERVICES.prod, service: 'dbtgf28216706' };
    expect(problemsWith({ services: { ...SERVICES, [name]: other } })).toEqual([]);
  });

  test.each([
    ['', 'services."":'],
    ['Prod', 'services.Prod:'],
    ['-prod', 'services.-prod:'],
    ['pro d', 'services."pro d":'],
    ['prod.eu', 'services."prod.eu":'],
    ['pröd', 'services."pröd":'],
    ['a'.repeat(33), `services.${'a'.repeat(33)}:`],
    ['x\n\u202ey', 'services."x y":'],
  ])('may not be %j', (name, at) => {
    expect(problemsWith({ services: { ...SERVICES, [name]: SERVICES.prod } })).toEqual([
      `${at} use a name of 1 to 32 lower-case letters, digits and "-", not starting with "-"`,
    ]);
  });

  test.each(['status', 'snooze', 'help'])('may not be a word of the Slack command: %s', (name) => {
    expect(problemsWith({ services: { ...SERVICES, [name]: SERVICES.prod } })).toEqual([
      `services.${name}: is reserved for the Slack command; use another name`,
    ]);
  });
});

test.each(['constructor', 'prototype', '__proto__'])(
  'a service with a name that JavaScript gives a meaning to is refused, not left out: %s',
  (name) => {
    const { prod, shop } = SERVICES;
    const config = `{"prod": ${JSON.stringify(prod)}, "${name}": ${JSON.stringify(shop)}}`;
    expect(problemsWith({ services: JSON.parse(config), github: {}, webhook: {} })).toEqual([
      `services.${name}: is reserved in JavaScript; use another name`,
    ]);
  },
);

describe('one database', () => {
  const { prod, shop } = SERVICES;

  test('has one name: its lock and its ledger go by it', () => {
    expect(problemsWith({ services: { prod, shop, again: prod, more: prod } })).toEqual([
      'services.again: is the same database as services.prod; keep one of them',
      'services.more: is the same database as services.prod; keep one of them',
    ]);
  });

  test.each([
    ['a dot after the host', { baseUrl: 'https://api.skysql.com.' }],
    ['a dot after the host, and the port', { baseUrl: 'https://api.skysql.com.:443/' }],
    ['the host in capitals', { baseUrl: 'https://API.SkySQL.com' }],
    ['the id in capitals', { service: prod.service.toUpperCase() }],
    ['both', { baseUrl: 'https://api.skysql.com./', service: 'DbTgF28044362' }],
  ])('is the same with %s', (_, over) => {
    expect(problemsWith({ services: { prod, shop, again: { ...prod, ...over } } })).toEqual([
      'services.again: is the same database as services.prod; keep one of them',
    ]);
  });

  test.each([
    ['another id', { service: 'dbtgf28216706' }],
    ['another API', { baseUrl: 'https://api.example.com' }],
    ['another port of it', { baseUrl: 'https://api.skysql.com:8443' }],
    ['another path of it', { baseUrl: 'https://api.skysql.com/eu' }],
  ])('is not taken for one with %s', (_, over) => {
    expect(problemsWith({ services: { prod, shop, other: { ...prod, ...over } } })).toEqual([]);
  });
});
