import { afterEach, beforeEach, expect, test } from 'vitest';
import { addHealthy } from '../backups-in-emulator.ts';
import type { GivenInputs } from '../step.ts';
import { type KeylessStage, OTHER, startKeyless } from './keyless-step.ts';

let stage: KeylessStage;

beforeEach(async () => {
  stage = await startKeyless();
  addHealthy(stage.cloud);
  addHealthy(stage.cloud, OTHER);
});
afterEach(() => stage.close());

const CASES: readonly [GivenInputs, Record<string, unknown>][] = [
  [{}, {}],
  [{ gate: 'warn' }, { gate: 'warn' }],
  [{ gate: 'off' }, { gate: 'off' }],
  [{ 'dry-run': 'true' }, { dryRun: true }],
  [{ 'max-age': '26h' }, { maxAge: '26h' }],
  [{ 'max-age': 'off' }, { maxAge: 'off' }],
  [{ 'min-size': '1GB' }, { minSize: '1GB' }],
  [{ 'max-size-drop': 'block:50%' }, { maxSizeDrop: 'block:50%' }],
  [{ 'accept-types': 'full,\n dump' }, { acceptTypes: ['full', 'dump'] }],
  [{ 'in-progress': 'block' }, { inProgress: 'block' }],
  [{ 'on-unknown': 'warn' }, { onUnknown: 'warn' }],
  // What only the step does, the Worker is not told.
  [{ timeout: '5m' }, {}],
  [{ 'backup-type': 'dump' }, {}],
  // What is the default counts as not given: the runner fills it in.
  [{ 'max-age': 'auto', 'min-size': '', 'accept-types': 'all', 'on-unknown': 'block' }, {}],
];

test.each(CASES)('of %j only what was given is asked', async (given, body) => {
  await stage.step(given);
  expect(stage.worker.requests).toMatchObject([{ method: 'POST', path: '/verdict' }]);
  expect(stage.worker.requests[0]?.body).toEqual({ services: ['prod'], ...body });
});

test('the services are asked for by their names, whatever the workflow calls them', async () => {
  const step = await stage.step({ service: 'shop, live=prod' });
  expect(stage.worker.requests[0]?.body).toEqual({ services: ['shop', 'prod'] });
  expect(step.lines).toContainEqual(expect.stringMatching(/^shop: PASS/));
  expect(step.lines).toContainEqual(expect.stringMatching(/^live: PASS/));
  expect(step.summary).toContain('| `live` |');
});

test('the audience of the token is the address of the Worker, without a slash at its end', async () => {
  const step = await stage.step({ 'worker-url': `${stage.worker.url}/` });
  expect(step.outputs).toMatchObject({ gate: 'open' });
  expect(stage.tokens.requests[0]?.query).toEqual({
    'api-version': '2.0',
    audience: stage.worker.url,
  });
});
