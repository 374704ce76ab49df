import { expect, test } from 'vitest';
import { unstable_readConfig as readConfig } from 'wrangler';
import { parseConfig } from '../../worker/config.ts';
import { WRANGLER_FILE } from './build-worker.ts';

const file = readConfig({ config: WRANGLER_FILE }, { hideWarnings: true });

test('a caller may ask thirty times a minute', () => {
  expect(file.ratelimits).toMatchObject([{ name: 'CALLERS', simple: { limit: 30, period: 60 } }]);
});

test('coordinators keep what they know in SQLite', () => {
  expect(file.durable_objects.bindings).toMatchObject([
    { name: 'COORDINATOR', class_name: 'Coordinator' },
  ]);
  expect(file.migrations).toMatchObject([{ new_sqlite_classes: ['Coordinator'] }]);
});

test('its configuration is good as soon as the credential is set', () => {
  expect(parseConfig({ ...file.vars, SKYSQL_API_KEY: 'a-key' })).toMatchObject({ ok: true });
});
