import { afterEach, beforeEach, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import { addBackup, addHealthy, addNightly, writesOf } from '../backups-in-emulator.ts';
import { parseResult } from '../result-json.ts';
import { type KeylessStage, OTHER, startKeyless } from './keyless-step.ts';

let stage: KeylessStage;

beforeEach(async () => {
  stage = await startKeyless();
});
afterEach(() => stage.close());

const asked = () => stage.worker.requests.filter(({ path }) => path === '/verdict');
const requestOf = (outputs: Readonly<Record<string, string>>) =>
  parseResult(outputs).services.map(({ request }) => request?.['state']);

test('a backup that is needed is taken, followed and judged', async () => {
  addNightly(stage.cloud);
  const step = await stage.step({ backup: 'if-needed' });
  expect(step.outputs).toMatchObject({ gate: 'open', reasons: '' });
  expect(requestOf(step.outputs)).toEqual(['succeeded']);
  expect(step.lines).toContainEqual(
    expect.stringMatching(/^prod: one-time full backup requested \(run prod\.[0-9a-f]{32}\)$/),
  );
  expect(step.lines).toContainEqual(expect.stringMatching(/^prod: after \d.*: succeeded$/));
  expect(writesOf(stage.cloud)).toHaveLength(1);
  expect(asked().map(({ body }) => body)).toEqual([
    { services: ['prod'], backup: 'if-needed' },
    {
      services: ['prod'],
      backup: 'if-needed',
      runs: [expect.stringMatching(/^prod\.[0-9a-f]{32}$/)],
    },
  ]);
});

test('every question has a token of its own, and a look at a run has none', async () => {
  addHealthy(stage.cloud);
  await stage.step({ backup: 'always', service: 'prod' });
  const tokens = asked().map(({ token }) => token);
  expect(tokens).toHaveLength(2);
  expect(new Set(tokens).size).toBe(2);
  expect(tokens).not.toContain(null);
  const looks = stage.worker.requests.filter(({ path }) => path.startsWith('/runs/'));
  expect(looks.length).toBeGreaterThan(1);
  expect(new Set(looks.map(({ token }) => token))).toEqual(new Set([null]));
});

test('none is taken where none is needed, nor in a dry run', async () => {
  addHealthy(stage.cloud);
  const notNeeded = await stage.step({ backup: 'if-needed' });
  expect(requestOf(notNeeded.outputs)).toEqual(['not-needed']);
  const dry = await stage.step({ backup: 'always', 'dry-run': 'true' });
  expect(requestOf(dry.outputs)).toEqual(['dry-run']);
  expect(dry.summary).toContain('Dry run: nothing was written to the provider.');
  expect(asked().at(-1)?.body).toEqual({ services: ['prod'], backup: 'always', dryRun: true });
  expect(writesOf(stage.cloud)).toEqual([]);
});

test('the type of the backup is asked for only where it is given', async () => {
  addHealthy(stage.cloud);
  const step = await stage.step({ backup: 'always', 'backup-type': 'dump' });
  expect(asked()[0]?.body).toEqual({ services: ['prod'], backup: 'always', type: 'dump' });
  expect(step.summary).toContain('A one-time dump backup was taken.');
});

test('the runs of several services are followed together', async () => {
  addNightly(stage.cloud);
  addBackup(stage.cloud, 1, { service_id: OTHER, status: 'Failed' });
  const step = await stage.step({ service: 'prod,Läden=shop', backup: 'if-needed' });
  expect(requestOf(step.outputs)).toEqual(['succeeded', 'succeeded']);
  expect(step.lines).toContainEqual(expect.stringMatching(/^prod: after \d.*: succeeded$/));
  expect(step.lines).toContainEqual(expect.stringMatching(/^"Läden": after \d.*: succeeded$/));
  expect(asked()).toHaveLength(2);
});

test('a run that fails blocks, with the words of the provider', async () => {
  addHealthy(stage.cloud);
  stage.cloud.nextBackup({ outcome: 'Failed', message: 'disk full' });
  const step = await stage.step({ backup: 'always', gate: 'off' });
  expect(step.outputs).toMatchObject({ gate: 'closed', reasons: 'backup-request-failed' });
  expect(step.summary).toContain('MariaDB Cloud says: disk full');
});

test.each([
  ['does not answer', 'lose'],
  ['has trouble', { status: 503, text: '{"error":{"code":"internal","message":"x"}}' }],
  ['answers with a web page', { status: 200, text: '<html></html>' }],
  ['answers about another run', { status: 200, text: `{"id":"prod.${'f'.repeat(32)}"}` }],
] as const)('a Worker that %s meanwhile is waited for', async (_, answer) => {
  addHealthy(stage.cloud);
  stage.worker.fail({ path: /^\/runs\//, times: 4, answer });
  const step = await stage.step({ backup: 'always' });
  expect(step.outputs).toMatchObject({ gate: 'open' });
  expect(requestOf(step.outputs)).toEqual(['succeeded']);
  expect(step.lines.join('\n')).toMatch(/^prod: after \d.*: check failed: /m);
});

test('a run that the Worker has forgotten is not waited for', async () => {
  addHealthy(stage.cloud);
  const text = '{"error":{"code":"not-found","message":"There is no such run."}}';
  stage.worker.fail({ path: /^\/runs\//, times: Infinity, answer: { status: 404, text } });
  const start = stage.cloud.clock.now();
  await stage.step({ backup: 'always', timeout: '6h' });
  expect(stage.cloud.clock.now() - start).toBeLessThan(MINUTE);
  expect(asked()).toHaveLength(2);
});

test('a run that does not end blocks when the time is up, and not later', async () => {
  addHealthy(stage.cloud);
  stage.cloud.nextBackup({ runningMs: Infinity });
  const start = stage.cloud.clock.now();
  const step = await stage.step({ backup: 'always', timeout: '5m' });
  const took = stage.cloud.clock.now() - start;
  expect(took).toBeGreaterThanOrEqual(5 * MINUTE - 10 * SECOND);
  expect(took).toBeLessThanOrEqual(5 * MINUTE);
  expect(step.outputs).toMatchObject({ gate: 'closed', reasons: 'wait-timed-out' });
  expect(requestOf(step.outputs)).toEqual(['timed-out']);
});

test('a question whose answer is lost is asked again, with a new token', async () => {
  addHealthy(stage.cloud);
  stage.worker.fail({ path: /verdict/, answer: 'lose', times: 2 });
  const step = await stage.step();
  expect(step.outputs).toMatchObject({ gate: 'open' });
  expect(new Set(asked().map(({ token }) => token)).size).toBe(3);
});

const later = { status: 503, text: '{"error":{"code":"internal","message":"x"}}' };

/** The Worker answers the first question, and no other. */
function failAfterwards() {
  stage.cloud.beforeNext('POST', () => {
    stage.worker.fail({ path: /verdict/, times: Infinity, answer: later });
  });
}

test.each([
  ['does not end', { runningMs: Infinity }, 'wait-timed-out', 'timed-out'],
  ['fails', { outcome: 'Failed' }, 'backup-request-failed', 'failed'],
] as const)(
  'a run that %s blocks although the Worker says no more, and unknown only warns',
  async (_, plan, reason, state) => {
    addHealthy(stage.cloud);
    stage.cloud.nextBackup(plan);
    failAfterwards();
    const given = { backup: 'always', 'on-unknown': 'warn', timeout: '5m' };
    const step = await stage.step(given);
    expect(step.outputs).toMatchObject({
      gate: 'closed',
      reasons: `${reason},evidence-unavailable`,
    });
    expect(requestOf(step.outputs)).toEqual([state]);
  },
);

test('a run that succeeded does not make up for what is unknown', async () => {
  addHealthy(stage.cloud);
  failAfterwards();
  const step = await stage.step({ backup: 'always' });
  expect(step.outputs).toMatchObject({ gate: 'closed', reasons: 'evidence-unavailable' });
  expect(requestOf(step.outputs)).toEqual(['succeeded']);
});

test('a Worker that takes one backup after the other is not believed', async () => {
  addNightly(stage.cloud);
  const run = { id: `prod.${'0'.repeat(32)}`, service: 'prod', type: 'full', state: 'succeeded' };
  const taken = { ...run, acceptedAt: '2026-01-15T12:00:00Z', also: [] };
  const text = JSON.stringify(taken);
  stage.worker.fail({ path: /verdict/, times: Infinity, answer: { status: 202, text } });
  const step = await stage.step({ backup: 'if-needed' });
  expect(step.outputs).toMatchObject({ gate: 'closed', reasons: 'evidence-unavailable' });
  expect(asked()).toHaveLength(2);
});
