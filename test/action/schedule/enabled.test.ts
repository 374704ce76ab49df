import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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

const enable = (given: GivenInputs = {}) => runStep(emulator, { schedule: 'enabled', ...given });

describe('schedule: enabled', () => {
  test('is content with any active schedule', async () => {
    addNightly(emulator, { id: 1, suspended: true });
    addNightly(emulator, { id: 2, type: 'dump' });
    const { outputs } = await enable();
    expect(outputs).toMatchObject({
      verdict: 'pass',
      'schedule-id': '2',
      'schedule-change': 'unchanged',
    });
    expect(writesOf(emulator)).toEqual([]);
  });

  test('is not content with one of a type that does not count', async () => {
    addNightly(emulator, { id: 1, suspended: true });
    addNightly(emulator, { id: 2, type: 'binarylog', schedule: '0 * * * *' });
    const { outputs } = await enable({ 'accept-types': 'full' });
    expect(outputs).toMatchObject({ 'schedule-id': '1', 'schedule-change': 'resumed' });
    expect(emulator.schedules(SERVICE)).toMatchObject([{ id: 1, suspended: false }, { id: 2 }]);
  });

  test('resumes the only one, and leaves its cron', async () => {
    addNightly(emulator, { id: 1, suspended: true, schedule: '15 3 * * *' });
    const { outputs } = await enable();
    expect(emulator.schedules(SERVICE)).toMatchObject([
      { id: 1, suspended: false, schedule: '15 3 * * *' },
    ]);
    expect(writesOf(emulator)).toMatchObject([{ method: 'PATCH', body: { suspended: false } }]);
    expect(outputs).toMatchObject({
      'schedule-id': '1',
      'schedule-change': 'resumed',
      reasons: '',
    });
  });

  test('resumes one whose cron is not revealed', async () => {
    addNightly(emulator, { id: 1, suspended: true, schedule: 'cron' });
    const { outputs } = await enable();
    expect(outputs).toMatchObject({ 'schedule-change': 'resumed', gate: 'open' });
  });

  test('of several suspended ones resumes the one of backup-type', async () => {
    addNightly(emulator, { id: 1, suspended: true, type: 'full' });
    addNightly(emulator, { id: 2, suspended: true, type: 'dump' });
    const { outputs } = await enable({ 'backup-type': 'dump' });
    expect(outputs).toMatchObject({ 'schedule-id': '2', 'schedule-change': 'resumed' });
    expect(emulator.schedules(SERVICE)).toMatchObject([{ suspended: true }, { suspended: false }]);
  });

  test('resumes none of several that could be meant, unless schedule-id says which', async () => {
    addNightly(emulator, { id: 1, suspended: true });
    addNightly(emulator, { id: 2, suspended: true });
    const ambiguous = await enable();
    expect(ambiguous.outputs).toMatchObject({ gate: 'closed', 'schedule-change': '' });
    expect(writesOf(emulator)).toEqual([]);
    const named = await enable({ 'schedule-id': '2' });
    expect(named.outputs).toMatchObject({ 'schedule-id': '2', 'schedule-change': 'resumed' });
  });

  test.each(['once', undefined])('creates nothing where there is none to resume', async (word) => {
    if (word) addNightly(emulator, { schedule: word });
    const { outputs } = await enable();
    expect(outputs).toMatchObject({ gate: 'closed', reasons: 'schedule-missing' });
    expect(writesOf(emulator)).toEqual([]);
  });
});

describe('a dry run writes nothing', () => {
  const dry = { 'dry-run': 'true' };

  test('and says what would be resumed', async () => {
    addNightly(emulator, { id: 1, suspended: true });
    const step = await enable(dry);
    expect(step.outputs).toMatchObject({ 'schedule-id': '1', 'schedule-change': 'resumed' });
    expect(step.lines.join('\n')).toContain('would be resumed');
    expect(step.summary).toContain('Dry run');
    expect(writesOf(emulator)).toEqual([]);
  });

  test('and says what would be created, which has no id yet', async () => {
    const step = await enable({ ...dry, schedule: '0 2 * * *' });
    expect(step.outputs).toMatchObject({ 'schedule-id': '', 'schedule-change': 'created' });
    expect(step.lines.join('\n')).toContain('would be created');
    expect(writesOf(emulator)).toEqual([]);
  });

  test('and says what would be updated, and judges as if it had been', async () => {
    addNightly(emulator, { id: 1, schedule: '0 5 * * *', suspended: true });
    const step = await enable({ ...dry, schedule: '0 2 * * *' });
    expect(step.outputs).toMatchObject({
      'schedule-id': '1',
      'schedule-change': 'updated',
      reasons: '',
    });
    expect(writesOf(emulator)).toEqual([]);
  });
});

test('without schedule nothing is written, whatever is wrong', async () => {
  addNightly(emulator, { suspended: true });
  const { outputs } = await runStep(emulator);
  expect(outputs).toMatchObject({ 'schedule-id': '', 'schedule-change': '' });
  expect(writesOf(emulator)).toEqual([]);
});
