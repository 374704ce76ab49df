import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClock } from '../emulator/clock.ts';
import { startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../emulator/mariadb-cloud/index.ts';
import { addBackup, addNightly } from './backups-in-emulator.ts';
import { runBuiltAction } from './built-action.ts';
import { parseResult } from './result-json.ts';
import { type GivenInputs, KEY, SERVICE } from './step.ts';

let emulator: MariadbCloudEmulator;

beforeEach(async () => {
  emulator = await startMariadbCloud({ clock: createClock({ ticking: true }) });
});
afterEach(() => emulator.close());

function runChild(given: GivenInputs = {}) {
  const inputs = { 'api-key': KEY, service: SERVICE, 'base-url': emulator.url, ...given };
  return runBuiltAction({ inputs });
}

describe('the built step', () => {
  test('passes, and leaves outputs, a summary and a notice', async () => {
    addNightly(emulator, { schedule: '0 0 1 1 *' });
    addBackup(emulator, 1, { id: 'an-hour-ago' });
    const step = await runChild({ 'max-age': '2h' });
    expect(step.exitCode).toBe(0);
    expect(step.outputs).toMatchObject({ verdict: 'pass', gate: 'open', reasons: '' });
    expect(step.outputs['backup-id']).toBe('an-hour-ago');
    expect(parseResult(step.outputs).services).toHaveLength(1);
    expect(step.summary).toMatch(/^## ✅ Deploy allowed: last good backup /);
    expect(step.log).toMatch(/^::notice title=Deploy allowed%3A last good backup [^:]+::/m);
  });

  test('fails where the gate is closed, with everything left behind', async () => {
    addBackup(emulator, 1, { status: 'Failed' });
    const step = await runChild();
    expect(step.exitCode).toBe(1);
    expect(step.outputs).toMatchObject({ verdict: 'block', gate: 'closed' });
    expect(step.summary).toMatch(/^## ⛔ Deploy blocked: the last backup failed\n/);
    expect(step.log.trimEnd().split('\n').at(-1)).toMatch(
      /^::error title=Deploy blocked%3A the last backup failed::Last backup failed /,
    );
  });

  test('does not fail for a warning', async () => {
    addBackup(emulator, 1);
    const step = await runChild();
    expect(step).toMatchObject({ exitCode: 0, outputs: { verdict: 'warn', gate: 'open' } });
    expect(step.log).toMatch(
      /^::warning title=Deploy allowed%2C with a warning%3A there is no backup schedule::/m,
    );
  });

  test('asks nothing of anyone where an input is invalid, whatever gate says', async () => {
    addBackup(emulator, 1);
    const step = await runChild({ gate: 'off', 'dry-run': 'True', backup: 'always' });
    expect(step).toMatchObject({
      exitCode: 1,
      outputs: { verdict: '', gate: 'closed', reasons: 'invalid-input' },
    });
    expect(step.log).toContain('dry-run: True is not allowed; use one of true, false.');
    expect(emulator.requests).toEqual([]);
  });

  test('takes a backup and waits for it in real time', async () => {
    addNightly(emulator, { schedule: '0 0 1 1 *' });
    emulator.nextBackup({ queuedMs: 0, runningMs: 500 });
    const step = await runChild({ backup: 'if-needed' });
    expect(step).toMatchObject({ exitCode: 0, outputs: { verdict: 'pass' } });
    expect(step.log).toMatch(/after \d+s: succeeded/);
  });

  test('needs neither a summary nor an output file', async () => {
    addBackup(emulator, 1);
    const inputs = { 'api-key': KEY, service: SERVICE, 'base-url': emulator.url };
    const env = { GITHUB_STEP_SUMMARY: '', GITHUB_OUTPUT: '' };
    expect(await runBuiltAction({ inputs, env })).toMatchObject({ exitCode: 0 });
  });
});

describe('the first thing in the log is the mask of the key', () => {
  test.each([
    ['a good key', KEY, [KEY]],
    ['an id and a secret', 'the-id:the-secret', ['the-id:the-secret', 'the-secret']],
    ['several lines', 'one-line\nother-line', ['one-line%0Aother-line', 'one-line', 'other-line']],
    ['blanks around it', `  ${KEY}\n`, [KEY]],
  ])('of %s', async (_, apiKey, masks) => {
    emulator.addService(SERVICE);
    const { log } = await runChild({ 'api-key': apiKey, gate: 'wrong' });
    const lines = log.split('\n');
    const masked = masks.map((mask) => `::add-mask::${mask}`);
    expect(lines.slice(0, masks.length).toSorted()).toEqual(masked.toSorted());
    const rest = lines.slice(masks.length).join('\n');
    for (const part of apiKey.trim().split(/[\n:]/)) expect(rest).not.toContain(part);
  });

  test('even before a complaint about a proxy', async () => {
    const inputs = { 'api-key': KEY, service: SERVICE };
    const { log } = await runBuiltAction({ inputs, env: { HTTPS_PROXY: 'no url' } });
    expect(log.split('\n')[0]).toBe(`::add-mask::${KEY}`);
  });
});
