import { describe, expect, test } from 'vitest';
import { startOrganisation } from '../all-services/organisation.ts';
import { addBackup, addNightly, writesOf } from '../backups-in-emulator.ts';
import { type GivenInputs, runStep, SERVICE } from '../step.ts';

async function startShowing(schedule: string) {
  const emulator = await startOrganisation();
  addBackup(emulator, 10);
  addNightly(emulator, { id: 215, schedule });
  const ensure = (given: GivenInputs = {}) =>
    runStep(emulator, { schedule: '0 2 * * *', ...given });
  return { emulator, ensure, shown: () => emulator.schedules(SERVICE)[0]?.['schedule'] };
}

describe('a schedule that shows times which are not understood', () => {
  test.each(['0 0 2 * * *', '0 0 31 2 *', '@every 24h', 'CRON_TZ=Europe/Berlin 0 2 * * *'])(
    'is neither taken for the one that is wished nor changed: %j',
    async (schedule) => {
      const { emulator, ensure } = await startShowing(schedule);
      const { outputs, failures } = await ensure();
      expect(outputs).toMatchObject({ gate: 'closed', reasons: 'schedule-ambiguous' });
      expect(failures.join()).toContain(`"${schedule}"`);
      expect(writesOf(emulator)).toEqual([]);
    },
  );

  test('is quoted where none is wished', async () => {
    const { emulator } = await startShowing('0 0 2 * * *');
    const { outputs, lines, summary } = await runStep(emulator);
    expect(outputs).toMatchObject({ verdict: 'pass' });
    for (const text of [lines.join('\n'), summary]) expect(text).toContain('0 0 2 * * *');
    expect(lines.join('\n')).toContain('schedule-unverifiable');
  });

  test('is changed by its id', async () => {
    const { ensure, shown } = await startShowing('0 0 2 * * *');
    const { outputs } = await ensure({ 'schedule-id': '215' });
    expect(outputs).toMatchObject({ verdict: 'pass', 'schedule-change': 'updated' });
    expect(shown()).toBe('0 2 * * *');
  });
});

test.each(['@daily', '0 0 ? * *', 'CRON_TZ=UTC 0 0 * * *', '0 0 * * *,1'])(
  'what is shown in other words is understood: %j is midnight',
  async (schedule) => {
    const { emulator, ensure } = await startShowing(schedule);
    const { outputs } = await ensure({ schedule: '0 0 * * *' });
    expect(outputs['schedule-change']).toBe('unchanged');
    expect(writesOf(emulator)).toEqual([]);
  },
);

test('a weekly schedule is not taken for a nightly one', async () => {
  const { ensure, shown } = await startShowing('@weekly');
  const { outputs } = await ensure();
  expect(outputs['schedule-change']).toBe('updated');
  expect(shown()).toBe('0 2 * * *');
});

test.each([
  ['0 2 * * 7', '0 2 * * 0'],
  ['0 2 * * FRI-SUN', '0 2 * * 0,5,6'],
])('%j is sent as %j, and unchanged at the next run', async (schedule, sent) => {
  const emulator = await startOrganisation();
  addBackup(emulator, 10);
  await runStep(emulator, { schedule });
  expect(emulator.schedules(SERVICE)).toMatchObject([{ schedule: sent }]);
  const { outputs } = await runStep(emulator, { schedule });
  expect(outputs['schedule-change']).toBe('unchanged');
});
