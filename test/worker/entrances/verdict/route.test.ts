import { describe, expect, test } from 'vitest';
import type { JudgedForStep } from '../../../../worker/judge-for-step.ts';
import { serviceResult } from '../../../shared/report/service-result-fixture.ts';
import { EVERY_FINDING } from '../../../shared/domain/every-finding-fixture.ts';
import { CONFIG, freshRun, NOW, RUN_ID, SERVICES } from '../../open-app.ts';
import { startOidcIssuer } from '../../../emulator/oidc-issuer/index.ts';
import { openForJobs } from './asking.ts';
import { AUDIENCE } from './open-verifier.ts';

const ASKED = { given: {}, backup: 'never', judged: true, dryRun: false, runId: null };

/** The coordinator's answer: a healthy service, unless it says otherwise. */
function judged(over: Partial<JudgedForStep> = {}): JudgedForStep {
  return { result: serviceResult(), isToWait: false, isBackupNeeded: false, ...over };
}

const blocked = serviceResult({
  verdict: 'block',
  findings: [EVERY_FINDING['latest-backup-failed']],
});

describe('a job that a rule allows', () => {
  test('gets the verdict as the Action has it, and what its step words it from', async () => {
    const { ask } = await openForJobs();
    const { status, json } = await ask({ services: ['prod'] });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      version: 1,
      verdict: 'pass',
      gate: 'open',
      dryRun: false,
      judgedAt: '2026-01-15T12:00:00Z',
      services: [{ provider: 'mariadb-cloud', service: 'dbtgf28044362', name: 'prod' }],
      checked: [{ provider: 'mariadb-cloud', result: { name: 'prod', verdict: 'pass' } }],
    });
    expect(json).not.toHaveProperty('running');
  });

  test('is asked of the coordinators with the settings that the step was given, and no others', async () => {
    const orders: unknown[] = [];
    const { ask } = await openForJobs({
      judgeForStep: async ({ name }, order) => {
        orders.push([name, order]);
        return judged();
      },
    });
    await ask({ services: ['prod'] });
    await ask({
      services: ['shop', 'prod'],
      maxAge: '26h',
      minSize: '1GB',
      maxSizeDrop: 'block:30%',
      acceptTypes: ['full', 'dump'],
      inProgress: 'wait',
      onUnknown: 'block',
      gate: 'off',
      dryRun: true,
    });
    const given = {
      maxAge: { kind: 'limit', milliseconds: 26 * 3_600_000 },
      minSizeBytes: 1_000_000_000,
      maxSizeDrop: { kind: 'limit', percent: 30, severity: 'block' },
      acceptTypes: ['full', 'dump'],
      inProgress: 'wait',
      onUnknown: 'block',
    };
    const asked = { ...ASKED, given, judged: false, dryRun: true, mayTake: true };
    expect(orders).toEqual([
      ['prod', { ...ASKED, type: 'full', mayTake: true }],
      ['shop', { ...asked, type: 'dump' }],
      ['prod', { ...asked, type: 'full' }],
    ]);
  });

  test.each([
    [undefined, 'block', 'closed'],
    ['block', 'block', 'closed'],
    ['warn', 'block', 'open'],
    ['off', '', 'closed'],
  ])('hears with gate %s of a block: verdict "%s", gate %s', async (gate, verdict, state) => {
    const { ask } = await openForJobs({ judgeForStep: async () => judged({ result: blocked }) });
    expect((await ask({ services: ['prod'], gate })).json).toMatchObject({ verdict, gate: state });
  });

  test('hears the severest verdict of several services, in its order', async () => {
    const { ask } = await openForJobs({
      judgeForStep: async ({ name }) =>
        judged({ result: name === 'shop' ? { ...blocked, name } : serviceResult({ name }) }),
    });
    expect((await ask({ services: ['shop', 'prod'] })).json).toMatchObject({
      verdict: 'block',
      services: [
        { name: 'shop', verdict: 'block' },
        { name: 'prod', verdict: 'pass' },
      ],
    });
  });

  test('is told which services still have a backup under way, if it waits for them', async () => {
    const { ask, accepted } = await openForJobs({
      judgeForStep: async ({ name }) =>
        judged({ isToWait: name === 'shop', isBackupNeeded: name === 'prod' }),
    });
    const { status, json } = await ask({ services: ['prod', 'shop'], backup: 'if-needed' });
    expect(status).toBe(200);
    expect(json).toMatchObject({ running: ['shop'] });
    expect(accepted).toEqual([]);
  });

  test.each([
    [{}, undefined, 'block', null],
    [{ onUnknown: 'warn' }, undefined, 'warn', null],
    [{ onUnknown: 'warn' }, 'block', 'block', null],
    [{}, 'warn', 'block', null],
    [{ onUnknown: 'warn' }, undefined, 'warn', 'if-needed'],
  ])(
    'hears of the others where one cannot be judged: policy %j, onUnknown %s: %s',
    async (policy, onUnknown, verdict, backup) => {
      const { ask, logged } = await openForJobs({
        config: (oidc: object) => ({
          ...CONFIG,
          services: { ...SERVICES, shop: { ...SERVICES.shop, policy } },
          oidc,
        }),
        judgeForStep: async ({ name }) => {
          if (name === 'shop') throw new RangeError('broken');
          return judged();
        },
      });
      const asked = { services: ['prod', 'shop'], onUnknown, ...(backup && { backup }) };
      const { status, json } = await ask(asked);
      expect(status).toBe(200);
      const request = backup && { type: 'dump', state: 'undecided' };
      expect(json).toMatchObject({
        verdict,
        services: [
          { verdict: 'pass' },
          { name: 'shop', verdict, findings: [{ code: 'evidence-unavailable' }], request },
        ],
      });
      expect(logged).toContainEqual({
        event: 'status-failed',
        service: 'shop',
        reason: 'RangeError',
      });
    },
  );

  test('hears of none where a backup has to be taken and one of them cannot be judged', async () => {
    const { ask, accepted } = await openForJobs({
      judgeForStep: async ({ name }) => {
        if (name === 'shop') throw new RangeError('broken');
        return judged({ isBackupNeeded: true });
      },
    });
    expect((await ask({ services: ['prod', 'shop'], backup: 'always' })).status).toBe(500);
    expect(accepted).toEqual([]);
  });

  test('is remembered, with what it heard', async () => {
    const { ask, asks, deferred } = await openForJobs({
      judgeForStep: async () => judged({ result: blocked }),
    });
    await ask({ services: ['prod'] }, { claims: { environment: 'production' } });
    await Promise.all(deferred);
    expect(asks).toEqual([
      {
        repository: 'acme/shop',
        repositoryId: '123456',
        repositoryOwnerId: '7890',
        environment: 'production',
        services: ['prod'],
        verdict: 'block',
        at: NOW,
      },
    ]);
  });

  test('hears the verdict also where it cannot be remembered', async () => {
    const { ask, deferred, logged } = await openForJobs({
      noteAsk: () => Promise.reject(new TypeError('broken')),
    });
    expect((await ask({ services: ['prod'] })).status).toBe(200);
    await Promise.all(deferred);
    expect(logged).toContainEqual({ event: 'board-failed', reason: 'TypeError' });
  });
});

describe('a backup that is needed first', () => {
  const needing = { judgeForStep: async () => judged({ isBackupNeeded: true }) };

  test('is an order like any other, and is answered with its run', async () => {
    const { ask, accepted, logged } = await openForJobs(needing);
    const by = { claims: { jti: 'token-1', repository: 'Acme/Shop' } };
    const { status, json } = await ask({ services: ['prod'], backup: 'if-needed' }, by);
    expect(status).toBe(202);
    const requester = { via: 'verdict', repository: 'Acme/Shop', run: '9876543210' };
    expect(json).toMatchObject({
      id: RUN_ID,
      service: 'prod',
      type: 'full',
      state: 'accepted',
      requestedBy: [{ ...requester, actor: 'octocat' }],
      also: [],
    });
    expect(accepted).toMatchObject([
      {
        service: 'prod',
        type: 'full',
        isTypeGiven: false,
        mustBeNew: true,
        deliveries: ['verdict:token-1'],
      },
    ]);
    expect(logged).toContainEqual({
      event: 'accepted',
      entrance: 'verdict',
      service: 'prod',
      run: RUN_ID,
    });
  });

  test('is taken of those services only that need one', async () => {
    const { ask, accepted } = await openForJobs({
      judgeForStep: async ({ name }) => judged({ isBackupNeeded: name !== 'prod' }),
      accept: async (request) => {
        accepted.push(request);
        return { kind: 'accepted', run: freshRun({ service: request.service }), joined: true };
      },
    });
    const body = { services: ['prod', 'shop'], backup: 'if-needed', type: 'dump' };
    expect((await ask(body)).json).toMatchObject({ service: 'shop', joined: true, also: [] });
    expect(accepted).toMatchObject([{ service: 'shop', type: 'dump', isTypeGiven: true }]);
  });

  test('of several services has the other runs beside the first', async () => {
    const { ask } = await openForJobs(needing);
    const { json } = await ask({ services: ['prod', 'shop'], backup: 'always' });
    expect(json).toMatchObject({ service: 'prod', also: [{ service: 'shop' }] });
  });

  test('needs a token that was not used for one before', async () => {
    const { ask, accepted, issuer, used, logged } = await openForJobs(needing);
    const body = { services: ['prod'], backup: 'always' };
    expect((await ask(body, { claims: { jti: 'once' } })).status).toBe(202);
    const again = await ask(body, { claims: { jti: 'once' } });
    expect(again.status).toBe(401);
    expect(accepted).toHaveLength(1);
    expect(used).toMatchObject([{ id: 'once', expiresAt: issuer.clock.now() + 300_000 }, {}]);
    expect(new Set(used.map(({ useId }) => useId)).size).toBe(2);
    // Not even for asking.
    const judging = await ask({ services: ['prod'] }, { claims: { jti: 'once' } });
    expect(judging.status).toBe(401);
    expect(logged).toContainEqual({
      event: 'refused',
      entrance: 'verdict',
      reason: 'the token was used before',
    });
  });

  test.each([
    ['no backup', { services: ['prod'] }],
    ['a dry run', { services: ['prod'], backup: 'always', dryRun: true }],
    ['runs that it caused', { services: ['prod'], backup: 'always', runs: [RUN_ID] }],
  ])('uses no token up that asks for %s', async (_, body) => {
    const { ask, used } = await openForJobs();
    expect((await ask(body)).status).toBe(200);
    expect(used).toEqual([]);
  });

  test('is not taken twice: a step that has runs asks for what became of them', async () => {
    const orders: unknown[] = [];
    const { ask } = await openForJobs({
      judgeForStep: async ({ name }, { runId, mayTake, backup }) => {
        orders.push({ name, runId, mayTake, backup });
        return judged();
      },
    });
    await ask({ services: ['prod', 'shop'], backup: 'if-needed', runs: [RUN_ID] });
    const common = { mayTake: false, backup: 'if-needed' };
    expect(orders).toEqual([
      { name: 'prod', runId: RUN_ID, ...common },
      { name: 'shop', runId: null, ...common },
    ]);
  });

  test.each([
    [
      { type: 'dump', acceptTypes: ['full'] },
      'No dump backup of prod would count: only full is accepted.',
    ],
    [
      { type: 'snapshot', acceptTypes: ['full', 'dump'] },
      'No snapshot backup of prod would count: only full, dump is accepted.',
    ],
  ])('that would not count is refused before any is taken: %j', async (over, message) => {
    const { ask, used } = await openForJobs(needing);
    const { status, json } = await ask({ services: ['prod'], backup: 'always', ...over });
    expect(status).toBe(422);
    expect(json).toEqual({ error: { code: 'unsupported', message } });
    expect(used).toEqual([]);
  });
});

test('a run that its service does not know is not taken for none', async () => {
  const { ask } = await openForJobs({ judgeForStep: async () => 'no-such-run' });
  const { status, json } = await ask({ services: ['prod'], backup: 'always', runs: [RUN_ID] });
  expect(status).toBe(404);
  expect(json).toEqual({ error: { code: 'not-found', message: `There is no run ${RUN_ID}.` } });
});

describe('a job that no rule allows', () => {
  test('hears which claims a rule would need', async () => {
    const { ask, logged } = await openForJobs();
    const by = { claims: { repository: 'mallory/shop', repository_id: '666' } };
    const { status, json } = await ask({ services: ['prod'] }, by);
    expect(status).toBe(403);
    expect(json).toEqual({
      error: {
        code: 'forbidden',
        message:
          'No rule of oidc.allow lets this job ask for prod. Its claims: repository mallory/shop, repositoryId 666, repositoryOwnerId 7890, environment (none), ref refs/heads/main, eventName push, jobWorkflowRef "acme/shop/.github/workflows/deploy.yml@refs/heads/main".',
      },
    });
    expect(logged).toContainEqual({
      event: 'not-allowed',
      entrance: 'verdict',
      repository: 'mallory/shop',
    });
  });

  test('does not learn whether a service exists', async () => {
    const allow = [{ repository: 'acme/shop', services: ['prod'] }];
    const { ask } = await openForJobs({ allow });
    expect((await ask({ services: ['shop'] })).status).toBe(403);
    expect((await ask({ services: ['nowhere'] })).status).toBe(403);
  });

  test('may not have a backup taken by a rule that lets it judge', async () => {
    const { ask, accepted, used } = await openForJobs({
      allow: [{ repository: 'acme/shop', may: ['judge'] }],
    });
    expect((await ask({ services: ['prod'], backup: 'if-needed' })).status).toBe(403);
    expect((await ask({ services: ['prod'], backup: 'if-needed', dryRun: true })).status).toBe(200);
    expect([accepted, used]).toEqual([[], []]);
  });

  test('that may ask for all hears which service there is not', async () => {
    const { ask } = await openForJobs();
    const { status, json } = await ask({ services: ['prod', 'prdo'] });
    expect(status).toBe(404);
    expect(json).toEqual({ error: { code: 'not-found', message: 'There is no service prdo.' } });
    const several = await ask({ services: ['prod', 'prdo', 'shpo'] });
    expect(several.text).toContain('There are no services prdo, shpo.');
  });
});

describe('a token that is not good', () => {
  test.each<[string, Parameters<Awaited<ReturnType<typeof openForJobs>>['ask']>[1]]>([
    ['is missing', { token: null }],
    ['is no token', { token: 'secret' }],
    ['is for another audience', { claims: { aud: 'https://elsewhere.example' } }],
    ['is signed by somebody else', { mint: { key: 'foreign' } }],
    ['is not signed', { mint: { alg: 'none' } }],
    ['has expired', { claims: { exp: NOW / 1000 - 60 } }],
  ])('because it %s gets the same 401, and only the log says why', async (_, by) => {
    const { ask, logged } = await openForJobs();
    const { status, json, headers } = await ask({ services: ['prod'] }, by);
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(json).toEqual({
      error: {
        code: 'unauthorized',
        message: 'The token is missing or not accepted. The log of the Worker says why.',
      },
    });
    expect(logged).toEqual([
      { event: 'refused', entrance: 'verdict', reason: expect.stringMatching(/\w/) },
    ]);
  });

  test('may be good another time, if the keys of the issuer are not known yet', async () => {
    const { ask, issuer, logged } = await openForJobs();
    issuer.fail({ kind: 'html', times: 2 });
    const first = await ask({ services: ['prod'] });
    expect([first.status, first.headers.get('retry-after')]).toEqual([401, '10']);
    expect(logged).toMatchObject([{ event: 'refused', entrance: 'verdict' }]);
    expect((await ask({ services: ['prod'] })).status).toBe(401);
    expect((await ask({ services: ['prod'] })).status).toBe(200);
    const bad = await ask({ services: ['prod'] }, { mint: { key: 'foreign' } });
    expect([bad.status, bad.headers.get('retry-after')]).toEqual([401, null]);
    // A key that is not listed yet.
    issuer.rotate();
    const rotated = await ask({ services: ['prod'] });
    expect([rotated.status, rotated.headers.get('retry-after')]).toEqual([401, '10']);
    issuer.clock.advance(30_000);
    expect((await ask({ services: ['prod'] })).status).toBe(200);
  });

  test('of another issuer is not good another time either', async () => {
    const { ask, logged } = await openForJobs();
    const other = await startOidcIssuer({});
    try {
      const token = other.mint(other.claimsOf({ aud: 'https://gate.example' }));
      const { status, headers } = await ask({ services: ['prod'] }, { token });
      expect([status, headers.get('retry-after')]).toEqual([401, null]);
      expect(logged).toMatchObject([{ reason: 'the "iss" claim is not the configured issuer' }]);
    } finally {
      await other.close();
    }
  });

  test('is not told what is wrong with its body', async () => {
    const { ask } = await openForJobs();
    expect((await ask('{', { token: 'secret' })).status).toBe(401);
  });

  test('is limited by its address', async () => {
    const { ask } = await openForJobs({ mayCall: async () => false });
    const { status, headers } = await ask({ services: ['prod'] }, { token: null });
    expect([status, headers.get('retry-after')]).toEqual([429, '60']);
  });
});

describe('a body that cannot be read', () => {
  test.each<[unknown, RegExp]>([
    ['{', /^The body is not a JSON object\.$/],
    [[], /^The body is not a JSON object\.$/],
    [{}, /^services: /],
    [{ services: [] }, /^services: use a list of 1 to 40 names/],
    [{ services: ['prod', 'prod'] }, /each once/],
    [{ services: ['prod'], maxAge: 'soon' }, /^maxAge: use auto, off, or /],
    [{ services: ['prod'], maxage: '26h' }, /^maxage: unknown key; allowed: services, backup, /],
    [{ services: ['prod'], backup: 'maybe' }, /^backup: use one of never, if-needed, always\.$/],
    [{ services: ['prod'], type: 'Full' }, /^type: use one of full, /],
    [{ services: ['prod'], acceptTypes: [] }, /^acceptTypes: use "all", or a list/],
    [{ services: ['prod'], dryRun: 'true' }, /^dryRun: use true or false\.$/],
    [{ services: ['prod'], runs: [7] }, /^runs\[0\]: use the id of a run\.$/],
    [{ services: ['prod'], runs: ['prod.1'] }, /^runs\[0\]: use the id of a run\.$/],
    [
      { services: ['shop'], backup: 'always', runs: [RUN_ID] },
      /^runs: use at most one for each of the services\.$/,
    ],
    [
      { services: ['prod'], backup: 'always', runs: [RUN_ID, RUN_ID.replace('0', 'f')] },
      /^runs: use at most one for each of the services\.$/,
    ],
    [{ services: ['prod'], gate: 'on', onUnknown: 'pass' }, /^gate: .*; onUnknown: /],
    [{ services: Array.from({ length: 41 }, (_, n) => `s${n}`) }, /1 to 40/],
    [
      { services: Array.from({ length: 21 }, (_, n) => `s${n}`), backup: 'always' },
      /^services: with backup, use at most 20 in one call\.$/,
    ],
  ])('is refused with all that is wrong: %j', async (body, message) => {
    const { ask } = await openForJobs();
    const { status, json } = await ask(body);
    expect(status).toBe(400);
    expect(json).toMatchObject({
      error: { code: 'unreadable', message: expect.stringMatching(message) },
    });
  });
});

describe('the audience', () => {
  test('is the address that the Worker was called at where none is configured', async () => {
    const { ask } = await openForJobs({ audience: null });
    const asked = ['http://localhost', 'http://localhost/', AUDIENCE].map(async (aud) => {
      return (await ask({ services: ['prod'] }, { claims: { aud } })).status;
    });
    expect(await Promise.all(asked)).toEqual([200, 401, 401]);
  });
});
