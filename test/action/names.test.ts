import { afterEach, beforeEach, expect, test } from 'vitest';
import { startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../emulator/mariadb-cloud/index.ts';
import { addBackup, addHealthy } from './backups-in-emulator.ts';
import { parseResult } from './result-json.ts';
import { complaint, wrongInputs } from './inputs/problems.ts';
import { runStep } from './step.ts';

let emulator: MariadbCloudEmulator;

beforeEach(async () => {
  emulator = await startMariadbCloud();
});
afterEach(() => emulator.close());

test('a name stands in place of the id in log, summary and annotation, and beside it in result', async () => {
  addHealthy(emulator, 'dbone');
  addBackup(emulator, 10, { service_id: 'dbtwo', status: 'Failed' });
  const step = await runStep(emulator, { service: 'shop=dbone\ncrm=dbtwo', schedule: 'enabled' });
  expect(step.lines).toContainEqual(expect.stringMatching(/^shop: PASS/));
  expect(step.lines).toContainEqual(expect.stringMatching(/^crm: BLOCK/));
  expect(step.summary).toContain('| `shop` |');
  expect(step.summary).toContain('### ⛔ `crm`\n');
  expect(step.failures.join()).toContain('crm: ');
  for (const text of [step.lines.join(), step.failures.join(), step.summary]) {
    expect(text).not.toMatch(/\bdb(?:one|two)\b(?!-mdb|:)/);
  }
  expect(parseResult(step.outputs).services).toMatchObject([
    { service: 'dbone', name: 'shop' },
    { service: 'dbtwo', name: 'crm' },
  ]);
});

test('without a name the id stands alone', async () => {
  addHealthy(emulator, 'dbone');
  const step = await runStep(emulator, { service: 'dbone' });
  expect(step.summary).toContain('| `dbone` |');
  expect(parseResult(step.outputs).services[0]).not.toHaveProperty('name');
});

test('a request that the provider cannot meet names the service too', async () => {
  const given = { provider: 'skyvia', service: 'crm=3/12', schedule: '0 2 * * *' };
  const step = await runStep(emulator, given);
  expect(step.failures.join()).toContain('crm: nothing was asked');
  expect(emulator.requests).toEqual([]);
});

test('a name that is the id of another service is refused, for both would read alike', () => {
  expect(complaint({ service: 'dbtwo=dbone,dbtwo' })).toContain(
    'a name that is not the id of another service',
  );
  expect(wrongInputs({ service: 'dbone=dbone,shop=dbtwo' })).toEqual([]);
});
