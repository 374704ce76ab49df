import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClock } from '../emulator/clock.ts';
import { startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../emulator/mariadb-cloud/index.ts';
import { addBackup, addNightly } from './backups-in-emulator.ts';
import { runBuiltAction, type StepRun } from './built-action.ts';
import { KEY, SERVICE } from './step.ts';

let emulator: MariadbCloudEmulator;

beforeEach(async () => {
  emulator = await startMariadbCloud({ clock: createClock({ ticking: true }) });
  addNightly(emulator);
  addBackup(emulator, 1);
});
afterEach(() => emulator.close());

function runWith(env: Readonly<Record<string, string>>): Promise<StepRun> {
  const inputs = { 'api-key': KEY, service: SERVICE, 'base-url': emulator.url };
  return runBuiltAction({ inputs, env });
}

function expectClosed({ exitCode, log }: StepRun) {
  expect(exitCode).toBe(1);
  const shown = log.split('\n').filter((line) => !line.startsWith('::add-mask::'));
  expect(shown.join('\n')).not.toContain(KEY);
  expect(
    shown.filter((line) =>
      line.startsWith('::error title=Could not check the backups%3A Backup Gate crashed::'),
    ),
  ).toHaveLength(1);
  // No source line or stack: neither helps whoever reads the log.
  expect(Math.max(...shown.map((line) => line.length))).toBeLessThan(2000);
  expect(log).not.toMatch(/^\s+at /m);
}

describe('where outputs cannot be written, the gate closes in one sentence', () => {
  test('because the file is missing', async () => {
    const missing = join(tmpdir(), 'no-such-folder', 'output');
    expectClosed(await runWith({ GITHUB_OUTPUT: missing }));
  });

  test('because it is a folder', async () => {
    expectClosed(await runWith({ GITHUB_OUTPUT: tmpdir() }));
  });
});

test('where only the summary cannot be written, the verdict stands', async () => {
  const step = await runWith({ GITHUB_STEP_SUMMARY: join(tmpdir(), 'no-such-folder', 'summary') });
  expect(step).toMatchObject({ exitCode: 0, outputs: { gate: 'open' } });
});

describe('an error that nobody foresaw', () => {
  /** Loaded before the step, it breaks something that the step relies on. */
  const preload = (code: string) => ({
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}`,
  });

  test('closes the gate and does not show the key that is in its text', async () => {
    const code = `Date.now = () => { throw new TypeError('broke at https://x.example/?key=${KEY} with ${KEY}') }`;
    const step = await runWith(preload(code));
    expectClosed(step);
    expect(step.outputs['gate']).toBe('closed');
    expect(step.log).toContain('TypeError: broke');
  });

  test('that is no Error closes the gate too', async () => {
    const step = await runWith(preload('Date.now = () => { throw null }'));
    expectClosed(step);
    expect(step.outputs['gate']).toBe('closed');
  });

  test('keeps commands in its text from the runner', async () => {
    const text = JSON.stringify('x\n::set-env name=a::b\n##[error]y');
    const step = await runWith(preload(`Date.now = () => { throw new Error(${text}) }`));
    expectClosed(step);
    expect(step.log).not.toMatch(/^::set-env/m);
    expect(step.log).not.toContain('##[');
  });
});
