import { describe, expect, test } from 'vitest';
import { backupsPath, call, schedulesPath } from '../../emulator/call-emulator.ts';
import type { MariadbCloudEmulator } from '../../emulator/mariadb-cloud/index.ts';
import { addBackup, addHealthy, addNightly, addRunning, writesOf } from '../backups-in-emulator.ts';
import { parseResult } from '../result-json.ts';
import { foundBy, startOrganisation, watchAll } from './organisation.ts';

test('a schedule is made sure of for every service that has another or none', async () => {
  const emulator = await startOrganisation();
  addHealthy(emulator, 'dba');
  addBackup(emulator, 1, { service_id: 'dbb' });
  addBackup(emulator, 1, { service_id: 'dbc' });
  addNightly(emulator, { service_id: 'dbc', suspended: true });
  const step = await watchAll(emulator, { schedule: '0 2 * * *' });
  const changes = parseResult(step.outputs).services.map(({ schedule }) => schedule?.['change']);
  expect(changes).toEqual(['unchanged', 'created', 'resumed']);
  expect(step.outputs['verdict']).toBe('pass');
  expect(writesOf(emulator)).toHaveLength(2);
});

test('a backup is taken only for the service that needs one', async () => {
  const emulator = await startOrganisation();
  addHealthy(emulator, 'dba');
  addNightly(emulator, { service_id: 'dbb' });
  addBackup(emulator, 43 * 24, { service_id: 'dbb' });
  addNightly(emulator, { service_id: 'dbc' });
  const step = await watchAll(emulator, { backup: 'if-needed' });
  expect(foundBy(step)).toEqual(['dba: nothing', 'dbb: nothing', 'dbc: nothing']);
  const states = parseResult(step.outputs).services.map(({ request }) => request?.['state']);
  expect(states).toEqual(['not-needed', 'succeeded', 'succeeded']);
  expect(writesOf(emulator).map(({ path }) => path)).toEqual([schedulesPath, schedulesPath]);
});

test('a dry run says for each service what would be written, and writes nothing', async () => {
  const emulator = await startOrganisation();
  for (const service_id of ['dba', 'dbb']) addBackup(emulator, 100, { service_id });
  const given = { schedule: '0 2 * * *', backup: 'always', 'dry-run': 'true' };
  const step = await watchAll(emulator, given);
  expect(writesOf(emulator)).toEqual([]);
  for (const id of ['dba', 'dbb']) {
    expect(step.lines).toContainEqual(expect.stringMatching(`^${id}: schedule would be created`));
    expect(step.lines).toContainEqual(
      expect.stringMatching(`^${id}: a one-time full backup would`),
    );
  }
});

describe('a list of all services that leaves out schedules', () => {
  const leaveOut = (emulator: MariadbCloudEmulator, schedules: readonly unknown[] = []) =>
    emulator.fail({
      kind: 'json',
      body: { schedules, pages_count: 1 },
      when: { path: /schedules$/ },
    });

  test.each(['0 2 * * *', 'enabled'])(
    'makes nothing twice and misses nothing, because each own list is read first (%s)',
    async (schedule) => {
      const emulator = await startOrganisation();
      for (const id of ['dba', 'dbb']) addHealthy(emulator, id);
      leaveOut(emulator, emulator.schedules('dbb'));
      const step = await watchAll(emulator, { schedule });
      expect(foundBy(step)).toEqual(['dba: nothing', 'dbb: nothing']);
      expect(writesOf(emulator)).toEqual([]);
    },
  );

  test('leaves none active that was to be suspended', async () => {
    const emulator = await startOrganisation();
    addHealthy(emulator, 'dba');
    leaveOut(emulator);
    await watchAll(emulator, { schedule: 'suspended' });
    expect(emulator.schedules('dba')).toMatchObject([{ suspended: true }]);
  });

  test('writes nothing where the own list cannot be read', async () => {
    const emulator = await startOrganisation();
    addHealthy(emulator, 'dba');
    leaveOut(emulator);
    emulator.fail({ kind: 'status', status: 401, when: { path: /schedules$/ } });
    const step = await watchAll(emulator, { schedule: '0 2 * * *' });
    expect(step.outputs['reasons']).toBe('evidence-unavailable');
    expect(writesOf(emulator)).toEqual([]);
  });
});

test('what still runs is waited for, by looking at that service only', async () => {
  const emulator = await startOrganisation();
  for (const id of ['dba', 'dbb']) addHealthy(emulator, id);
  emulator.nextBackup({ queuedMs: 0, runningMs: 60_000 });
  const body = { service_id: 'dbb', backup_type: 'full', schedule: 'once' };
  await call(emulator, schedulesPath, { method: 'POST', body });
  emulator.requests.length = 0;
  const step = await watchAll(emulator, { 'in-progress': 'wait' });
  expect(foundBy(step)).toEqual(['dba: nothing', 'dbb: nothing']);
  const looks = emulator.requests.slice(2);
  expect(looks.length).toBeGreaterThan(1);
  for (const { path, query } of looks) {
    expect([path, query['service_id']]).toEqual([backupsPath, 'dbb']);
  }
});

test('timeout bounds the waiting for all services together', async () => {
  const emulator = await startOrganisation();
  for (const service_id of ['dba', 'dbb', 'dbc']) {
    addHealthy(emulator, service_id);
    addRunning(emulator, 1, { service_id });
  }
  const start = emulator.clock.now();
  const step = await watchAll(emulator, { 'in-progress': 'wait', timeout: '10m' });
  expect(step.outputs).toMatchObject({ gate: 'closed', reasons: 'wait-timed-out' });
  expect(foundBy(step)).toHaveLength(3);
  expect(emulator.clock.now() - start).toBe(600_000);
});

describe('a list of the organisation that names too few schedules', () => {
  const all = { path: /schedules$/, query: { order: 'desc', page: '1' } };

  /** Three services with a nightly schedule each, of which the list of all names `named`. */
  async function startHiding(named: readonly string[]) {
    const emulator = await startOrganisation();
    for (const id of ['dba', 'dbb', 'dbc']) addHealthy(emulator, id);
    const schedules = named.flatMap((id) => emulator.schedules(id));
    const body = { schedules, schedules_count: schedules.length, pages_count: 1 };
    emulator.fail({ kind: 'json', when: all, body });
    return emulator;
  }

  test.each([[[]], [['dbb']], [['dba', 'dbc']]])(
    'such as %j leads to no other one, run after run',
    async (named) => {
      const emulator = await startHiding(named);
      const step = await watchAll(emulator, { schedule: '0 2 * * *' });
      const changes = parseResult(step.outputs).services.map(
        ({ schedule }) => schedule?.['change'],
      );
      expect(changes).toEqual(['unchanged', 'unchanged', 'unchanged']);
      expect(writesOf(emulator)).toEqual([]);
    },
  );

  test('leads to no wrong word about a schedule', async () => {
    const step = await watchAll(await startHiding(['dbb']));
    expect(foundBy(step)).toEqual(['dba: nothing', 'dbb: nothing', 'dbc: nothing']);
  });

  test('leads to no write where the own list cannot be read', async () => {
    const emulator = await startHiding([]);
    const own = { path: /schedules$/, query: { service_id: 'dbb' } };
    emulator.fail({ kind: 'status', status: 400, when: own, times: Infinity });
    const step = await watchAll(emulator, { schedule: '0 2 * * *' });
    expect(foundBy(step)[1]).toBe('dbb: block evidence-unavailable');
    expect(writesOf(emulator)).toEqual([]);
  });

  test('leads to no change of the wrong one of two', async () => {
    const emulator = await startOrganisation();
    addHealthy(emulator, 'dba');
    addNightly(emulator, { service_id: 'dba', schedule: '0 5 * * 0' });
    const [, weekly] = emulator.schedules('dba');
    const body = { schedules: [weekly], schedules_count: 1, pages_count: 1 };
    emulator.fail({ kind: 'json', when: all, body });
    const step = await watchAll(emulator, { schedule: '0 2 * * *' });
    expect(step.outputs['schedule-change']).toBe('unchanged');
    expect(writesOf(emulator)).toEqual([]);
  });
});

test('a needless backup is not taken where only the list of the organisation lacks the last one', async () => {
  const emulator = await startOrganisation();
  addHealthy(emulator, 'dba');
  const backups = [
    { ...emulator.backups('dba')[0], id: 'old', start_time: '2026-01-01T02:00:00Z' },
  ];
  emulator.fail({ kind: 'json', when: { path: /backups$/ }, body: { backups, pages_count: 1 } });
  const step = await watchAll(emulator, { backup: 'if-needed' });
  expect(foundBy(step)).toEqual(['dba: nothing']);
  expect(writesOf(emulator)).toEqual([]);
});
