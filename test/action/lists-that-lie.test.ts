import { describe, expect, test } from 'vitest';
import { addBackup, addHealthy, addNightly, writesOf } from './backups-in-emulator.ts';
import { startOrganisation } from './all-services/organisation.ts';
import { runStep, SERVICE } from './step.ts';

const LIES: readonly unknown[] = [
  { code: 500, errors: [{ error: 'internal', message: 'broken' }] },
  { message: 'Forbidden' },
  { data: [] },
  {},
  { schedules: [], backups: [], errors: [{ message: 'broken' }] },
  { schedules: [], backups: [], schedules_count: 2, backups_count: 2, pages_count: 1 },
];

describe('where the list of schedules is answered with a lie, no schedule is created:', () => {
  test.each(LIES.map((body) => ({ body })))('$body', async ({ body }) => {
    const emulator = await startOrganisation();
    addHealthy(emulator);
    emulator.fail({ kind: 'json', body, when: { path: /schedules$/ }, times: Infinity });
    const { outputs } = await runStep(emulator, { schedule: '0 2 * * *' });
    expect(outputs).toMatchObject({ verdict: 'block', 'schedule-change': '' });
    expect(outputs['reasons']).toContain('evidence-unavailable');
    expect(writesOf(emulator)).toEqual([]);
  });
});

describe('where the list of backups is answered with a lie, no backup is taken:', () => {
  test.each(LIES.map((body) => ({ body })))('$body', async ({ body }) => {
    const emulator = await startOrganisation();
    addHealthy(emulator);
    emulator.fail({ kind: 'json', body, when: { path: /backups$/ }, times: Infinity });
    const { outputs } = await runStep(emulator, { backup: 'if-needed' });
    expect(outputs).toMatchObject({ verdict: 'block' });
    expect(writesOf(emulator)).toEqual([]);
  });
});

test.each(LIES.map((body) => ({ body })))(
  'no backup is taken either where the schedules are answered with $body',
  async ({ body }) => {
    const emulator = await startOrganisation();
    addBackup(emulator, 1000);
    emulator.fail({ kind: 'json', body, when: { path: /schedules$/ }, times: Infinity });
    for (const backup of ['if-needed', 'always']) await runStep(emulator, { backup });
    expect(writesOf(emulator)).toEqual([]);
  },
);

test('a list of schedules that is null is empty, and one is created', async () => {
  const emulator = await startOrganisation();
  addBackup(emulator, 1);
  const body = { schedules: null, schedules_count: 0 };
  emulator.fail({ kind: 'json', body, when: { path: /schedules$/, method: 'GET' } });
  const { outputs } = await runStep(emulator, { schedule: '0 2 * * *' });
  expect(outputs).toMatchObject({ verdict: 'pass', 'schedule-change': 'created' });
});

test('a failed backup without a start behind 120 good ones is not missed', async () => {
  const emulator = await startOrganisation({ ignoreOrder: false });
  addNightly(emulator);
  addBackup(emulator, 0, { id: 'bad', status: 'Failed', start_time: null, end_time: null });
  for (let night = 119; night >= 0; night -= 1) addBackup(emulator, 10 + 24 * night);
  // Oldest first is how rows are added, so the one without a start stands last.
  const { outputs } = await runStep(emulator);
  expect(outputs).toMatchObject({ verdict: 'block', reasons: 'latest-backup-failed' });
});

test('one page of 130,000 rows is judged like any other', async () => {
  const emulator = await startOrganisation();
  addHealthy(emulator);
  const [good] = emulator.backups(SERVICE);
  const failures = Array.from({ length: 130_000 }, (_, id) => ({ id, status: 'Failed' }));
  const body = { backups: [good, ...failures], pages_count: 1 };
  emulator.fail({ kind: 'json', body, when: { path: /backups$/ } });
  const { outputs } = await runStep(emulator);
  expect(outputs).toMatchObject({ verdict: 'block', reasons: 'latest-backup-failed' });
});

test('an answer that is too large blocks, and says how large it may be', async () => {
  const emulator = await startOrganisation();
  addHealthy(emulator);
  const body = { backups: [], text: 'x'.repeat(8 * 2 ** 20) };
  emulator.fail({ kind: 'json', body, when: { path: /backups$/ } });
  const { outputs, failures } = await runStep(emulator);
  expect(outputs).toMatchObject({ verdict: 'block', reasons: 'evidence-unavailable' });
  expect(failures.join()).toContain('larger than the limit of 8 MiB');
});
