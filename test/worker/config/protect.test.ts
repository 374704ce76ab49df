import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../worker/config/index.ts';
import { checkDeploy } from '../../../worker/deploy/check.ts';
import { PKCS1 } from '../github/app-keys.ts';
import { CONFIG, SECRETS } from '../open-app.ts';
import { problemsWith } from './problems.ts';

const APP = { GITHUB_APP_ID: '123456', GITHUB_APP_PRIVATE_KEY: PKCS1 };
const ENTRY = { repository: 'acme/shop', environment: 'production', services: ['prod'] };

const problemsOfEntries = (protect: unknown, secrets: object = APP) =>
  problemsWith({ github: { protect } }, { ...secrets });

describe('an entry of github.protect', () => {
  test('has defaults, and may name a service that can only be looked at', () => {
    const github = { protect: [{ ...ENTRY, services: ['prod', 'archive'] }] };
    const parsed = parseConfig({ CONFIG: { ...CONFIG, github }, ...SECRETS, ...APP });
    expect(parsed).toMatchObject({
      value: {
        github: {
          apiUrl: 'https://api.github.com',
          protect: [{ onBlock: 'reject', holdForMs: 30 * 60_000 }],
        },
      },
    });
  });

  test.each<[object, string]>([
    [{ repository: 'shop' }, 'repository: use a repository such as acme/shop'],
    [{ repository: '../x' }, 'repository: use a repository such as acme/shop'],
    [{ repository: 'acme/..' }, 'repository: use a repository such as acme/shop'],
    [{ environment: ' ' }, 'environment: use the name of an environment such as production'],
    [{ services: [] }, 'services: name 1 to 10 services, each once'],
    [{ services: ['prod', 'prod'] }, 'services: name 1 to 10 services, each once'],
    [{ services: ['nope'] }, 'services[0]: use one of the names in services: prod, shop, archive'],
    [{ onBlock: 'wait' }, 'onBlock: use one of reject, hold'],
    [
      { holdFor: '30d' },
      'holdFor: use a duration of at most 29d, such as 30m: GitHub gives up after 30 days',
    ],
    [
      { hold: '1h' },
      'hold: unknown key; allowed: repository, environment, services, onBlock, holdFor',
    ],
  ])('with %j is refused', (over, problem) => {
    expect(problemsOfEntries([{ ...ENTRY, ...over }])).toEqual([`github.protect[0].${problem}`]);
  });

  test('for 29 days is taken', () => {
    expect(problemsOfEntries([{ ...ENTRY, onBlock: 'hold', holdFor: '29d' }])).toEqual([]);
  });

  test('for the same environment as another, in whatever case, is refused', () => {
    const other = { ...ENTRY, repository: 'Acme/Shop', environment: 'Production' };
    expect(problemsOfEntries([ENTRY, { ...ENTRY, environment: 'staging' }, other])).toEqual([
      'github.protect[2]: github.protect[0] names the same environment; keep one of them',
    ]);
  });

  test.each(['http://api.example.com', 'https://user@api.example.com', 'api.github.com'])(
    'the API at %s is refused',
    (apiUrl) => {
      expect(problemsWith({ github: { apiUrl } })).toEqual([
        expect.stringMatching(/^github\.apiUrl: use an https:\/\/ URL/),
      ]);
    },
  );
});

describe('the secrets of the App', () => {
  test('are needed with an entry, and not without one', () => {
    expect(problemsOfEntries([ENTRY], {})).toEqual([
      'github.protect: needs the secrets GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY, with which deployments are approved',
    ]);
    expect(problemsOfEntries([], {})).toEqual([]);
  });

  test.each<[object, string]>([
    [{ GITHUB_APP_ID: undefined }, 'GITHUB_APP_ID: is missing; a GitHub App needs both'],
    [
      { GITHUB_APP_PRIVATE_KEY: ' ' },
      'GITHUB_APP_PRIVATE_KEY: is missing; a GitHub App needs both',
    ],
    [{ GITHUB_APP_ID: 'my app' }, "GITHUB_APP_ID: use the App's client id or its app id"],
    [
      { GITHUB_APP_PRIVATE_KEY: 'aGVsbG8taGVsbG8taGVsbG8=' },
      'GITHUB_APP_PRIVATE_KEY: use the whole .pem file that GitHub made, from BEGIN to END: an RSA key, with its line breaks or with \\n in their place',
    ],
  ])('%j is a problem that names the secret', (over, problem) => {
    expect(problemsOfEntries([], { ...APP, ...over })).toContain(problem);
  });

  test('a key that is cut is never shown', () => {
    const cut = PKCS1.slice(0, 900);
    const problems = problemsOfEntries([ENTRY], { ...APP, GITHUB_APP_PRIVATE_KEY: cut }).join();
    expect(problems).toContain('GITHUB_APP_PRIVATE_KEY: use the whole .pem file');
    for (const line of cut.split('\n').slice(1)) expect(problems).not.toContain(line);
  });

  test('an app id may be bound as a number', () => {
    expect(problemsOfEntries([ENTRY], { ...APP, GITHUB_APP_ID: 123456 })).toEqual([]);
  });

  test('are warned of before a deployment, where they are not set', () => {
    const config = { ...CONFIG, github: { protect: [ENTRY] } };
    const { problems, warnings } = checkDeploy(config, Object.keys(SECRETS));
    expect(problems).toEqual([]);
    expect(warnings).toEqual([
      expect.stringContaining('secret put GITHUB_APP_ID '),
      expect.stringContaining('secret put GITHUB_APP_PRIVATE_KEY '),
    ]);
  });
});
