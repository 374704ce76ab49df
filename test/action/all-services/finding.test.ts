import { describe, expect, test } from 'vitest';
import { addBackup, addHealthy, addNightly } from '../backups-in-emulator.ts';
import { addServices, foundBy, startOrganisation, watchAll } from './organisation.ts';

const DAYS_43 = 43 * 24;

test('every service that has a backup is watched, in the order of the ids', async () => {
  const emulator = await startOrganisation();
  for (const id of ['dbc', 'dba', 'dbb']) addHealthy(emulator, id);
  addBackup(emulator, 1, { service_id: 'dbb', status: 'Failed' });
  const step = await watchAll(emulator);
  expect(foundBy(step)).toEqual([
    'dba: nothing',
    'dbb: block latest-backup-failed',
    'dbc: nothing',
  ]);
  expect(step.outputs).toMatchObject({ verdict: 'block', gate: 'closed' });
  expect(step.failures).toEqual([
    expect.stringMatching(
      /^Deploy blocked by 1 of 3 services: the last backup failed\ndbb: Last backup failed/,
    ),
  ]);
});

test('a service that has a schedule and no backup at all is found, and blocks', async () => {
  const emulator = await startOrganisation();
  addHealthy(emulator, 'dbgood');
  addNightly(emulator, { service_id: 'dbnever' });
  expect(foundBy(await watchAll(emulator))).toEqual([
    'dbgood: nothing',
    'dbnever: block no-usable-backup',
  ]);
});

test('two services whose backups and schedules have the same ids are told apart', async () => {
  const emulator = await startOrganisation();
  for (const service_id of ['dba', 'dbb']) {
    addNightly(emulator, { service_id, id: 7 });
    addBackup(emulator, 10, { service_id, id: 'nightly' });
  }
  expect(foundBy(await watchAll(emulator))).toEqual(['dba: nothing', 'dbb: nothing']);
});

describe.each([false, true])('with the oldest first: %s', (ignoreOrder) => {
  test('a service whose schedule stopped 43 days ago is found behind all others', async () => {
    const emulator = await startOrganisation({ ignoreOrder });
    addServices(emulator, 10, 30);
    addNightly(emulator, { service_id: 'dbstopped' });
    addBackup(emulator, DAYS_43, { service_id: 'dbstopped' });
    const step = await watchAll(emulator);
    expect(foundBy(step)[0]).toBe('dbstopped: block recovery-point-too-old');
    expect(step.outputs).toMatchObject({ reasons: 'recovery-point-too-old', gate: 'closed' });
    expect(step.failures.join()).toContain('43d');
  });
});

test.each([
  [40, {}, 'warn no-schedule', 'open'],
  [70, {}, 'warn recovery-point-too-old, warn no-schedule', 'open'],
  [40, { 'max-age': '26h' }, 'block recovery-point-too-old, warn no-schedule', 'closed'],
])(
  'a deleted service, %i hours after its last backup and with %j: %s',
  async (hours, given, findings, gate) => {
    const emulator = await startOrganisation();
    addHealthy(emulator, 'dbalive');
    addBackup(emulator, hours, { service_id: 'dbdeleted' });
    const step = await watchAll(emulator, given);
    expect(foundBy(step)).toEqual(['dbalive: nothing', `dbdeleted: ${findings}`]);
    expect(step.outputs['gate']).toBe(gate);
  },
);

test('one service alone is spoken of as if it had been named', async () => {
  const emulator = await startOrganisation();
  addHealthy(emulator, 'dbone');
  const step = await watchAll(emulator);
  expect(step.lines[0]).toBe('all: 1 service found');
  expect(step.notices).toEqual([
    expect.stringMatching(/^Deploy allowed: last good backup .*\ndbone: /),
  ]);
});

test('with gate: off nothing is judged', async () => {
  const emulator = await startOrganisation();
  addNightly(emulator, { service_id: 'dbnever' });
  const step = await watchAll(emulator, { gate: 'off' });
  expect(foundBy(step)).toEqual(['dbnever: nothing']);
  expect(step.outputs).toMatchObject({ verdict: '', gate: 'open' });
});
