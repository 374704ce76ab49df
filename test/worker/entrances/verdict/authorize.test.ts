import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../../worker/config/index.ts';
import type { OidcRule } from '../../../../worker/config/index.ts';
import { authorize } from '../../../../worker/entrances/verdict/authorize.ts';
import type { Claims } from '../../../../worker/entrances/verdict/claims.ts';
import { CONFIG, SECRETS } from '../../open-app.ts';

const WORKFLOW = 'acme/shop/.github/workflows/deploy.yml@refs/heads/main';

const claims: Claims = {
  repository: 'acme/shop',
  repositoryId: '123456',
  repositoryOwnerId: '7890',
  environment: 'production',
  ref: 'refs/heads/main',
  eventName: 'push',
  jobWorkflowRef: WORKFLOW,
  runId: '1',
  runAttempt: '1',
  actor: 'octocat',
  jti: 'one',
  expiresAt: 0,
};

const REPOSITORY = { repository: 'acme/shop' };

/** A rule that names all that a rule can name. */
const everything = {
  ...REPOSITORY,
  repositoryId: '123456',
  repositoryOwnerId: '7890',
  environment: 'production',
  ref: 'refs/heads/main',
  eventName: 'push',
  jobWorkflowRef: WORKFLOW,
  services: ['prod'],
  may: ['judge', 'backup'],
};

/** Rules as they come out of the configuration. */
function rulesOf(allow: readonly object[]): readonly OidcRule[] {
  const parsed = parseConfig({ CONFIG: { ...CONFIG, oidc: { allow } }, ...SECRETS });
  if (!parsed.ok) throw new Error(parsed.problem.join('\n'));
  return parsed.value.oidc?.allow ?? [];
}

const isAllowed = (rule: object, over: Partial<Claims> = {}) =>
  authorize({ ...claims, ...over }, { services: ['prod'], may: ['judge'] }, rulesOf([rule])).ok;

describe('a rule', () => {
  test.each<[string, object, boolean]>([
    ['that names all of the job', everything, true],
    ['with the repository alone', REPOSITORY, true],
    ["with the repository's id alone", { repositoryId: '123456' }, true],
    ["with the owner's id alone", { repositoryOwnerId: '7890' }, true],
    ['of another repository', { ...everything, repository: 'acme/shop2' }, false],
    ['of another owner', { ...everything, repository: 'acme2/shop' }, false],
    ['of the repository in another case', { ...everything, repository: 'ACME/Shop' }, true],
    ['of another id', { ...everything, repositoryId: '1234567' }, false],
    ['of a shorter id', { ...everything, repositoryId: '12345' }, false],
    ["of another owner's id", { ...everything, repositoryOwnerId: '7891' }, false],
    ['of another environment', { ...everything, environment: 'staging' }, false],
    ['of the environment in another case', { ...everything, environment: 'Production' }, true],
    ['of another branch', { ...everything, ref: 'refs/heads/main2' }, false],
    ['of the branch in another case', { ...everything, ref: 'refs/heads/Main' }, false],
    ['of a tag of that name', { ...everything, ref: 'refs/tags/main' }, false],
    ['of another event', { ...everything, eventName: 'pull_request' }, false],
    ['of another service', { ...everything, services: ['shop'] }, false],
    ['of several services', { ...everything, services: ['shop', 'prod'] }, true],
    ['of no service', { ...everything, services: [] }, false],
    ['that allows backups only', { ...everything, may: ['backup'] }, false],
    ['that allows nothing', { ...everything, may: [] }, false],
  ])('%s', (_, rule, isGood) => {
    expect(isAllowed(rule)).toBe(isGood);
  });

  test('with an environment is not for a job without one', () => {
    const rule = { ...REPOSITORY, environment: 'production' };
    expect(isAllowed(rule, { environment: null })).toBe(false);
    expect(isAllowed({ ...REPOSITORY, environment: 'null' }, { environment: null })).toBe(false);
  });

  test('with an environment is not for one that only looks the same to JavaScript', () => {
    const rule = { ...REPOSITORY, environment: 'kubernetes' };
    expect(isAllowed(rule, { environment: 'Kubernetes' })).toBe(true);
    expect(isAllowed(rule, { environment: '\u212aubernetes' })).toBe(false);
  });

  test('without an environment is for any, and for a job without one', () => {
    for (const environment of ['production', 'staging', null]) {
      expect(isAllowed(REPOSITORY, { environment })).toBe(true);
    }
  });

  test('with a ref is not for a job whose ref is empty', () => {
    expect(isAllowed({ ...REPOSITORY, ref: 'refs/heads/main' }, { ref: '' })).toBe(false);
    expect(isAllowed(REPOSITORY, { ref: '' })).toBe(true);
  });

  test('of a name is not for whoever took the name over, where it has an id too', () => {
    const taken = { repositoryId: '999', repositoryOwnerId: '666' };
    expect(isAllowed(REPOSITORY, taken)).toBe(true);
    expect(isAllowed({ ...REPOSITORY, repositoryOwnerId: '7890' }, taken)).toBe(false);
    expect(isAllowed({ ...REPOSITORY, repositoryId: '123456' }, taken)).toBe(false);
  });

  test('of an id goes with the repository when it is renamed', () => {
    const renamed = { repository: 'acme/store' };
    expect(isAllowed({ repositoryId: '123456' }, renamed)).toBe(true);
    expect(isAllowed({ ...REPOSITORY, repositoryId: '123456' }, renamed)).toBe(false);
  });

  test.each([
    [WORKFLOW, true],
    ['ACME/Shop/.github/workflows/deploy.yml@refs/heads/main', true],
    ['acme/shop/.github/workflows/Deploy.yml@refs/heads/main', false],
    ['acme/shop/.GitHub/workflows/deploy.yml@refs/heads/main', false],
    ['acme/shop/.github/workflows/deploy.yml@refs/heads/Main', false],
    ['acme/shop/.github/workflows/deploy.yml@refs/heads/main2', false],
    ['acme/shop/.github/workflows/deploy.yml@refs/tags/main', false],
    ['acme/shop/.github/workflows/deploy.yml@0123456789012345678901234567890123456789', false],
    ['acme/shop/.github/workflows/deploy.yml@', false],
    ['acme/shop/.github/workflows/deploy.yml', false],
    ['acme/shop/.github/workflows/nested.yml@evil.yml@refs/heads/main', false],
    ['acme/shop/.github/workflows/deploy.yml@evil.yml@refs/heads/main', false],
    ['acme/shop/.github/workflows/deploy.yml@refs/heads/main@evil', false],
    [
      'acme/shop/.github/workflows/evil.yml@acme/shop/.github/workflows/deploy.yml@refs/heads/main',
      false,
    ],
    ['acme/shop/.github/workflows/deploy.yml@refs/heads/misleading@refs/heads/main', false],
    ['evil/shop/.github/workflows/deploy.yml@refs/heads/main', false],
    ['x/acme/shop/.github/workflows/deploy.yml@refs/heads/main', false],
    [` ${WORKFLOW}`, false],
    [`${WORKFLOW}\n`, false],
    ['', false],
    [null, false],
  ])('of a workflow, for a job of %s: %s', (jobWorkflowRef, isGood) => {
    expect(isAllowed({ ...REPOSITORY, jobWorkflowRef: WORKFLOW }, { jobWorkflowRef })).toBe(isGood);
  });

  test('of a branch whose name has an @ is for that branch only', () => {
    const misleading = 'acme/shop/.github/workflows/deploy.yml@refs/heads/misleading@branch.yml';
    const rule = { ...REPOSITORY, jobWorkflowRef: misleading };
    expect(isAllowed(rule, { jobWorkflowRef: misleading })).toBe(true);
    expect(isAllowed(rule)).toBe(false);
  });

  test('fits only while nothing that it names is another', () => {
    const names = [
      'repository',
      'repositoryId',
      'repositoryOwnerId',
      'environment',
      'ref',
      'eventName',
      'jobWorkflowRef',
    ] as const;
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.string(), (name, other) => {
        fc.pre(other.toLowerCase() !== String(claims[name]).toLowerCase());
        expect(isAllowed(everything, { [name]: other })).toBe(false);
      }),
    );
  });
});

describe('several rules', () => {
  const prodOnly = { ...REPOSITORY, services: ['prod'], may: ['judge'] };
  const backups = { ...REPOSITORY, services: ['prod', 'shop'], may: ['backup'] };

  test('allow together what none of them allows alone', () => {
    const rules = rulesOf([prodOnly, backups]);
    expect(authorize(claims, { services: ['prod'], may: ['judge', 'backup'] }, rules)).toEqual({
      ok: true,
      value: null,
    });
  });

  test('have to allow every service, for each of what is asked', () => {
    const rules = rulesOf([prodOnly, backups]);
    const asked = { services: ['prod', 'shop', 'archive'], may: ['judge', 'backup'] } as const;
    expect(authorize(claims, asked, rules)).toMatchObject({
      ok: false,
      problem: { judge: ['shop', 'archive'], backup: ['archive'] },
    });
  });

  test('do not lend each other their claims', () => {
    const rules = rulesOf([
      { ...REPOSITORY, environment: 'staging' },
      { repository: 'acme/other', environment: 'production' },
    ]);
    expect(authorize(claims, { services: ['prod'], may: ['judge'] }, rules).ok).toBe(false);
  });

  test('none allows nothing', () => {
    expect(authorize(claims, { services: ['prod'], may: ['judge'] }, []).ok).toBe(false);
  });

  test('a rule that leaves out services and what it allows, allows all of both', () => {
    const asked = { services: ['prod', 'shop', 'archive'], may: ['judge', 'backup'] } as const;
    expect(authorize(claims, asked, rulesOf([REPOSITORY])).ok).toBe(true);
  });
});

describe('a refusal', () => {
  const messageFor = (over: Partial<Claims>, may: readonly ('judge' | 'backup')[] = ['judge']) => {
    const refusal = authorize({ ...claims, ...over }, { services: ['prod', 'shop'], may }, []);
    return refusal.ok ? '' : refusal.problem.message;
  };

  test('says what was asked, and the claims that a rule would be made of', () => {
    expect(messageFor({ environment: null })).toBe(
      'No rule of oidc.allow lets this job ask for prod, shop. Its claims: repository acme/shop, repositoryId 123456, repositoryOwnerId 7890, environment (none), ref refs/heads/main, eventName push, jobWorkflowRef "acme/shop/.github/workflows/deploy.yml@refs/heads/main".',
    );
    expect(messageFor({}, ['judge', 'backup'])).toContain(
      'ask for prod, shop or request backups of prod, shop.',
    );
    expect(messageFor({}, ['backup'])).toContain('lets this job request backups of prod, shop.');
  });

  test('quotes claims, which are from outside, in one line', () => {
    const evil = 'x\n::error::"owned" ##[group] \u202e(none), ref refs/heads/main';
    const message = messageFor({ environment: evil, ref: '', eventName: '(none)' });
    expect(message).toContain(
      `environment "x ::error::'owned' ## [group] (none), ref refs/heads/main", ref (none), eventName "(none)"`,
    );
    expect(message).not.toMatch(/[\n\u202e]/);
  });
});
