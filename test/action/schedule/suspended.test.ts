import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startMariadbCloud } from '../../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../../emulator/mariadb-cloud/index.ts';
import { addBackup, addNightly, writesOf } from '../backups-in-emulator.ts';
import { parseResult } from '../result-json.ts';
import { type GivenInputs, runStep, SERVICE } from '../step.ts';

let emulator: MariadbCloudEmulator;

beforeEach(async () => {
  emulator = await startMariadbCloud();
  addBackup(emulator, 1);
});
afterEach(() => emulator.close());

const suspend = (given: GivenInputs = {}) => runStep(emulator, { schedule: 'suspended', ...given });
const stateOf = () =>
  emulator.schedules(SERVICE).map(({ id, suspended }) => [id, suspended ?? false]);

describe('schedule: suspended', () => {
  test('suspends the only one, tells what it was, and does not warn of it', async () => {
    addNightly(emulator, { id: 215 });
    const step = await suspend();
    expect(writesOf(emulator)).toMatchObject([{ method: 'PATCH', body: { suspended: true } }]);
    expect(stateOf()).toEqual([[215, true]]);
    expect(step.outputs).toMatchObject({
      verdict: 'pass',
      'schedule-id': '215',
      'schedule-change': 'suspended',
      reasons: '',
    });
    expect(step.lines.join('\n')).toContain(
      'schedule 215 suspended: full backup at "0 2 * * *" UTC → at "0 2 * * *" UTC, suspended',
    );
    expect(parseResult(step.outputs).services[0]?.schedule).toMatchObject({
      suspended: true,
      before: { suspended: false },
    });
  });

  test('leaves one that is suspended already', async () => {
    addNightly(emulator, { id: 215, suspended: true });
    const { outputs } = await suspend();
    expect(writesOf(emulator)).toEqual([]);
    expect(outputs).toMatchObject({ 'schedule-change': 'unchanged', verdict: 'pass' });
  });

  test('suspends all of backup-type, and none of another type', async () => {
    addNightly(emulator, { id: 1 });
    addNightly(emulator, { id: 2, schedule: '0 14 * * *' });
    addNightly(emulator, { id: 3, type: 'dump' });
    const { outputs, summary } = await suspend();
    expect(stateOf()).toEqual([
      [1, true],
      [2, true],
      [3, false],
    ]);
    expect(outputs['schedule-change']).toBe('suspended');
    expect(outputs['schedule-id']?.split(',').toSorted()).toEqual(['1', '2']);
    expect(summary.match(/suspended, suspended/g)).toHaveLength(2);
  });

  test('suspends only the one that schedule-id names', async () => {
    addNightly(emulator, { id: 1 });
    addNightly(emulator, { id: 2, schedule: '0 14 * * *' });
    const { outputs } = await suspend({ 'schedule-id': '2' });
    expect(stateOf()).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(outputs['schedule-id']).toBe('2');
  });

  test('is content where there is none of that type', async () => {
    addNightly(emulator, { id: 3, type: 'dump' });
    const { outputs } = await suspend();
    expect(writesOf(emulator)).toEqual([]);
    expect(outputs).toMatchObject({ 'schedule-id': '', 'schedule-change': 'unchanged' });
  });

  test('does not touch a one-time request', async () => {
    addNightly(emulator, { id: 3, schedule: 'once' });
    await suspend();
    expect(writesOf(emulator)).toEqual([]);
  });

  test.each(['', 'physical'])(
    'asks which, where one that runs may be meant: type %j',
    async (type) => {
      addNightly(emulator, { id: 4, type });
      const { outputs } = await suspend();
      expect(outputs['reasons']).toContain('schedule-ambiguous');
      expect(writesOf(emulator)).toEqual([]);
      expect((await suspend({ 'schedule-id': '4' })).outputs['schedule-change']).toBe('suspended');
    },
  );

  test('says in a dry run what would be suspended', async () => {
    addNightly(emulator, { id: 215 });
    const step = await suspend({ 'dry-run': 'true' });
    expect(writesOf(emulator)).toEqual([]);
    expect(step.outputs).toMatchObject({ 'schedule-change': 'suspended', reasons: '' });
    expect(step.lines.join('\n')).toContain('would be suspended');
  });

  test('is not done where the list still shows it active', async () => {
    addNightly(emulator, { id: 215 });
    emulator.fail({ kind: 'json', body: { id: 215, suspended: true }, when: { method: 'PATCH' } });
    const step = await suspend();
    expect(step.outputs).toMatchObject({ gate: 'closed', reasons: 'schedule-change-failed' });
    expect(step.failures.join()).toContain('active');
  });

  test('tells of those that were suspended before one was refused', async () => {
    addNightly(emulator, { id: 1 });
    addNightly(emulator, { id: 2, schedule: '0 14 * * *' });
    emulator.fail({ kind: 'status', status: 403, skip: 1, when: { method: 'PATCH' } });
    const { outputs } = await suspend();
    expect(outputs).toMatchObject({ gate: 'closed', 'schedule-change': 'suspended' });
    expect(outputs['reasons']).toBe('schedule-change-failed');
    expect(stateOf().filter(([, suspended]) => suspended)).toHaveLength(1);
  });

  test('is taken back by schedule: enabled', async () => {
    addNightly(emulator, { id: 215 });
    await suspend();
    const { outputs } = await runStep(emulator, { schedule: 'enabled' });
    expect(outputs).toMatchObject({ 'schedule-change': 'resumed', reasons: '' });
  });
});

describe('schedule: absent', () => {
  const remove = (given: GivenInputs = {}) =>
    runStep(emulator, { schedule: 'absent', 'schedule-id': '215', ...given });

  test('deletes the one that is named and no other, and tells what it was', async () => {
    addNightly(emulator, { id: 215, schedule: '0 5 * * 0', suspended: true });
    addNightly(emulator, { id: 216 });
    const step = await remove();
    expect(writesOf(emulator)).toMatchObject([
      { method: 'DELETE', path: expect.stringMatching(/\/215$/) },
    ]);
    expect(emulator.schedules(SERVICE)).toMatchObject([{ id: 216 }]);
    expect(step.outputs).toMatchObject({
      verdict: 'pass',
      'schedule-id': '215',
      'schedule-change': 'deleted',
      reasons: '',
    });
    expect(step.lines.join('\n')).toContain(
      'schedule 215 deleted: full backup at "0 5 * * 0" UTC, suspended → none',
    );
    expect(step.summary).toContain('`0 5 * * 0` UTC, `full`, suspended → none, deleted |');
    expect(parseResult(step.outputs).services[0]?.schedule).toEqual({
      id: '215',
      type: null,
      cron: null,
      suspended: null,
      change: 'deleted',
      before: { type: 'full', cron: '0 5 * * 0', suspended: true },
      nextRunAt: null,
    });
  });

  test('does not warn that there is none left', async () => {
    addNightly(emulator, { id: 215 });
    const { outputs, summary } = await remove();
    expect(outputs).toMatchObject({ verdict: 'pass', reasons: '' });
    expect(summary).toContain('no-schedule');
  });

  test('is content where it is gone already', async () => {
    addNightly(emulator, { id: 216 });
    const { outputs } = await remove();
    expect(writesOf(emulator)).toEqual([]);
    expect(outputs).toMatchObject({ 'schedule-id': '215', 'schedule-change': 'unchanged' });
  });

  test('never deletes a one-time request, which is a backup that somebody awaits', async () => {
    addNightly(emulator, { id: 215, schedule: 'once' });
    const { outputs } = await remove();
    expect(outputs['reasons']).toContain('schedule-missing');
    expect(writesOf(emulator)).toEqual([]);
  });

  test('deletes nothing of another service', async () => {
    addNightly(emulator, { id: 215, service_id: 'dbother' });
    addNightly(emulator, { id: 216 });
    const { outputs } = await remove();
    expect(outputs['schedule-change']).toBe('unchanged');
    expect(emulator.schedules('dbother')).toHaveLength(1);
  });

  test('says in a dry run what would be deleted, and judges as if it had been', async () => {
    addNightly(emulator, { id: 215 });
    const step = await remove({ 'dry-run': 'true' });
    expect(writesOf(emulator)).toEqual([]);
    expect(step.outputs).toMatchObject({ 'schedule-change': 'deleted', reasons: '' });
    expect(step.lines.join('\n')).toContain('would be deleted');
  });

  test.each([403, 409])('that is refused with HTTP %i is said, once', async (status) => {
    addNightly(emulator, { id: 215 });
    emulator.fail({ kind: 'status', status, times: Infinity, when: { method: 'DELETE' } });
    const { outputs } = await remove();
    expect(outputs).toMatchObject({ gate: 'closed', reasons: 'schedule-change-failed' });
    expect(writesOf(emulator)).toHaveLength(1);
  });

  test('is not done where the list still shows it', async () => {
    addNightly(emulator, { id: 215 });
    emulator.fail({ kind: 'status', status: 200, body: '', when: { method: 'DELETE' } });
    const step = await remove();
    expect(step.outputs).toMatchObject({ gate: 'closed', reasons: 'schedule-change-failed' });
    expect(step.failures.join()).toContain('still lists schedule 215');
    expect(writesOf(emulator)).toHaveLength(1);
  });

  test.each([{ kind: 'lost-answer' }, { kind: 'after-effect-status', status: 404 }] as const)(
    'is done where it is gone, whatever came back: %j',
    async (fault) => {
      addNightly(emulator, { id: 215 });
      emulator.fail({ ...fault, when: { method: 'DELETE' } });
      const { outputs } = await remove();
      expect(outputs).toMatchObject({ gate: 'open', 'schedule-change': 'deleted' });
      expect(writesOf(emulator)).toHaveLength(1);
    },
  );
});
