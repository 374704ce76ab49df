import { afterEach, beforeEach, expect, test } from 'vitest';
import { backupsPath, schedulesPath } from '../emulator/call-emulator.ts';
import { startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../emulator/mariadb-cloud/index.ts';
import { addBackup, addHealthy, addNightly } from './backups-in-emulator.ts';
import { KEY, runStep, SERVICE } from './step.ts';

let emulator: MariadbCloudEmulator;

beforeEach(async () => {
  emulator = await startMariadbCloud();
});
afterEach(() => emulator.close());

const names = (count: number) => Array.from({ length: count }, (_, index) => `dbservice${index}`);

test('a healthy service costs two requests, which are under way at the same time', async () => {
  addHealthy(emulator);
  // Long enough for the second request to arrive before the first is answered.
  emulator.settings.latencyMs = 300;
  const step = await runStep(emulator);
  expect(step.outputs['verdict']).toBe('pass');
  expect(emulator.requests.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
    `GET ${backupsPath}`,
    `GET ${schedulesPath}`,
  ]);
  expect(emulator.mostAtOnce).toBe(2);
});

test('a schedule that is as it was asked for costs no further request', async () => {
  addHealthy(emulator);
  const step = await runStep(emulator, { schedule: '0 2 * * *', backup: 'if-needed' });
  expect(step.outputs).toMatchObject({ verdict: 'pass', 'schedule-change': 'unchanged' });
  expect(emulator.requests).toHaveLength(2);
});

test.each([
  { backups: 250, pages: 3 },
  { backups: 1000, pages: 10 },
  // The pages of the last eight days, and the last one, which proves the order.
  { backups: 1001, pages: 3 },
  { backups: 5000, pages: 3 },
])('$backups backups, newest first, cost $pages pages', async ({ backups, pages }) => {
  addNightly(emulator);
  for (let count = backups - 1; count >= 0; count -= 1) addBackup(emulator, 10 + count);
  const step = await runStep(emulator);
  expect(step.outputs['verdict']).toBe('pass');
  expect(emulator.requests.filter(({ path }) => path === backupsPath)).toHaveLength(pages);
});

test('a list that is oldest first is read to its end', async () => {
  addNightly(emulator);
  for (let day = 249; day >= 0; day -= 1) addBackup(emulator, 10 + 24 * day);
  emulator.settings.ignoreOrder = true;
  const step = await runStep(emulator);
  expect(step.outputs['verdict']).toBe('pass');
  expect(emulator.requests.filter(({ path }) => path === backupsPath)).toHaveLength(3);
});

test('twenty services are asked about with never more than six requests at once', async () => {
  for (const name of names(20)) addHealthy(emulator, name);
  emulator.settings.latencyMs = 100;
  const step = await runStep(emulator, { service: names(20).join(',') });
  expect(step.outputs['verdict']).toBe('pass');
  expect(emulator.requests).toHaveLength(40);
  expect(emulator.mostAtOnce).toBe(6);
});

test('every request carries the key and names the service', async () => {
  addHealthy(emulator);
  await runStep(emulator);
  for (const { headers, query } of emulator.requests) {
    expect(headers['x-api-key']).toBe(KEY);
    expect(query['service_id']).toBe(SERVICE);
  }
});

test('a base URL below a path keeps that path', async () => {
  addHealthy(emulator);
  const step = await runStep(emulator, { 'base-url': `${emulator.url}/mirror/` });
  expect(emulator.requests.map(({ path }) => path).toSorted()).toEqual([
    `/mirror${backupsPath}`,
    `/mirror${schedulesPath}`,
  ]);
  expect(step.outputs['gate']).toBe('closed');
});

test.each([301, 302, 307, 308])('a redirect (%d) is not followed', async (status) => {
  addHealthy(emulator);
  const elsewhere = await startMariadbCloud();
  try {
    emulator.fail({ kind: 'status', status, location: `${elsewhere.url}/`, times: Infinity });
    const step = await runStep(emulator);
    expect(step.outputs['reasons']).toBe('evidence-unavailable');
    expect(elsewhere.requests).toEqual([]);
  } finally {
    await elsewhere.close();
  }
});
