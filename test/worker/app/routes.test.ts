import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { run } from '../run-fixture.ts';
import { API_KEY, CONFIG, openApp, RUN_ID, SECRETS, SERVICES } from '../open-app.ts';
import { githubPost, slackForm, slackPost, webhookPost } from '../signed-requests.ts';

const HEX = '0123456789abcdef'.repeat(2);
const NOT_FOUND = { code: 'not-found', message: 'Not found.' };

const ENTRANCES = [
  ['slack', 'SLACK_SIGNING_SECRET', slackPost(slackForm('prod'))],
  ['github', 'GITHUB_WEBHOOK_SECRET', githubPost('ping', {})],
  ['webhook', 'WEBHOOK_SECRET', webhookPost({ service: 'prod' })],
] as const;

describe('GET /runs/{id}', () => {
  test('shows the run to whoever has its id, and not how its requester is reached', async () => {
    const answer = await openApp().app.request(`/runs/${RUN_ID}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toEqual({
      id: RUN_ID,
      service: 'prod',
      type: 'full',
      state: 'succeeded',
      joined: false,
      requestedBy: [{ via: 'slack', team: 'T1', channel: 'C1', user: 'U1' }],
      acceptedAt: '2026-01-15T11:55:55Z',
      startedAt: '2026-01-15T11:56:00Z',
      finishedAt: '2026-01-15T12:00:00Z',
      backupId: 'b7',
    });
  });

  test.each([
    ['an id that nobody has', `prod.${'f'.repeat(32)}`],
    ['a service that is not there', `staging.${HEX}`],
    ['no service', `.${HEX}`],
    ['a secret part that is too short', `prod.${HEX.slice(1)}`],
    ['a secret part that is too long', `prod.${HEX}0`],
    ['an upper-case secret part', `prod.${HEX.toUpperCase()}`],
    ['no secret part', 'prod'],
    ['an escaped slash', `prod%2F.${HEX}`],
    ['a broken escape', '%E0%A4%A'],
  ])('knows no run by %s: %s', async (_, id) => {
    const answer = await openApp().app.request(`/runs/${id}`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({
      error: { code: 'not-found', message: 'There is no such run.' },
    });
  });

  test('takes as long for a service that is there as for one that is not', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const after = (ms: number) =>
      new Promise<null>((resolve) => {
        setTimeout(() => resolve(null), ms);
      });
    const answers: string[] = [];
    for (const [name, ms] of Object.entries({ there: 0, notThere: 200 })) {
      const findRun = () => after(ms);
      const answer = openApp({ findRun }).app.request(`/runs/prod.${'f'.repeat(32)}`);
      void Promise.resolve(answer).then(() => answers.push(name));
    }
    while (vi.getTimerCount() < 4) await new Promise(setImmediate);
    await vi.advanceTimersByTimeAsync(299);
    expect(answers).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(answers.toSorted()).toEqual(['notThere', 'there']);
  });

  test('asks no coordinator for what cannot be a run', async () => {
    const asked: string[] = [];
    const findRun = async (id: string) => {
      asked.push(id);
      return run({ id });
    };
    const { app } = openApp({ findRun });
    for (const id of ['prod', `prod.${HEX}0`, `Prod.${HEX}`, `.${HEX}`]) {
      expect((await app.request(`/runs/${id}`)).status).toBe(404);
    }
    expect(asked).toEqual([]);
  });

  test('shows a run whose service has another name in the configuration by now', async () => {
    const { app } = openApp({ findRun: async (id) => run({ id, service: 'staging' }) });
    const answer = await app.request(`/runs/staging.${HEX}`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ service: 'staging' });
  });
});

describe('GET /health', () => {
  test('says that all is well, and which entrances are open', async () => {
    const { SLACK_SIGNING_SECRET: _, ...secrets } = SECRETS;
    const answer = await openApp({ secrets }).app.request('/health');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      status: 'ok',
      version: '1.2.3',
      entrances: { slack: 'closed', github: 'open', webhook: 'open', verdict: 'open' },
    });
  });
});

describe('an entrance without its secret', () => {
  test.each(ENTRANCES)('does not exist: %s', async (_, name, post) => {
    for (const closed of [undefined, '', '  \n']) {
      const { app, accepted } = openApp({ secrets: { ...SECRETS, [name]: closed } });
      for (const answer of [await app.request(...post), await app.request(post[0])]) {
        expect(answer.status).toBe(404);
        expect(await answer.json()).toEqual({ error: NOT_FOUND });
      }
      expect(accepted).toEqual([]);
    }
  });
});

describe('what is not there', () => {
  test.each(['/', '/runs', '/runs/', '/webhook/x', '/slack', '/favicon.ico', '/Health'])(
    '%s is not found',
    async (path) => {
      const answer = await openApp().app.request(path);
      expect(answer.status).toBe(404);
      expect(await answer.json()).toEqual({ error: NOT_FOUND });
    },
  );

  test.each([
    ['GET', '/webhook', 'POST'],
    ['GET', '/slack/command', 'POST'],
    ['PUT', '/github/webhook', 'POST'],
    ['POST', '/health', 'GET, HEAD'],
    ['DELETE', `/runs/${RUN_ID}`, 'GET, HEAD'],
    ['OPTIONS', '/webhook', 'POST'],
  ])('%s %s is refused, and %s named', async (method, path, allow) => {
    const answer = await openApp().app.request(path, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow]);
    expect(await answer.json()).toMatchObject({ error: { code: 'method-not-allowed' } });
  });

  test('HEAD is answered as GET is, without a body', async () => {
    const answer = await openApp().app.request('/health', { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });
});

describe('a fault of ours', () => {
  const broken = () => Promise.reject(new RangeError(`cannot store ${API_KEY}`));

  test.each(ENTRANCES.filter(([name]) => name !== 'github'))(
    'is the same answer whatever it was, and its name in the log: %s',
    async (_, _name, post) => {
      const { app, logged } = openApp({ accept: broken });
      const answer = await app.request(...post);
      expect(answer.status).toBe(500);
      expect(await answer.json()).toEqual({
        error: { code: 'internal', message: 'Internal error.' },
      });
      expect(logged).toEqual([{ event: 'internal-error', name: 'RangeError', route: post[0] }]);
    },
  );

  test('at a run does not write its id into the log', async () => {
    const { app, logged } = openApp({ findRun: broken });
    expect((await app.request(`/runs/${RUN_ID}`)).status).toBe(500);
    expect(logged).toEqual([{ event: 'internal-error', name: 'RangeError', route: '/runs/:id' }]);
  });
});

describe('a broken configuration', () => {
  const config = { ...CONFIG, services: { ...SERVICES, prod: { provider: 'mysql' } } };

  test('stops every route, and nothing is done', async () => {
    const { app, accepted } = openApp({ config });
    const gets = ['/', `/runs/${RUN_ID}`, '/nowhere'].map((path) => app.request(path));
    const posts = ENTRANCES.map(([, , post]) => app.request(...post));
    for (const answer of await Promise.all([...gets, ...posts])) {
      expect(answer.status).toBe(503);
      expect(await answer.json()).toEqual({
        error: {
          code: 'configuration',
          message:
            'The configuration is invalid. With a STATUS_TOKEN, GET /health names the keys at fault.',
        },
      });
    }
    expect(accepted).toEqual([]);
  });

  const atFault = 'services.prod.provider: use one of mariadb-cloud, bycloud, skyvia';
  const statusTokens = ['a-status-token', 'the-next-token'];
  const askWith = (authorization: string) => {
    const open = openApp({ config, statusTokens });
    return { ...open, answer: open.app.request('/health', { headers: { authorization } }) };
  };

  test.each(statusTokens)('is explained to whoever has the status token %s', async (token) => {
    const answer = await askWith(`Bearer ${token}`).answer;
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      status: 'misconfigured',
      version: '1.2.3',
      problems: expect.arrayContaining([atFault]),
      error: { code: 'configuration' },
    });
  });

  test.each(['', 'Bearer ', 'Bearer a-status-toke', 'a-status-token', 'Bearer a-status-token x'])(
    'is only told to all others, and names no service and no key: %j',
    async (authorization) => {
      const answer = await askWith(authorization).answer;
      expect(answer.status).toBe(503);
      const text = await answer.text();
      expect(JSON.parse(text)).toMatchObject({ status: 'misconfigured' });
      expect(text).not.toContain('prod');
    },
  );

  test('is explained to nobody where there is no status token', async () => {
    const { app } = openApp({ config, statusTokens: [] });
    const headers = { authorization: 'Bearer undefined' };
    expect(await (await app.request('/health', { headers })).text()).not.toContain('prod');
  });

  test('is explained in the log', async () => {
    const { app, logged } = openApp({ config });
    await app.request('/health');
    expect(logged).toEqual([
      { event: 'configuration-error', problems: expect.stringContaining(atFault) },
    ]);
  });
});

describe('the health of a good configuration', () => {
  test('names the services to whoever has a status token, and to nobody else', async () => {
    const { app } = openApp({ statusTokens: ['a-status-token'] });
    const askWith = async (authorization: string) =>
      (await app.request('/health', { headers: { authorization } })).json();
    expect(await askWith('Bearer a-status-token')).toMatchObject({
      status: 'ok',
      services: Object.keys(SERVICES),
    });
    expect(await askWith('Bearer another-token')).not.toHaveProperty('services');
  });
});
