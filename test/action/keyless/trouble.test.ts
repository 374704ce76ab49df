import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MINUTE } from '../../../shared/domain/instant.ts';
import { addHealthy } from '../backups-in-emulator.ts';
import type { ServiceResult } from '../../../shared/domain/service-result.ts';
import { serviceResult } from '../../shared/report/service-result-fixture.ts';
import { parseResult } from '../result-json.ts';
import type { GivenInputs } from '../step.ts';
import { answerWith } from './over-the-wire.ts';
import { type KeylessStage, OTHER, startKeyless } from './keyless-step.ts';

let stage: KeylessStage;

beforeEach(async () => {
  stage = await startKeyless();
  addHealthy(stage.cloud);
  addHealthy(stage.cloud, OTHER);
});
afterEach(() => stage.close());

const asked = () => stage.worker.requests.filter(({ path }) => path === '/verdict');
const error = (code: string, message: string) => JSON.stringify({ error: { code, message } });

const JSON_TYPE = { 'content-type': 'application/json' };

/** The step while the Worker answers every question like this. */
function stepWith(
  status: number,
  text: string,
  given: GivenInputs = {},
  headers: Record<string, string> = JSON_TYPE,
) {
  const answer = { status, text, headers };
  stage.worker.fail({ path: /verdict/, times: Infinity, answer });
  return stage.step({ 'on-unknown': 'warn', service: 'prod,shop', ...given });
}

describe('what does not pass by itself blocks, whatever on-unknown says, and is asked once', () => {
  test.each([
    [
      401,
      error('unauthorized', 'Unauthorized.'),
      'credential-refused',
      "did not accept this job's token. Its log says why",
      '`oidc.audience`',
    ],
    [
      403,
      error('forbidden', 'No rule allows repository acme/shop.'),
      'credential-refused',
      'No rule allows repository acme/shop',
      '`oidc.allow`',
    ],
    [
      404,
      error('not-found', 'There is no service prod.'),
      'unknown-service',
      'There is no service prod',
      '`service`',
    ],
    [
      404,
      error('not-found', 'Not found.'),
      'not-found',
      'its oidc is not configured',
      '`worker-url`',
    ],
    [404, '<html>404</html>', 'not-found', 'is not a Backup Gate Worker', '`worker-url`'],
    [403, '<html>Access denied</html>', 'not-found', 'is not a Backup Gate Worker', '`worker-url`'],
    [200, '<html>Sign in</html>', 'not-found', 'it is a web page', '`worker-url`'],
    [200, 'Hello World!', 'not-found', 'it is not valid JSON', '`worker-url`'],
    [200, '{"hello":"world"}', 'not-found', 'is not a Backup Gate Worker', '`worker-url`'],
    [200, '', 'not-found', 'is not a Backup Gate Worker', '`worker-url`'],
    [
      400,
      error('unreadable', 'Unknown key: maxAge.'),
      'refused',
      'Unknown key: maxAge',
      'same version',
    ],
  ])('HTTP %i with %s', async (status, text, kind, ...words) => {
    const step = await stepWith(status, text);
    expect(step.outputs).toMatchObject({ gate: 'closed', reasons: 'evidence-unavailable' });
    const { services } = parseResult(step.outputs);
    expect(services).toMatchObject([
      { provider: '', service: 'prod', findings: [{ severity: 'block', problem: { kind } }] },
      { provider: '', service: 'shop', findings: [{ severity: 'block', problem: { kind } }] },
    ]);
    expect(step.summary).toMatch(/^## ⛔ Could not check the backups: the Worker /);
    for (const each of words) expect(step.summary).toContain(each);
    expect(step.summary).not.toMatch(/`api-key`|`base-url`/);
    expect(asked()).toHaveLength(1);
  });

  test('a redirect is not followed, and gets no token', async () => {
    const other = await startKeyless();
    try {
      const location = `${other.worker.url}/verdict`;
      const step = await stepWith(307, '', {}, { ...JSON_TYPE, location });
      expect(step.summary).toContain('is not a Backup Gate Worker');
      expect(other.worker.requests).toEqual([]);
    } finally {
      await other.close();
    }
  });

  test('an answer that is larger than any list', async () => {
    const step = await stepWith(
      200,
      JSON.stringify({ version: 1, checked: 'x'.repeat(9 * 2 ** 20) }),
    );
    expect(step.summary).toContain('it is larger than the limit of 8 MiB');
    expect(step.outputs).toMatchObject({ gate: 'closed' });
  });
});

describe('what may pass is tried for a minute, and then counts as on-unknown says', () => {
  test.each([429, 500, 502, 503])('HTTP %i', async (status) => {
    const start = stage.cloud.clock.now();
    const step = await stepWith(status, error('internal', 'Internal error.'));
    expect(step.outputs).toMatchObject({ verdict: 'warn', gate: 'open' });
    expect(step.summary).toContain(`The Worker answered HTTP ${status}: Internal error`);
    expect(asked().length).toBeGreaterThan(3);
    expect(new Set(asked().map(({ token }) => token)).size).toBe(asked().length);
    const took = stage.cloud.clock.now() - start;
    expect(took).toBeGreaterThan(MINUTE / 2);
    expect(took).toBeLessThanOrEqual(MINUTE);
    expect(step.lines).toContainEqual(expect.stringMatching(/^Worker: HTTP \d+; trying again in /));
  });

  test('with the default of on-unknown it blocks', async () => {
    const step = await stepWith(503, error('configuration', 'x'), { 'on-unknown': 'block' });
    expect(step.outputs).toMatchObject({ verdict: 'block', gate: 'closed' });
    expect(step.summary).toContain('`on-unknown: warn` lets the deploy go on meanwhile');
  });

  test('a lost answer', async () => {
    stage.worker.fail({ path: /verdict/, times: Infinity, answer: 'lose' });
    const step = await stage.step({ 'on-unknown': 'warn' });
    expect(step.outputs).toMatchObject({ verdict: 'warn', gate: 'open' });
    expect(step.summary).toContain('the Worker did not answer');
  });

  test('an answer of a Worker of another version is not tried again', async () => {
    const step = await stepWith(200, JSON.stringify({ version: 2, checked: [] }));
    expect(step.outputs).toMatchObject({ verdict: 'warn', gate: 'open' });
    expect(step.summary).toContain('It may be of another version than this Action');
    expect(asked()).toHaveLength(1);
  });

  test('no wait goes beyond the timeout', async () => {
    const start = stage.cloud.clock.now();
    await stepWith(503, '', { timeout: '10s' });
    expect(stage.cloud.clock.now() - start).toBeLessThanOrEqual(10_000);
  });
});

test('a Worker that passes another service closes the gate', async () => {
  stage.worker.rewrite = (body) => JSON.parse(JSON.stringify(body).replaceAll('"prod"', '"shop"'));
  const step = await stage.step();
  expect(step.outputs).toMatchObject({ gate: 'closed', reasons: 'evidence-unavailable' });
});

test('a key that the Worker’s provider refuses is the Worker’s secret to change', async () => {
  stage.cloud.fail({ kind: 'status', status: 401, times: Infinity });
  const step = await stage.step();
  expect(step.summary).toMatch(/^## ⛔ Could not check the backups: MariaDB Cloud refused the key/);
  expect(step.summary).toContain(
    'Check that the secret of the Worker that holds the key is current',
  );
  expect(step.summary).not.toContain('`api-key`');
});

test.each(['warn', 'off'])(
  'with gate: %s a Worker that cannot be asked closes nothing',
  async (gate) => {
    const step = await stepWith(401, error('unauthorized', 'Unauthorized.'), { gate });
    expect(step.outputs).toMatchObject({ gate: 'open' });
  },
);

test('with gate: off a backup that was asked for and is not known to be taken closes it', async () => {
  const given = { gate: 'off', backup: 'always' };
  const step = await stepWith(401, error('unauthorized', 'Unauthorized.'), given);
  expect(step.outputs).toMatchObject({ verdict: '', gate: 'closed' });
});

describe('a Worker that has not got the keys of the issuer', () => {
  const later = { ...JSON_TYPE, 'retry-after': '10' };
  const refusal = { status: 401, text: error('unauthorized', 'Not accepted.'), headers: later };

  test('is asked again, each time with a new token, until it has', async () => {
    stage.worker.fail({ path: /verdict/, times: 3, answer: refusal });
    const step = await stage.step();
    expect(step.outputs).toMatchObject({ gate: 'open' });
    expect(new Set(asked().map(({ token }) => token)).size).toBe(4);
  });

  test.each([
    ['block', 'closed'],
    ['warn', 'open'],
  ])('is asked for a minute; then on-unknown: %s says that the gate is %s', async (word, gate) => {
    const begun = stage.cloud.clock.now();
    const step = await stepWith(401, refusal.text, { 'on-unknown': word }, later);
    expect(step.outputs).toMatchObject({ gate, reasons: 'evidence-unavailable' });
    expect(step.summary).toContain("could not read the keys of GitHub's issuer");
    expect(stage.cloud.clock.now() - begun).toBe(MINUTE);
    expect(asked()).toHaveLength(7);
  });
});

test('a job that no rule allows finds in its log which claims a rule needs, however many', async () => {
  const claims = `Its claims: repository acme/shop, jobWorkflowRef "${'x'.repeat(300)}@refs/heads/main".`;
  const said = `No rule of oidc.allow lets this job ask for prod. ${claims}`;
  const step = await stepWith(403, error('forbidden', said));
  expect(step.summary).toContain('No rule of oidc.allow lets this job ask for prod`');
  expect(step.summary).not.toContain('Its claims');
  expect(step.lines.join('\n')).toContain(`The Worker says: "${said.replaceAll('"', "'")}"`);
});

describe('a backup that was asked for before the Worker could be asked', () => {
  const later = { status: 503, text: 'overloaded' };

  test.each([
    ['always', 'backup-request-failed,evidence-unavailable', 'closed', 'failed'],
    ['if-needed', 'evidence-unavailable', 'open', 'undecided'],
  ])('with backup: %s: %s, gate %s', async (backup, reasons, gate, state) => {
    const step = await stepWith(later.status, later.text, { backup });
    expect(step.outputs).toMatchObject({ reasons, gate });
    expect(parseResult(step.outputs).services[0]?.request).toMatchObject({ type: 'full', state });
  });

  test('and would not count is told as such, and says nothing of the backups there are', async () => {
    const said = 'No dump backup of prod would count: only full is accepted.';
    const given = { backup: 'always', 'backup-type': 'dump' };
    const step = await stepWith(422, error('unsupported', said), given);
    expect(step.outputs).toMatchObject({ gate: 'closed', reasons: 'backup-request-failed' });
    expect(step.summary).toContain('The dump backup was not requested: `No dump backup of prod');
    expect(step.summary).not.toContain('could not be read');
    expect(asked()).toHaveLength(1);
  });
});

describe('a Worker that passes without the backup that was asked for', () => {
  type State = NonNullable<ServiceResult['request']>['state'];

  /** The step while the Worker answers that all is well, and this of the backup. */
  function stepToldOf(state: State | null, given: GivenInputs) {
    const request = state === null ? null : { type: 'full', state, backupId: null };
    const text = JSON.stringify(answerWith(serviceResult({ request })));
    const answer = { status: 200, text, headers: JSON_TYPE };
    stage.worker.fail({ path: /verdict/, times: Infinity, answer });
    return stage.step(given);
  }

  test.each([null, 'undecided', 'not-needed', 'succeeded', 'dry-run'] as const)(
    'is not believed: request %j',
    async (state) => {
      const step = await stepToldOf(state, { backup: 'always', 'on-unknown': 'warn' });
      expect(step.outputs).toMatchObject({
        gate: 'closed',
        reasons: 'backup-request-failed,evidence-unavailable',
      });
    },
  );

  test.each([
    ['if-needed', null, 'closed'],
    ['if-needed', 'succeeded', 'closed'],
    ['if-needed', 'not-needed', 'open'],
    ['never', 'succeeded', 'closed'],
    ['never', null, 'open'],
  ] as const)('backup: %s and request %j: the gate is %s', async (backup, state, gate) => {
    expect((await stepToldOf(state, { backup })).outputs).toMatchObject({ gate });
  });
});

test('a Worker that is misconfigured says so, and what names the keys at fault', async () => {
  const said = error('configuration', 'The configuration is invalid.');
  const step = await stepWith(503, said, { 'on-unknown': 'block' });
  expect(step.summary).toContain('Could not check the backups: the Worker is misconfigured');
  expect(step.summary).toContain('`GET /health` of the Worker');
});

test('what only a newer Worker knows is told in its words, and which version to bring it to', async () => {
  const message = 'The backups are encrypted with a key that has expired.';
  stage.worker.rewrite = (body) => {
    const whole = body as { checked: { result: Record<string, unknown> }[] };
    const [first] = whole.checked;
    const findings = [{ code: 'key-expired', severity: 'block', keyId: 7 }];
    Object.assign(first?.result ?? {}, { findings, verdict: 'block' });
    return { ...whole, services: [{ findings: [{ message }] }] };
  };
  const step = await stage.step();
  expect(step.outputs).toMatchObject({ gate: 'closed', reasons: 'evidence-unavailable' });
  expect(step.summary).toContain(`the Worker found key-expired: ${message.slice(0, -1)}`);
  expect(step.summary).toContain('Bring the Worker and this Action to the same version.');
  expect(step.summary).not.toContain('Re-run this job in a few minutes');
});
