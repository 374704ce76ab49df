import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../worker/config/index.ts';
import { API_KEY, CONFIG, SECRETS, SERVICES, WEBHOOK_SECRET } from '../open-app.ts';
import { problemsOf, problemsWith } from './problems.ts';

describe('CONFIG', () => {
  test('may be an object or its JSON', () => {
    const whole = parseConfig({ CONFIG, ...SECRETS });
    expect(whole).toMatchObject({ ok: true });
    expect(parseConfig({ CONFIG: JSON.stringify(CONFIG), ...SECRETS })).toEqual(whole);
  });

  test.each([undefined, null, [], 7, 'null', '[]', '"services"'])('cannot be %j', (config) => {
    expect(problemsOf(config)).toEqual(['CONFIG: must be a JSON object with at least services']);
  });

  test('that is broken JSON is not quoted: a key may stand in it', () => {
    expect(problemsOf(`{"services": ${API_KEY}`)).toEqual(['CONFIG: not valid JSON']);
  });

  test('needs services, and nothing else', () => {
    expect(problemsOf({})).toEqual(['services: must be an object with one service per name']);
    expect(problemsOf({ services: {} })).toEqual(['services: add at least one service']);
    expect(problemsOf({ services: [] })).toEqual([
      'services: must be an object with one service per name',
    ]);
    const parsed = parseConfig({ CONFIG: { services: SERVICES }, ...SECRETS });
    expect(parsed.ok && { ...parsed.value, services: null, secrets: null }).toEqual({
      services: null,
      slack: { apiUrl: 'https://slack.com/api', allow: [] },
      github: { apiUrl: 'https://api.github.com', triggers: [], protect: [] },
      webhook: { services: [] },
      notify: [],
      secrets: null,
    });
  });

  test.each(['slack', 'github', 'webhook'])('has an object for %s', (name) => {
    expect(problemsWith({ [name]: [] })).toEqual([`${name}: must be an object: { … }`]);
    expect(problemsWith({ [name]: { alow: [] } })).toMatchObject([
      expect.stringMatching(new RegExp(`^${name}\\.alow: unknown key; allowed: `)),
    ]);
  });

  test('has a key for Slack that is for tests and proxies: the API', () => {
    const apiUrlOf = (apiUrl: string) => {
      const parsed = parseConfig({ CONFIG: { ...CONFIG, slack: { apiUrl } }, ...SECRETS });
      return parsed.ok && parsed.value.slack.apiUrl;
    };
    expect(apiUrlOf('http://127.0.0.1:8080/api/')).toBe('http://127.0.0.1:8080/api');
    expect(apiUrlOf('https://slack-gov.com/api')).toBe('https://slack-gov.com/api');
    expect(apiUrlOf('http://slack.com/api')).toBe(false);
  });

  test('has every unknown key named, also beside other problems', () => {
    const prod = { ...SERVICES.prod, retries: 3, timeout: 6, color: 'red', constructor: 1 };
    const config = { services: { prod }, slak: {}, toString: 1, hooks: {} };
    expect(problemsOf(config).map((problem) => problem.split(': ')[0])).toEqual([
      'services.prod.timeout',
      'services.prod.retries',
      'services.prod.color',
      'services.prod.constructor',
      'slak',
      'toString',
      'hooks',
    ]);
  });

  test('has a key that JavaScript gives a meaning to named like any other', () => {
    const services = JSON.stringify(SERVICES);
    expect(problemsOf(`{"services": ${services}, "__proto__": {}, "hooks": {}}`)).toEqual([
      expect.stringMatching(/^__proto__: unknown key; /),
      expect.stringMatching(/^hooks: unknown key; /),
    ]);
  });

  test('has all of its problems told at once', () => {
    const config = {
      services: { prod: { provider: 'mysql', timeout: 6 }, Prod: SERVICES.prod },
      slack: { allow: [{ services: ['nope'] }], apiURL: 'x' },
      github: { triggers: [{ event: 'fork', repository: 'x', service: 'prod' }, 7] },
      webhook: { services: ['nope', 7] },
      notify: [{ on: 'never', webhook: 'x', secret: 'x' }],
      hooks: {},
    };
    const keys = problemsOf(config, { WEBHOOK_SECRET: 'no-base64' }).map(
      (problem) => problem.split(': ')[0],
    );
    expect(keys).toEqual([
      'services.prod.provider',
      'services.prod.service',
      'services.prod.credential',
      'services.prod.timeout',
      'services.Prod',
      'slack.allow[0].services[0]',
      'slack.apiURL',
      'github.triggers[0].event',
      'github.triggers[0].repository',
      'github.triggers[1]',
      'webhook.services[0]',
      'webhook.services[1]',
      'notify[0].on',
      'notify[0].webhook',
      'notify[0].secret',
      'hooks',
      'WEBHOOK_SECRET',
    ]);
  });
});

describe('no problem', () => {
  test('shows a value, wherever it was put by mistake', () => {
    const misplaced = fc.constantFrom(API_KEY, WEBHOOK_SECRET, 'unset-but-secret-key');
    const places: readonly ((value: string) => Readonly<Record<string, unknown>>)[] = [
      (value) => ({ services: { prod: { ...SERVICES.prod, credential: value } } }),
      (value) => ({ services: { prod: { ...SERVICES.prod, service: `${value} ` } } }),
      (value) => ({ services: { prod: { ...SERVICES.prod, baseUrl: `http://${value}` } } }),
      (value) => ({ services: { prod: { ...SERVICES.prod, type: value, timeout: value } } }),
      (value) => ({ notify: [{ on: 'all', webhook: 'https://example.com', secret: value }] }),
      (value) => ({ notify: [{ on: value, slack: value }], webhook: { services: [value] } }),
      (value) => ({ slack: { apiUrl: value, allow: [{ team: value, users: [value] }] } }),
      (value) => ({ github: { triggers: [{ event: value, repository: value }] } }),
    ];
    fc.assert(
      fc.property(misplaced, fc.constantFrom(...places), (value, place) => {
        const problems = problemsWith(place(value));
        expect(problems).not.toEqual([]);
        expect(problems.join('\n')).not.toContain(value);
      }),
    );
  });

  test('shows a secret that was put in the place of a key', () => {
    const services = { ...SERVICES, [API_KEY]: { ...SERVICES.prod, [WEBHOOK_SECRET]: 1 } };
    const problems = problemsWith({ services, [API_KEY]: {}, webhook: { services: ['x'] } });
    expect(problems.length).toBeGreaterThan(3);
    expect(problems.join('\n')).not.toContain(API_KEY);
    expect(problems.join('\n')).not.toContain(WEBHOOK_SECRET);
  });
});
