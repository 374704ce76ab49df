import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { unstable_readConfig as readConfig } from 'wrangler';
import { WRANGLER_FILE } from './build-worker.ts';

const file = readConfig({ config: WRANGLER_FILE }, { hideWarnings: true });

test('a caller may ask thirty times a minute', () => {
  expect(file.ratelimits).toMatchObject([{ name: 'CALLERS', simple: { limit: 30, period: 60 } }]);
});

test('no log has the addresses of requests, which may hold a token', () => {
  const { enabled, logs } = file.observability ?? {};
  expect([enabled, logs]).toEqual([true, { enabled: true, invocation_logs: false }]);
});

test('every object keeps what it knows in SQLite', () => {
  expect(file.durable_objects.bindings).toMatchObject([
    { name: 'COORDINATOR', class_name: 'Coordinator' },
    { name: 'BOARD', class_name: 'Board' },
    { name: 'USED_TOKENS', class_name: 'UsedTokens' },
    { name: 'DEPLOYMENTS', class_name: 'Deployments' },
  ]);
  // A migration that was applied once must stay as it is.
  expect(file.migrations).toEqual([
    { tag: 'v1', new_sqlite_classes: ['Coordinator'] },
    { tag: 'v2', new_sqlite_classes: ['Board'] },
    { tag: 'v3', new_sqlite_classes: ['UsedTokens', 'Deployments'] },
  ]);
});

test('it sets no CONFIG, which would take the place of config.json', () => {
  expect(file.vars).not.toHaveProperty('CONFIG');
});

test(
  'the types of the bindings are those that Wrangler makes of it',
  { timeout: 60_000 },
  async () => {
    const types = [
      'types',
      'worker/worker-configuration.d.ts',
      '--include-runtime=false',
      '--check',
    ];
    const cwd = fileURLToPath(new URL('../..', import.meta.url));
    const words = [...types, '--config', 'worker/wrangler.jsonc'];
    const { stdout } = await promisify(execFile)('wrangler', words, { cwd });
    expect(stdout).toContain('up to date');
  },
);

test('coordinators are woken every 15 minutes', () => {
  expect(file.triggers.crons).toEqual(['*/15 * * * *']);
});
