import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../worker/config/index.ts';
import { CONFIG, SECRETS } from '../open-app.ts';
import { problemsWith } from './problems.ts';

const REPOSITORY = { repository: 'acme/shop' };
const A_ROOT =
  'use an https:// URL (http:// only on this machine) without credentials, query or fragment';
const AN_ID = 'use an id as a text of digits such as "123456"';
const A_REF = 'use a whole ref such as refs/heads/main';
const AN_ENVIRONMENT =
  'use the name of an environment such as production, without blanks around it';
const A_WORKFLOW =
  'use owner/repository/.github/workflows/file.yml@ with a whole ref such as refs/heads/main, or a commit';
const COMMIT = '0123456789abcdef0123456789abcdef01234567';

/** What is wrong with a section of one rule. */
const problemsOf = (rule: unknown, over: object = {}) =>
  problemsWith({ oidc: { allow: [rule], ...over } });

function parse(oidc: unknown) {
  const parsed = parseConfig({ CONFIG: { ...CONFIG, oidc }, ...SECRETS });
  return parsed.ok ? parsed.value.oidc : parsed.problem;
}

describe('the section', () => {
  test('is closed where it is left out', () => {
    expect(parse(undefined)).toBeUndefined();
  });

  test('is of GitHub, for the own address, unless it says otherwise', () => {
    const oidc = parse({ allow: [] });
    expect(oidc).toEqual({ issuer: 'https://token.actions.githubusercontent.com', allow: [] });
  });

  test.each([
    ['https://ghes.example.com/_services/token', 'https://ghes.example.com/_services/token'],
    ['https://token.actions.acme.ghe.com/', 'https://token.actions.acme.ghe.com'],
    [
      'https://token.actions.githubusercontent.com/acme',
      'https://token.actions.githubusercontent.com/acme',
    ],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ])('takes the issuer and the audience %s', (url, kept) => {
    expect(parse({ issuer: url, audience: url, allow: [] })).toMatchObject({
      issuer: kept,
      audience: kept,
    });
  });

  test.each([
    'http://ghes.example.com',
    'https://user:pass@ghes.example.com',
    'https://ghes.example.com?x=1',
    'https://ghes.example.com#x',
    'ghes.example.com',
    '',
    7,
    null,
  ])('does not take the issuer and the audience %j', (url) => {
    expect(problemsOf(REPOSITORY, { issuer: url, audience: url })).toEqual([
      `oidc.issuer: ${A_ROOT}`,
      `oidc.audience: ${A_ROOT}`,
    ]);
  });

  test.each<[unknown, string]>([
    [{}, 'oidc.allow: must be a list: [ … ]'],
    [{ allow: REPOSITORY }, 'oidc.allow: must be a list: [ … ]'],
    [{ allow: [], issuers: [] }, 'oidc.issuers: unknown key; allowed: issuer, audience, allow'],
    [[], 'oidc: must be an object: { … }'],
    [{ allow: ['acme/shop'] }, 'oidc.allow[0]: must be an object: { … }'],
  ])('cannot be %j', (oidc, problem) => {
    expect(problemsWith({ oidc })).toEqual([problem]);
  });
});

describe('a rule', () => {
  const NO_REPOSITORY =
    'oidc.allow[0]: add repository, repositoryId or repositoryOwnerId; without one, every repository on GitHub would be allowed';

  test.each<[object]>([
    [{}],
    [{ environment: 'production', ref: 'refs/heads/main', services: ['prod'] }],
    [{ jobWorkflowRef: 'acme/shop/.github/workflows/deploy.yml@refs/heads/main' }],
  ])('has to say whose jobs it is for: %j', (rule) => {
    expect(problemsOf(rule)).toEqual([NO_REPOSITORY]);
  });

  test.each<[object]>([
    [REPOSITORY],
    [{ repositoryId: '123456' }],
    [{ repositoryOwnerId: '1' }],
    [{ ...REPOSITORY, environment: 'Produktion Süd 1' }],
    [{ ...REPOSITORY, environment: 'p' }],
    [{ ...REPOSITORY, environment: 'p'.repeat(255) }],
    [{ ...REPOSITORY, ref: 'refs/tags/v1.0@x' }],
    [{ ...REPOSITORY, eventName: 'workflow_dispatch' }],
    [{ ...REPOSITORY, jobWorkflowRef: 'o/r/.github/workflows/a.yaml@refs/heads/misleading@b.yml' }],
    [{ ...REPOSITORY, jobWorkflowRef: `o/r/.github/workflows/a.yml@${COMMIT}` }],
    [{ ...REPOSITORY, services: [], may: [] }],
    [{ ...REPOSITORY, services: ['archive'] }],
    [{ ...REPOSITORY, may: ['backup'] }],
    [{ ...REPOSITORY, services: ['archive'], may: ['judge'] }],
  ])('can be %j', (rule) => {
    expect(problemsOf(rule)).toEqual([]);
  });

  test.each<[object, string]>([
    [{ repository: 'shop' }, 'repository: use a repository such as acme/shop'],
    [{ repository: 'acme/*' }, 'repository: use a repository such as acme/shop'],
    [{ repositoryId: 123456 }, `repositoryId: ${AN_ID}`],
    [{ repositoryId: '' }, `repositoryId: ${AN_ID}`],
    [{ repositoryId: '0123' }, `repositoryId: ${AN_ID}`],
    [{ repositoryOwnerId: 'acme' }, `repositoryOwnerId: ${AN_ID}`],
    [{ repositoryOwnerId: '1'.repeat(21) }, `repositoryOwnerId: ${AN_ID}`],
    [{ environment: '' }, `environment: ${AN_ENVIRONMENT}`],
    [{ environment: ' production' }, `environment: ${AN_ENVIRONMENT}`],
    [{ environment: 'production ' }, `environment: ${AN_ENVIRONMENT}`],
    [{ environment: 'p'.repeat(256) }, `environment: ${AN_ENVIRONMENT}`],
    [{ environment: null }, `environment: ${AN_ENVIRONMENT}`],
    [{ ref: 'main' }, `ref: ${A_REF}`],
    [{ ref: 'refs/heads/a b' }, `ref: ${A_REF}`],
    [{ ref: '' }, `ref: ${A_REF}`],
    [{ eventName: 'Push' }, 'eventName: use the name of an event such as push'],
    [{ jobWorkflowRef: 'deploy.yml' }, `jobWorkflowRef: ${A_WORKFLOW}`],
    [{ jobWorkflowRef: 'o/r/.github/workflows/a.yml' }, `jobWorkflowRef: ${A_WORKFLOW}`],
    [{ jobWorkflowRef: 'o/r/.github/workflows/a.yml@' }, `jobWorkflowRef: ${A_WORKFLOW}`],
    [{ jobWorkflowRef: 'o/r/.github/workflows/a.yml@main' }, `jobWorkflowRef: ${A_WORKFLOW}`],
    [{ jobWorkflowRef: 'o/r/.github/workflows/a.yml@0123456' }, `jobWorkflowRef: ${A_WORKFLOW}`],
    [
      { jobWorkflowRef: 'o/r/.github/workflows/a.yml@b.yml@refs/heads/x' },
      `jobWorkflowRef: ${A_WORKFLOW}`,
    ],
    [
      { jobWorkflowRef: 'o/r/.github/workflows/x/a.yml@refs/heads/x' },
      `jobWorkflowRef: ${A_WORKFLOW}`,
    ],
    [{ jobWorkflowRef: 'o/r/workflows/a.yml@refs/heads/x' }, `jobWorkflowRef: ${A_WORKFLOW}`],
    [{ services: ['nope'] }, 'services[0]: use one of the names in services: prod, shop, archive'],
    [{ services: 'prod' }, 'services: must be a list: [ … ]'],
    [{ may: ['restore'] }, 'may[0]: use one of judge, backup'],
    [{ may: 'judge' }, 'may: must be a list: [ … ]'],
    [
      { services: ['prod', 'archive'], may: ['judge', 'backup'] },
      `may: backup has no effect for archive, because ByCloud's API cannot start backups; name it in a rule of its own with "may": ["judge"]`,
    ],
    [
      { sub: 'repo:acme/shop:ref:refs/heads/main' },
      'sub: unknown key; allowed: repository, repositoryId, repositoryOwnerId, environment, ref, eventName, jobWorkflowRef, services, may',
    ],
  ])('cannot be %j', (over, problem) => {
    expect(problemsOf({ ...REPOSITORY, ...over })).toEqual([`oidc.allow[0].${problem}`]);
  });

  test('keeps what it leaves out apart from what it names', () => {
    const nothing = {
      repositoryId: null,
      repositoryOwnerId: null,
      environment: null,
      ref: null,
      eventName: null,
      jobWorkflowRef: null,
      services: null,
      may: null,
    };
    expect(parse({ allow: [REPOSITORY] })).toMatchObject({
      allow: [{ ...REPOSITORY, ...nothing }],
    });
  });
});
