import { afterEach, beforeEach, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import { addHealthy, addRunning, writesOf } from '../backups-in-emulator.ts';
import { call, schedulesPath } from '../../emulator/call-emulator.ts';
import { parseResult } from '../result-json.ts';
import { SERVICE } from '../step.ts';
import { type KeylessStage, startKeyless } from './keyless-step.ts';

let stage: KeylessStage;

beforeEach(async () => {
  stage = await startKeyless();
});
afterEach(() => stage.close());

const asked = () => stage.worker.requests.filter(({ path }) => path === '/verdict');

/** A backup that somebody else asked for; it runs for so long by the clock that all share. */
async function startRunning(runningMs: number, outcome = 'Succeeded') {
  stage.cloud.nextBackup({ queuedMs: 0, runningMs, outcome });
  const body = { service_id: SERVICE, backup_type: 'full', schedule: 'once' };
  await call(stage.cloud, schedulesPath, { method: 'POST', body });
  stage.cloud.requests.length = 0;
}

test('a running backup is waited for, by asking again at widening intervals', async () => {
  addHealthy(stage.cloud);
  await startRunning(6 * SECOND);
  const step = await stage.step({ 'in-progress': 'wait' });
  expect(asked()).toHaveLength(4);
  expect(new Set(asked().map(({ token }) => token)).size).toBe(4);
  expect(step.outputs).toMatchObject({ gate: 'open', reasons: '' });
  expect(step.lines.slice(0, 4)).toEqual([
    'prod: the newest backup is still running; waiting for it',
    'prod: after 2s: still running',
    'prod: after 5s: still running',
    'prod: after 9s: finished',
  ]);
});

test('one that does not end blocks when the time is up', async () => {
  addHealthy(stage.cloud);
  addRunning(stage.cloud, 0.1);
  const start = stage.cloud.clock.now();
  const step = await stage.step({ 'in-progress': 'wait', timeout: '10m' });
  expect(stage.cloud.clock.now() - start).toBe(10 * MINUTE - 10_000);
  expect(step.outputs).toMatchObject({ gate: 'closed', reasons: 'wait-timed-out' });
  const [service] = parseResult(step.outputs).services;
  expect(service?.findings).toMatchObject([
    { code: 'wait-timed-out', awaited: 'in-progress', waitedSeconds: 590 },
    { code: 'backup-in-progress', severity: 'info' },
  ]);
});

test('trouble while waiting only delays it', async () => {
  addHealthy(stage.cloud);
  await startRunning(MINUTE);
  const answer = { status: 503, text: '{"error":{"code":"internal","message":"x"}}' };
  stage.worker.rewrite = (body) => {
    if (asked().length === 1) stage.worker.fail({ path: /verdict/, times: 20, answer });
    return body;
  };
  const step = await stage.step({ 'in-progress': 'wait', timeout: '30m' });
  expect(step.outputs).toMatchObject({ gate: 'open' });
  expect(step.lines.join('\n')).toMatch(/^prod: after .*: check failed, trying again: /m);
});

test('with backup, what runs is waited for before one is taken', async () => {
  addHealthy(stage.cloud);
  await startRunning(MINUTE, 'Failed');
  const step = await stage.step({ 'in-progress': 'wait', backup: 'if-needed' });
  expect(step.lines[0]).toBe('prod: the newest backup is still running; waiting for it');
  expect(writesOf(stage.cloud)).toHaveLength(1);
  expect(parseResult(step.outputs).services[0]?.request).toMatchObject({ state: 'succeeded' });
});

test('a Worker whose own policy says so is waited for too', async () => {
  addHealthy(stage.cloud);
  stage.worker.rewrite = (body) =>
    asked().length < 3 && typeof body === 'object' ? { ...body, running: ['prod'] } : body;
  const step = await stage.step();
  expect(asked()).toHaveLength(3);
  expect(asked()[0]?.body).toEqual({ services: ['prod'] });
  expect(step.outputs).toMatchObject({ gate: 'open' });
});
