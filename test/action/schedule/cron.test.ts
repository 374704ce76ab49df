import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HOUR } from '../../../shared/domain/instant.ts';
import { startMariadbCloud } from '../../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../../emulator/mariadb-cloud/index.ts';
import { addBackup, addNightly, writesOf } from '../backups-in-emulator.ts';
import { type GivenInputs, runStep, SERVICE } from '../step.ts';

let emulator: MariadbCloudEmulator;

beforeEach(async () => {
  emulator = await startMariadbCloud();
  addBackup(emulator, 1);
});
afterEach(() => emulator.close());

const ensure = (given: GivenInputs = {}) => runStep(emulator, { schedule: '0 2 * * *', ...given });
const schedules = () => emulator.schedules(SERVICE);

describe('a cron that is asked for', () => {
  test('is created where there is no schedule', async () => {
    const { outputs } = await ensure();
    expect(schedules()).toMatchObject([{ schedule: '0 2 * * *', type: 'full', suspended: false }]);
    expect(outputs).toMatchObject({
      verdict: 'pass',
      'schedule-change': 'created',
      'schedule-id': String(schedules()[0]?.['id']),
    });
  });

  test.each(['true', 'false'])('owes nothing yet, with dry-run: %s', async (dryRun) => {
    await emulator.close();
    emulator = await startMariadbCloud();
    addBackup(emulator, 72);
    const { outputs } = await ensure({ 'dry-run': dryRun });
    expect(outputs).toMatchObject({ verdict: 'warn', reasons: 'recovery-point-too-old' });
  });

  test('is created with the type of backup-type, beside those of other types', async () => {
    addNightly(emulator, { id: 1 });
    await ensure({ 'backup-type': 'dump' });
    expect(schedules()).toMatchObject([{ id: 1, type: 'full' }, { type: 'dump' }]);
  });

  test('is not taken to be there because of a one-time request', async () => {
    addNightly(emulator, { id: 1, schedule: 'once' });
    const { outputs } = await ensure();
    expect(outputs['schedule-change']).toBe('created');
    expect(schedules()).toMatchObject([{ id: 1, schedule: 'once' }, { schedule: '0 2 * * *' }]);
  });

  test('replaces another cron of the only schedule of that type', async () => {
    addNightly(emulator, { id: 215, schedule: '0 5 * * 0' });
    const { outputs } = await ensure();
    expect(schedules()).toMatchObject([{ id: 215, schedule: '0 2 * * *' }]);
    expect(outputs).toMatchObject({ 'schedule-id': '215', 'schedule-change': 'updated' });
  });

  test('is resumed where it is suspended', async () => {
    addNightly(emulator, { id: 215, suspended: true });
    const { outputs } = await ensure();
    expect(schedules()).toMatchObject([{ id: 215, suspended: false }]);
    expect(outputs).toMatchObject({ 'schedule-id': '215', 'schedule-change': 'resumed' });
    expect(outputs['reasons']).toBe('');
  });

  test('is set and resumed at once where both are wrong', async () => {
    addNightly(emulator, { id: 215, schedule: '0 5 * * *', suspended: true });
    const { outputs } = await ensure();
    expect(schedules()).toMatchObject([{ id: 215, schedule: '0 2 * * *', suspended: false }]);
    expect(writesOf(emulator)).toHaveLength(1);
    expect(outputs['schedule-change']).toBe('updated');
  });

  test.each(['0 2 * * *', '00 02 * * *', ' 0  2 * * * '])(
    'is left as it is where it runs already, however it is spelled (%j)',
    async (schedule) => {
      addNightly(emulator, { id: 215 });
      const { outputs } = await ensure({ schedule });
      expect(outputs).toMatchObject({ 'schedule-id': '215', 'schedule-change': 'unchanged' });
      expect(writesOf(emulator)).toEqual([]);
    },
  );

  test('is unchanged at a second run', async () => {
    await ensure();
    const { outputs } = await ensure();
    expect(outputs['schedule-change']).toBe('unchanged');
    expect(writesOf(emulator)).toHaveLength(1);
  });
});

describe('where several schedules could be meant', () => {
  beforeEach(() => {
    addNightly(emulator, { id: 11, schedule: '0 4 * * *' });
    addNightly(emulator, { id: 12, schedule: '0 5 * * *' });
  });

  test('none is changed, and their ids are named', async () => {
    const step = await ensure();
    expect(step.outputs).toMatchObject({ gate: 'closed', 'schedule-change': '' });
    expect(step.outputs['reasons']).toContain('schedule-ambiguous');
    expect(step.failures.join()).toMatch(/schedule-id: 1[12] or 1[12]\./);
    expect(writesOf(emulator)).toEqual([]);
  });

  test('schedule-id says which one is brought in line', async () => {
    const { outputs } = await ensure({ 'schedule-id': '12' });
    expect(schedules()).toMatchObject([
      { id: 11, schedule: '0 4 * * *' },
      { id: 12, schedule: '0 2 * * *' },
    ]);
    expect(outputs).toMatchObject({ 'schedule-id': '12', 'schedule-change': 'updated' });
  });

  test('an id that is not there creates nothing', async () => {
    const { outputs } = await ensure({ 'schedule-id': '99' });
    expect(outputs).toMatchObject({ gate: 'closed', 'schedule-id': '' });
    expect(outputs['reasons']).toContain('schedule-missing');
    expect(writesOf(emulator)).toEqual([]);
  });

  test('one of them that runs at that time already is the one', async () => {
    addNightly(emulator, { id: 13 });
    const { outputs } = await ensure();
    expect(outputs).toMatchObject({ 'schedule-id': '13', 'schedule-change': 'unchanged' });
  });
});

test('a schedule that has just been changed owes no backup from before', async () => {
  addNightly(emulator, { id: 215, schedule: '0 3 * * *' });
  // A day later the only backup is from before the night.
  emulator.clock.advance(24 * HOUR);
  const asItIs = await runStep(emulator);
  expect(asItIs.outputs['reasons']).toBe('recovery-point-too-old');
  const changed = await ensure();
  expect(changed.outputs).toMatchObject({ 'schedule-change': 'updated', reasons: '' });
});
