import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startMariadbCloud } from '../../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../../emulator/mariadb-cloud/index.ts';
import { addBackup, addNightly, writesOf } from '../backups-in-emulator.ts';
import { parseResult } from '../result-json.ts';
import { type GivenInputs, runStep, SERVICE } from '../step.ts';

let emulator: MariadbCloudEmulator;

beforeEach(async () => {
  emulator = await startMariadbCloud();
  addBackup(emulator, 0.25);
});
afterEach(() => emulator.close());

const ensure = (given: GivenInputs = {}) => runStep(emulator, { schedule: '0 2 * * *', ...given });
const schedules = () => emulator.schedules(SERVICE);

describe('a schedule that runs more often than the one asked for', () => {
  test.each(['0 * * * *', '30 * * * *', '*/15 * * * *', '0 2,14 * * *'])(
    'is left alone, and that is said: %s',
    async (schedule) => {
      addNightly(emulator, { id: 215, schedule });
      const step = await ensure();
      expect(writesOf(emulator)).toEqual([]);
      expect(step.outputs).toMatchObject({
        gate: 'open',
        'schedule-id': '215',
        'schedule-change': 'kept',
      });
      const [service] = parseResult(step.outputs).services;
      expect(service?.findings).toContainEqual(
        expect.objectContaining({ code: 'schedule-kept', severity: 'info', cron: schedule }),
      );
      expect(step.summary).toContain('schedule-kept');
      expect(step.summary).toContain('kept |');
    },
  );

  test('is told of with both numbers, and warns where its pauses are longer', async () => {
    addNightly(emulator, { id: 215, schedule: '0 9-17 * * 1-5' });
    const step = await ensure();
    expect(step.outputs).toMatchObject({ verdict: 'warn', reasons: 'schedule-kept' });
    expect(writesOf(emulator)).toEqual([]);
    expect(step.lines.join('\n')).toContain(
      'The existing schedule ("0 9-17 * * 1-5") runs more often than "0 2 * * *": 2348 instead of 365 runs a year, longest pause 2d 16h instead of 1d. It was left unchanged. [schedule-kept]',
    );
  });

  test('is not changed to more runs in a burst with a longer pause, either', async () => {
    addNightly(emulator, { id: 215 });
    const step = await ensure({ schedule: '*/5 2 * * 0' });
    expect(writesOf(emulator)).toEqual([]);
    expect(step.outputs).toMatchObject({ verdict: 'warn', 'schedule-change': 'kept' });
    expect(step.lines.join('\n')).toContain(
      'The existing schedule ("0 2 * * *") has shorter pauses than "*/5 2 * * 0": 365 instead of 626 runs a year, longest pause 1d instead of 6d 23h.',
    );
  });

  test('is made rarer where schedule-id names it, and what it was is told', async () => {
    addNightly(emulator, { id: 215, schedule: '0 * * * *' });
    const step = await ensure({ 'schedule-id': '215' });
    expect(schedules()).toMatchObject([{ id: 215, schedule: '0 2 * * *' }]);
    expect(step.outputs['schedule-change']).toBe('updated');
    expect(step.outputs['reasons']).toBe('');
    expect(step.lines.join('\n')).toContain(
      'schedule 215 updated: full backup at "0 * * * *" UTC → at "0 2 * * *" UTC',
    );
  });

  test('and is suspended is resumed, and keeps its times', async () => {
    addNightly(emulator, { id: 215, schedule: '0 * * * *', suspended: true });
    const step = await ensure();
    expect(schedules()).toMatchObject([{ schedule: '0 * * * *', suspended: false }]);
    expect(step.outputs['schedule-change']).toBe('resumed');
    expect(step.summary).toContain('schedule-kept');
  });

  test('is left in a dry run too', async () => {
    addNightly(emulator, { id: 215, schedule: '0 * * * *' });
    const step = await ensure({ 'dry-run': 'true' });
    expect(step.outputs['schedule-change']).toBe('kept');
  });
});

describe('brought in line is one that runs', () => {
  test.each(['0 3 * * *', '0 2 * * 1-5', '0 2 * * 0'])(
    'as often or less often: %s',
    async (schedule) => {
      addNightly(emulator, { id: 215, schedule });
      const step = await ensure();
      expect(schedules()).toMatchObject([{ schedule: '0 2 * * *' }]);
      expect(step.outputs['schedule-change']).toBe('updated');
    },
  );
});

test('what a schedule was before stands in log, summary and result', async () => {
  addNightly(emulator, { id: 215, schedule: '0 5 * * 0', suspended: true });
  const step = await ensure();
  expect(step.lines).toContainEqual(
    expect.stringContaining('full backup at "0 5 * * 0" UTC, suspended → at "0 2 * * *" UTC'),
  );
  expect(step.summary).toContain(
    '`0 5 * * 0` UTC, `full`, suspended → `0 2 * * *` UTC, `full`, updated |',
  );
  expect(parseResult(step.outputs).services[0]?.schedule).toMatchObject({
    cron: '0 2 * * *',
    suspended: false,
    change: 'updated',
    before: { type: 'full', cron: '0 5 * * 0', suspended: true },
  });
});
