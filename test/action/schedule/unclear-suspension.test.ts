import { describe, expect, test } from 'vitest';
import { startOrganisation } from '../all-services/organisation.ts';
import { addBackup, addNightly, writesOf } from '../backups-in-emulator.ts';
import { runStep, SERVICE } from '../step.ts';

async function startWith(suspended: unknown) {
  const emulator = await startOrganisation();
  addBackup(emulator, 10);
  addNightly(emulator, { id: 215, suspended });
  return emulator;
}

describe('a schedule of which it cannot be read whether it is suspended', () => {
  test.each([1, 0, 'yes', 'on', 'suspended', {}, [], [true]].map((suspended) => ({ suspended })))(
    'is neither active nor suspended, and nothing is written: $suspended',
    async ({ suspended }) => {
      const emulator = await startWith(suspended);
      for (const schedule of ['', '0 2 * * *', 'enabled']) {
        const { outputs, failures } = await runStep(emulator, { schedule });
        expect(outputs).toMatchObject({ verdict: 'block', reasons: 'evidence-incomplete' });
        expect(failures.join()).toContain('had no readable suspended flag');
      }
      expect(writesOf(emulator)).toEqual([]);
    },
  );

  test('is not taken for resumed where the answer to a change leaves it open', async () => {
    const emulator = await startWith(true);
    const row = { ...emulator.schedules(SERVICE)[0], suspended: 'no' };
    emulator.fail({ kind: 'json', body: row, when: { method: 'PATCH' } });
    const { outputs } = await runStep(emulator, { schedule: 'enabled' });
    expect(outputs['reasons']).toContain('schedule-change-failed');
  });
});

test.each([
  [true, 'schedule-suspended'],
  ['true', 'schedule-suspended'],
  ['TRUE', 'schedule-suspended'],
  [' True ', 'schedule-suspended'],
  [false, ''],
  ['False', ''],
  ['', ''],
  [null, ''],
  [undefined, ''],
])('a suspension of %j is read', async (suspended, reasons) => {
  const { outputs } = await runStep(await startWith(suspended));
  expect(outputs['reasons']).toBe(reasons);
});
