import { describe, expect, test } from 'vitest';
import { startOrganisation } from '../all-services/organisation.ts';
import { addBackup, addHealthy, writesOf } from '../backups-in-emulator.ts';
import { parseResult } from '../result-json.ts';
import { runStep, SERVICE } from '../step.ts';

const BEYOND = 2 ** 53;

/** A service with a good backup, and schedules with these ids. */
async function startWith(rows: readonly Record<string, unknown>[]) {
  const emulator = await startOrganisation();
  addBackup(emulator, 10);
  const base = { service_id: SERVICE, type: 'full', created_at: '2025-01-01T00:00:00Z' };
  const schedules = rows.map((row) => ({ ...base, schedule: '0 2 * * *', ...row }));
  const when = { path: /schedules$/, method: 'GET' };
  emulator.fail({ kind: 'json', body: { schedules, pages_count: 1 }, when, times: Infinity });
  return emulator;
}

describe('where the id of a schedule is a number beyond 2^53', () => {
  test.each([{ suspended: true }, { schedule: '0 5 * * *' }, { type: 'dump' }])(
    'nothing is written, and it is said why: %j',
    async (row) => {
      const emulator = await startWith([{ id: BEYOND, ...row }]);
      const { outputs, failures } = await runStep(emulator, { schedule: '0 2 * * *' });
      expect(outputs).toMatchObject({
        gate: 'closed',
        reasons: expect.stringContaining('schedule-change-failed'),
      });
      expect(failures.join()).toContain('an id beyond 2^53, which cannot be read exactly');
      expect(writesOf(emulator)).toEqual([]);
    },
  );

  test('it is read and judged all the same', async () => {
    const emulator = await startWith([{ id: BEYOND }]);
    const { outputs } = await runStep(emulator);
    expect(outputs).toMatchObject({ verdict: 'pass', reasons: '' });
  });

  test('another of the same rounded id is not taken for it', async () => {
    const emulator = await startWith([{ id: BEYOND }, { id: BEYOND, suspended: true }]);
    const { outputs } = await runStep(emulator, { schedule: '0 2 * * *' });
    expect(outputs['schedule-change']).toBe('unchanged');
  });

  test.each([BEYOND - 1, String(BEYOND), `${BEYOND}1`])(
    'it is written where the id is exact: %j',
    async (id) => {
      const emulator = await startOrganisation();
      addHealthy(emulator);
      const [nightly] = emulator.schedules(SERVICE);
      emulator.removeSchedule(String(nightly?.['id']));
      emulator.addSchedule({ ...nightly, service_id: SERVICE, id, suspended: true });
      const { outputs } = await runStep(emulator, { schedule: '0 2 * * *' });
      expect(outputs).toMatchObject({ 'schedule-change': 'resumed', 'schedule-id': String(id) });
    },
  );
});

test('a failed backup is not hidden by a good one of the same rounded id', async () => {
  const emulator = await startOrganisation();
  addHealthy(emulator);
  addBackup(emulator, 3, { id: BEYOND });
  addBackup(emulator, 2, { id: BEYOND, status: 'Failed' });
  const { outputs } = await runStep(emulator);
  expect(outputs).toMatchObject({ verdict: 'block', reasons: 'latest-backup-failed' });
});

test('an incremental backup does not stand on one of the same rounded id', async () => {
  const emulator = await startOrganisation();
  addHealthy(emulator);
  addBackup(emulator, 9, { id: BEYOND });
  addBackup(emulator, 2, { type: 'incremental', reference_full_backup: BEYOND });
  const { services } = parseResult((await runStep(emulator)).outputs);
  expect(services[0]?.findings).toMatchObject([{ code: 'restore-chain-broken' }]);
});
