import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BackupStatus } from '../../../../shared/domain/backup.ts';
import { itemsOf } from '../../../../shared/domain/evidence.ts';
import { type Cloud, startCloud } from './cloud.ts';
import { backupRow } from './rows.ts';

const SUCCESS = ['succeeded', 'success', 'completed', 'complete', 'finished', 'done'];
const WORDS: Record<Exclude<BackupStatus, 'unrecognised'>, string[]> = {
  succeeded: SUCCESS,
  failed: [
    'failed',
    'failure',
    'error',
    'aborted',
    'deadlineexceeded',
    'Deadline Exceeded',
    'deadline_exceeded',
    'timeout',
    'Timed Out',
    'FailedValidation',
    'failed-validation',
  ],
  canceled: ['canceled', 'cancelled'],
  queued: ['scheduled', 'pending', 'queued', 'created'],
  running: [
    'running',
    'started',
    'in_progress',
    'inprogress',
    'In-Progress',
    'in progress',
    'Initializing',
    'active',
  ],
};

async function read({ emulator, readBackups }: Cloud, body: unknown) {
  emulator.fail({ kind: 'json', body });
  return readBackups();
}

describe.each(Object.entries(WORDS))('%s', (status, words) => {
  test.each(words)('is said by %j, in any case and with any space around it', async (word) => {
    const spellings = [word, word.toUpperCase(), `${word[0]?.toUpperCase()}${word.slice(1)}`];
    const backups = [...spellings, ` ${word}\n`].map((each) => backupRow('b', { status: each }));
    for (const backup of backups) delete backup['id'];
    const reading = await read(await startCloud(), { backups, pages_count: 1 });
    expect(itemsOf(reading).map((each) => each.status)).toEqual(backups.map(() => status));
  });
});

const STRANGE = [
  'unknown',
  'succeeded?',
  'not succeeded',
  'succeeded with errors',
  'partial',
  'ok',
  'true',
  '__proto__',
  'constructor',
  'ſucceeded',
  'ＳＵＣＣＥＥＤＥＤ',
  'suc.ceeded',
  1,
  0,
  true,
  false,
  null,
  [],
  ['succeeded'],
  { status: 'succeeded' },
];

test.each(STRANGE.map((status) => ({ status })))(
  'the status $status is not recognised',
  async ({ status }) => {
    const body = { backups: [backupRow('b', { status })], pages_count: 1 };
    const [backup] = itemsOf(await read(await startCloud(), body));
    expect(backup?.status).toBe('unrecognised');
  },
);

test('a status that is not recognised is kept as it was said', async () => {
  const body = { backups: [backupRow('b', { status: 'Half Done' })], pages_count: 1 };
  const [backup] = itemsOf(await read(await startCloud(), body));
  expect(backup).toMatchObject({ status: 'unrecognised', statusText: 'Half Done' });
});

const FIELDS =
  'id service_id type status start_time end_time point_in_time reference_full_backup ' +
  'storage_bytes backup_size';
const anything = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('', 'Succeeded', 'full', '2026-01-15T11:00:00Z', '2026-01-15 11:00:00', -1, 0),
);
const row = fc.record(Object.fromEntries(FIELDS.split(' ').map((name) => [name, anything])), {
  requiredKeys: [],
});

function claimsSuccess(said: unknown): boolean {
  return typeof said === 'string' && SUCCESS.includes(said.trim().toLowerCase());
}

test('whatever a row holds, reading it neither fails nor makes a success of it', async () => {
  const cloud = await startCloud();
  await fc.assert(
    fc.asyncProperty(row, async (wire) => {
      const reading = await read(cloud, { backups: [wire], pages_count: 1 });
      expect(reading.state).not.toBe('unavailable');
      const succeeded = itemsOf(reading).some(({ status }) => status === 'succeeded');
      if (!claimsSuccess(wire['status'])) expect(succeeded).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('whatever a page is, reading it neither fails nor makes a success of it', async () => {
  const cloud = await startCloud();
  const page = fc.record(
    { backups: anything, backups_count: anything, pages_count: fc.constantFrom(1, '1', 0) },
    { requiredKeys: ['pages_count'] },
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.jsonValue(), page), async (body) => {
      const succeeded = itemsOf(await read(cloud, body)).filter(
        (each) => each.status === 'succeeded',
      );
      expect(succeeded).toEqual([]);
      cloud.emulator.clearFaults();
    }),
    { numRuns: 300 },
  );
});
