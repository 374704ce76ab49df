import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClock } from '../emulator/clock.ts';
import { githubToken, startGitHub } from '../emulator/github/index.ts';
import { startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../emulator/mariadb-cloud/index.ts';
import { addHealthy, addRunning } from './backups-in-emulator.ts';
import { runBuiltAction, type StepRun } from './built-action.ts';
import { environmentFor } from './github/watch.ts';
import { parseResult } from './result-json.ts';
import { type GivenInputs, KEY, SERVICE } from './step.ts';

let emulator: MariadbCloudEmulator;

beforeEach(async () => {
  emulator = await startMariadbCloud({ clock: createClock({ ticking: true }) });
});
afterEach(() => emulator.close());

interface Interrupted extends StepRun {
  /** From the signal to the end, in milliseconds. */
  readonly tookMs: number;
}

/** Runs the step, and sends it signals once `isTime`. */
async function interrupt(
  given: GivenInputs,
  {
    isTime,
    signals,
    env = {},
  }: { isTime: () => boolean; signals: readonly NodeJS.Signals[]; env?: Record<string, string> },
): Promise<Interrupted> {
  let kill: (signal: NodeJS.Signals) => void = () => {};
  const inputs = { 'api-key': KEY, service: SERVICE, 'base-url': emulator.url, ...given };
  const ended = runBuiltAction({ inputs, env, onStart: (send) => void (kill = send) });
  await expect.poll(isTime, { timeout: 10_000 }).toBe(true);
  const sentAt = Date.now();
  signals.forEach((signal) => kill(signal));
  const step = await ended;
  return { ...step, tookMs: Date.now() - sentAt };
}

function expectClosed(step: Interrupted, reasons: string) {
  expect(step.exitCode).toBe(1);
  expect(step.tookMs).toBeLessThan(8000);
  expect(step.outputs).toMatchObject({ verdict: 'block', gate: 'closed', reasons });
  expect(step.summary).toMatch(/^## ⛔ Could not (?:check the backups|take a backup): /);
  expect(step.log.match(/^::error title=Could not /gm)).toHaveLength(1);
  expect(step.log).not.toContain('fault of Backup Gate');
}

const hasArrived =
  (method: string, path: RegExp, count = 1) =>
  () =>
    emulator.requests.filter((each) => each.method === method && path.test(each.path)).length >=
    count;

describe.each([[['SIGTERM']], [['SIGINT']], [['SIGINT', 'SIGTERM']]] as const)('%j', (signals) => {
  test('while nobody answers leaves outputs and summary', async () => {
    emulator.fail({ kind: 'hang', times: Infinity });
    const isTime = hasArrived('GET', /backups$/);
    const step = await interrupt({ gate: 'warn', 'on-unknown': 'warn' }, { isTime, signals });
    expectClosed(step, 'evidence-unavailable');
    // Of two that are sent at once, either may arrive first.
    expect(step.log).toMatch(new RegExp(`interrupted by (?:${signals.join('|')})`));
  });

  test('while a backup is waited for names the request that goes on', async () => {
    addHealthy(emulator);
    emulator.nextBackup({ runningMs: Infinity });
    const isTime = hasArrived('GET', /schedules\/\d+$/);
    const step = await interrupt({ backup: 'always' }, { isTime, signals });
    expectClosed(step, 'wait-timed-out');
    const id = emulator.schedules(SERVICE).at(-1)?.['id'];
    for (const text of [step.log, step.summary, step.outputs['result']]) {
      expect(text).toContain(`request ${id} continues at the provider`);
    }
  });
});

const signals = ['SIGTERM'] as const;

test('while a running backup is waited for', async () => {
  addRunning(emulator, 0.1);
  const isTime = hasArrived('GET', /backups$/, 2);
  const step = await interrupt(
    { 'in-progress': 'wait', schedule: '0 2 * * *' },
    { isTime, signals },
  );
  expectClosed(step, 'evidence-unavailable');
  // What was done until then is told.
  expect(step.outputs).toMatchObject({ 'schedule-change': 'created' });
});

test('while the request for a backup is on its way', async () => {
  addHealthy(emulator);
  emulator.fail({ kind: 'hang', when: { method: 'POST' } });
  const isTime = hasArrived('POST', /schedules$/);
  const step = await interrupt({ backup: 'always' }, { isTime, signals });
  expectClosed(step, 'wait-timed-out');
  expect(step.log).toContain('a request was sent and may have arrived');
});

test.each(['all', 'one,two,three'])('while several services are read: %s', async (service) => {
  emulator.fail({ kind: 'hang', times: Infinity });
  const isTime = hasArrived('GET', /backups$/);
  const step = await interrupt({ service }, { isTime, signals });
  expectClosed(step, 'evidence-unavailable');
  expect(parseResult(step.outputs).services).toHaveLength(service.split(',').length);
});

test('while the verdict is reported closes the gate that was open', async () => {
  addHealthy(emulator);
  const github = await startGitHub({ clock: emulator.clock });
  try {
    github.fail({ kind: 'hang', times: Infinity });
    const report = { report: 'status', 'github-token': githubToken };
    const env = environmentFor(github);
    const isTime = () => github.requests.length > 0;
    const step = await interrupt(report, { isTime, signals, env });
    expect(step.exitCode).toBe(1);
    expect(step.tookMs).toBeLessThan(8000);
    expect(
      step.log.match(/^::error title=Deploy blocked%3A the step was interrupted::/gm),
    ).toHaveLength(1);
    expect(step.outputs).toMatchObject({ verdict: 'block', gate: 'closed' });
  } finally {
    await github.close();
  }
});
