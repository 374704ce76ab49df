import { expect, test } from 'vitest';
import { createClock } from '../../emulator/clock.ts';
import { addBackup, addNightly, addRunning } from '../backups-in-emulator.ts';
import { runBuiltAction } from '../built-action.ts';
import { KEY } from '../step.ts';
import { startOrganisation } from './organisation.ts';

const IDS = Array.from({ length: 200 }, (_, index) => `dbtgf${28_000_000 + index}`);

/** Everything is wrong with every service that can be wrong at once. */
async function startInRuins() {
  const emulator = await startOrganisation({}, { clock: createClock({ ticking: true }) });
  for (const service_id of IDS) {
    addNightly(emulator, { service_id, suspended: true });
    for (let day = 4; day < 12; day += 1) {
      addBackup(emulator, 24 * day, { service_id, storage_bytes: 0 });
    }
    addBackup(emulator, 50, { service_id, type: 'incremental', reference_full_backup: 'gone' });
    addBackup(emulator, 30, { service_id, status: 'Failed' });
    addRunning(emulator, 20, { service_id });
    addBackup(emulator, -1, { service_id });
  }
  return emulator;
}

test('the built step tells of 200 services in ruins within what GitHub takes', async () => {
  const { url } = await startInRuins();
  const inputs = { 'api-key': KEY, 'base-url': url, service: 'all', 'max-age': '1h' };
  const { outputs, summary, exitCode } = await runBuiltAction({ inputs });
  expect(exitCode).toBe(1);
  expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
  expect(summary).not.toContain('There is more than a summary can hold');
  for (const id of IDS) expect(summary).toContain(`### ⛔ \`${id}\`\n`);
  expect(Buffer.byteLength(outputs['result'] ?? '')).toBeLessThanOrEqual(100_000);
  const { services, omitted } = JSON.parse(outputs['result'] ?? '');
  expect(services.length + omitted).toBe(IDS.length);
  for (const { findings } of services) expect(findings.length).toBeGreaterThan(4);
});
