import { describe, expect, test } from 'vitest';
import { formatInstant, HOUR } from '../../shared/domain/instant.ts';
import { startOrganisation } from './all-services/organisation.ts';
import { addBackup, addHealthy, addNightly, hoursAgo } from './backups-in-emulator.ts';
import { runStep } from './step.ts';

const AHEAD = '2099-01-01T00:00:00Z';

describe('a success that claims to have begun in 2099', () => {
  test.each([{ point_in_time: '2026-01-15 00:00:00' }, {}])(
    'hides no failure: %j',
    async (fields) => {
      const emulator = await startOrganisation();
      addHealthy(emulator);
      addBackup(emulator, 12, { start_time: AHEAD, ...fields });
      addBackup(emulator, 2, { status: 'Failed' });
      const { outputs } = await runStep(emulator);
      expect(outputs['verdict']).toBe('block');
      expect(outputs['reasons']).toContain('latest-backup-failed');
    },
  );

  test('hides no hanging backup', async () => {
    const emulator = await startOrganisation();
    addNightly(emulator);
    addBackup(emulator, 10, { start_time: AHEAD, point_in_time: hoursAgo(emulator, 10) });
    addBackup(emulator, 9, { status: 'Running', end_time: null });
    expect((await runStep(emulator)).outputs['reasons']).toContain('backup-stuck');
  });
});

test('a point in time 59 hours after the end is not the recovery point', async () => {
  const emulator = await startOrganisation();
  addNightly(emulator);
  addBackup(emulator, 60, { point_in_time: hoursAgo(emulator, 1) });
  const { outputs } = await runStep(emulator);
  expect(outputs).toMatchObject({
    verdict: 'block',
    reasons: 'recovery-point-too-old',
    'recovery-point': hoursAgo(emulator, 60),
  });
});

test('an end that lies days ahead gives the next run no longer to appear', async () => {
  const emulator = await startOrganisation();
  addNightly(emulator);
  const end_time = formatInstant(emulator.clock.now() + 100 * HOUR);
  for (const hours of [58, 82, 106]) addBackup(emulator, hours, { end_time });
  const { outputs } = await runStep(emulator);
  expect(outputs).toMatchObject({ verdict: 'block', reasons: 'recovery-point-too-old' });
});

test('a time that cannot be read is quoted', async () => {
  const emulator = await startOrganisation();
  addNightly(emulator);
  addBackup(emulator, 10, { start_time: 'last night' });
  const { failures } = await runStep(emulator);
  expect(failures.join()).toContain('"last night" cannot be read');
});

test.each(['0000-00-00 00:00:00', '1970-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '0'])(
  'a point in time of %j is none, so the start counts',
  async (point_in_time) => {
    const emulator = await startOrganisation();
    addNightly(emulator);
    addBackup(emulator, 10, { point_in_time });
    const { outputs } = await runStep(emulator);
    expect(outputs).toMatchObject({
      verdict: 'pass',
      'recovery-point': hoursAgo(emulator, 10),
    });
  },
);
