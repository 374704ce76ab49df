import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addHealthy, addRunning } from '../backups-in-emulator.ts';
import type { StepRun } from '../built-action.ts';
import { parseResult } from '../result-json.ts';
import type { GivenInputs } from '../step.ts';
import { type KeylessStage, OTHER, startKeyless } from './keyless-step.ts';

let stage: KeylessStage;

beforeEach(async () => {
  stage = await startKeyless({ ticking: true });
});
afterEach(() => stage.close());

/** Runs the step, and ends it once `isTime`; gives what it left, and how long that took. */
async function interrupt(given: GivenInputs, isTime: () => boolean, signal: NodeJS.Signals) {
  let kill: (signal: NodeJS.Signals) => void = () => {};
  const ended = stage.built(given, { onStart: (send) => void (kill = send) });
  await expect.poll(isTime, { timeout: 10_000 }).toBe(true);
  const sentAt = Date.now();
  kill(signal);
  const step = await ended;
  return { step, tookMs: Date.now() - sentAt };
}

const hasAsked =
  (path: RegExp, times = 1) =>
  () =>
    stage.worker.requests.filter((each) => path.test(each.path)).length >= times;

function expectClosed({ step, tookMs }: { step: StepRun; tookMs: number }, reasons: string) {
  expect(step.exitCode).toBe(1);
  expect(tookMs).toBeLessThan(8000);
  expect(step.outputs).toMatchObject({ verdict: 'block', gate: 'closed', reasons });
  expect(step.summary).toMatch(/^## ⛔ Could not (?:check the backups|take a backup): /);
}

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  test('while the Worker does not answer leaves outputs and summary', async () => {
    stage.worker.fail({ path: /verdict/, answer: 'hang' });
    const given = { gate: 'warn', 'on-unknown': 'warn', service: 'prod,live=shop' };
    const interrupted = await interrupt(given, hasAsked(/verdict/), signal);
    expectClosed(interrupted, 'evidence-unavailable');
    const { step } = interrupted;
    expect(step.log).toContain(`the check was interrupted by ${signal}`);
    expect(step.log).toMatch(/^live: interrupted$/m);
    expect(parseResult(step.outputs).services).toHaveLength(2);
  });

  test('while a run is followed names the run that goes on', async () => {
    addHealthy(stage.cloud);
    stage.cloud.nextBackup({ runningMs: Infinity });
    const interrupted = await interrupt({ backup: 'always' }, hasAsked(/runs/), signal);
    expectClosed(interrupted, 'wait-timed-out');
    const { step } = interrupted;
    for (const text of [step.log, step.summary, step.outputs['result']]) {
      expect(text).toMatch(/run prod\.0{32} continues at the Worker/);
    }
  });
});

test('while a running backup is waited for', async () => {
  addHealthy(stage.cloud);
  addHealthy(stage.cloud, OTHER);
  addRunning(stage.cloud, 0.1);
  const given = { 'in-progress': 'wait' };
  expectClosed(await interrupt(given, hasAsked(/verdict/, 2), 'SIGTERM'), 'evidence-unavailable');
});

test('while GitHub gives no token', async () => {
  stage.tokens.fail({ kind: 'hang' });
  const isTime = () => stage.tokens.requests.length > 0;
  expectClosed(await interrupt({}, isTime, 'SIGTERM'), 'evidence-unavailable');
  expect(stage.worker.requests).toEqual([]);
});
