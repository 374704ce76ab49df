import { expect, test } from 'vitest';
import { backupsPath, schedulesPath } from '../../emulator/call-emulator.ts';
import type { MariadbCloudEmulator } from '../../emulator/mariadb-cloud/index.ts';
import { addServices, foundBy, startOrganisation, watchAll } from './organisation.ts';

const SERVICES = 200;
const BACKUPS_EACH = 30;
/** 6,000 backups, 100 to a page. */
const PAGES = 60;

function countOf({ requests }: MariadbCloudEmulator, path: string): number {
  return requests.filter((request) => request.path === path).length;
}

test('200 services cost the 60 pages of their backups, and 2 of their schedules', async () => {
  const emulator = await startOrganisation();
  const ids = addServices(emulator, SERVICES, BACKUPS_EACH);
  const step = await watchAll(emulator);
  expect(foundBy(step)).toEqual(ids.map((id) => `${id}: nothing`));
  expect(emulator.requests).toHaveLength(PAGES + 2);
  expect(countOf(emulator, backupsPath)).toBe(PAGES);
  expect(emulator.requests.length).toBeLessThanOrEqual(2 * PAGES);
});

test('what is as it was asked for costs no further request', async () => {
  const emulator = await startOrganisation();
  addServices(emulator, 10);
  const given = { schedule: '0 2 * * *', backup: 'if-needed', 'in-progress': 'wait' };
  const step = await watchAll(emulator, given);
  expect(step.outputs).toMatchObject({ verdict: 'pass', 'schedule-change': 'unchanged' });
  expect(emulator.requests).toHaveLength(2);
});

test('a server that lists schedules only by service costs one request more for each', async () => {
  const emulator = await startOrganisation({ schedulesNeedService: true });
  const ids = addServices(emulator, SERVICES, BACKUPS_EACH);
  const step = await watchAll(emulator);
  expect(foundBy(step)).toEqual(ids.map((id) => `${id}: nothing`));
  expect(countOf(emulator, backupsPath)).toBe(PAGES);
  expect(countOf(emulator, schedulesPath)).toBe(1 + SERVICES);
});

test('both lists are read at the same time, and schedules by service six at once', async () => {
  const both = await startOrganisation({ latencyMs: 200 });
  addServices(both, 5);
  await watchAll(both);
  expect(both.mostAtOnce).toBe(2);
  const byService = await startOrganisation({ latencyMs: 100, schedulesNeedService: true });
  addServices(byService, 20);
  await watchAll(byService);
  expect(byService.mostAtOnce).toBe(6);
});
