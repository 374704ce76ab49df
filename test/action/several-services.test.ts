import { afterEach, beforeEach, expect, test } from 'vitest';
import { startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../emulator/mariadb-cloud/index.ts';
import { addBackup, addHealthy, addNightly } from './backups-in-emulator.ts';
import { parseResult } from './result-json.ts';
import { runStep } from './step.ts';

let emulator: MariadbCloudEmulator;

beforeEach(async () => {
  emulator = await startMariadbCloud();
});
afterEach(() => emulator.close());

function addPassing(service: string) {
  addNightly(emulator, { service_id: service });
  addBackup(emulator, 10, { service_id: service, id: `of-${service}` });
}

function addWarned(service: string) {
  addBackup(emulator, 10, { service_id: service, id: `of-${service}` });
}

function addBlocked(service: string) {
  addPassing(service);
  addBackup(emulator, 5, { service_id: service, id: `failed-${service}`, status: 'Failed' });
}

test('the scalar outputs speak for the service with the severest verdict', async () => {
  addPassing('one');
  addBlocked('two');
  addWarned('three');
  const { outputs } = await runStep(emulator, { service: 'one,two,three' });
  expect(outputs).toMatchObject({
    verdict: 'block',
    gate: 'closed',
    reasons: 'latest-backup-failed',
    'backup-id': 'failed-two',
    'backup-status': 'failed',
  });
});

test('a warning speaks before a pass', async () => {
  addPassing('one');
  addWarned('two');
  const { outputs } = await runStep(emulator, { service: 'one,two' });
  expect(outputs).toMatchObject({ verdict: 'warn', gate: 'open', 'backup-id': 'of-two' });
});

test.each([
  ['first,second', 'failed-first'],
  ['second,first', 'failed-second'],
])('of equals the first listed speaks (%s)', async (service, id) => {
  addBlocked('first');
  addBlocked('second');
  const { outputs } = await runStep(emulator, { service });
  expect(outputs['backup-id']).toBe(id);
});

test('the order is that of the list, not that of the answers', async () => {
  addBlocked('slow');
  addBlocked('quick');
  // The first service is answered only after a retry.
  const when = { query: { service_id: 'slow' } };
  emulator.fail({ kind: 'status', status: 503, retryAfter: '0', times: 2, when });
  const { outputs } = await runStep(emulator, { service: 'slow,quick' });
  expect(outputs['backup-id']).toBe('failed-slow');
  expect(parseResult(outputs).services.map(({ service }) => service)).toEqual(['slow', 'quick']);
});

test('the result holds every service with its own verdict and findings', async () => {
  addPassing('one');
  addBlocked('two');
  addWarned('three');
  const { outputs } = await runStep(emulator, { service: 'one,two,three' });
  expect(parseResult(outputs).services).toMatchObject([
    { service: 'one', verdict: 'pass', findings: [] },
    { service: 'two', verdict: 'block', findings: [{ code: 'latest-backup-failed' }] },
    { service: 'three', verdict: 'warn', findings: [{ code: 'no-schedule' }] },
  ]);
});

test('log and summary name every service, the failure those that are to blame', async () => {
  addPassing('good-one');
  addBlocked('bad-one');
  const step = await runStep(emulator, { service: 'good-one,bad-one' });
  for (const text of [step.lines.join('\n'), step.summary]) {
    expect(text).toContain('good-one');
    expect(text).toContain('bad-one');
  }
  expect(step.failures.join()).toContain('bad-one');
  expect(step.failures.join()).not.toContain('good-one');
});

test('an unknown service does not hide what is known about the others', async () => {
  addHealthy(emulator, 'known');
  const { outputs } = await runStep(emulator, { service: 'known,unknown' });
  expect(outputs['gate']).toBe('closed');
  expect(parseResult(outputs).services).toMatchObject([
    { service: 'known', verdict: 'pass' },
    { service: 'unknown', verdict: 'block' },
  ]);
});

test('a schedule is ensured and a backup taken for each service by itself', async () => {
  for (const service of ['one', 'two']) emulator.addService(service);
  const step = await runStep(emulator, {
    service: 'one,two',
    schedule: '0 3 * * *',
    backup: 'always',
  });
  expect(step.outputs).toMatchObject({ verdict: 'pass', 'schedule-change': 'created' });
  for (const service of ['one', 'two']) {
    const kinds = emulator.schedules(service).map((row) => row['schedule']);
    expect(kinds.toSorted()).toEqual(['0 3 * * *', 'once']);
    expect(emulator.backups(service)).toHaveLength(1);
  }
});

/** An API that refuses the key for one service, and is down for another. */
function addUnread(service: string, status: number) {
  const when = { query: { service_id: service } };
  emulator.fail({ kind: 'status', status, retryAfter: '0', times: Infinity, when });
}

const titleOf = (step: { failures: readonly string[] }) => step.failures[0]?.split('\n')[0];

test('the headline names the cause that services share, and none that only one of them has', async () => {
  addPassing('good');
  addBlocked('one');
  addBlocked('two');
  const blocked = await runStep(emulator, { service: 'good,one,two' });
  expect(titleOf(blocked)).toBe('Deploy blocked by 2 of 3 services: the last backup failed');
  addUnread('refused', 403);
  addUnread('down', 500);
  const one = await runStep(emulator, { service: 'good,refused' });
  expect(titleOf(one)).toBe(
    'Could not check the backups: MariaDB Cloud refused the key (1 of 2 services)',
  );
  const both = await runStep(emulator, { service: 'refused,down' });
  expect(titleOf(both)).toBe('Could not check the backups of both services');
  const mixed = await runStep(emulator, { service: 'one,refused' });
  expect(titleOf(mixed)).toBe('Deploy blocked by both services');
});

test('a failed backup leads, where the schedules could not be read either', async () => {
  for (const service of ['one', 'two']) {
    addBlocked(service);
    const when = { path: /schedules$/, query: { service_id: service } };
    emulator.fail({ kind: 'status', status: 500, retryAfter: '0', times: Infinity, when });
  }
  const step = await runStep(emulator, { service: 'one,two' });
  expect(titleOf(step)).toBe('Deploy blocked by both services: the last backup failed');
  const { services } = parseResult(step.outputs);
  expect(services).toMatchObject([{ cause: 'backups' }, { cause: 'backups' }]);
  expect(step.outputs['reasons']).toBe('evidence-unavailable,latest-backup-failed');
});
