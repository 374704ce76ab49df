import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { itemsOf } from '../../../../shared/domain/evidence.ts';
import type { Schedule } from '../../../../shared/domain/schedule.ts';
import type { WireSchedule } from '../../../emulator/mariadb-cloud/index.ts';
import { SERVICE, startCloud } from './cloud.ts';

async function decoded(row: WireSchedule): Promise<Schedule | undefined> {
  const { emulator, schedules } = await startCloud();
  emulator.addSchedule({ id: 215, ...row, service_id: SERVICE });
  const reading = await schedules.read(SERVICE);
  expect(reading.state).toBe('complete');
  return itemsOf(reading)[0];
}

test('a recurring schedule is read as it is meant', async () => {
  const row = {
    schedule: '0 2 * * *',
    type: 'Full',
    status: 'Scheduled',
    message: 'Backup is scheduled.',
    suspended: true,
    created_at: '2026-01-01T10:00:00Z',
    updated_at: '2026-01-02 10:00:00',
  };
  expect(await decoded(row)).toEqual({
    id: '215',
    type: 'full',
    kind: 'recurring',
    cron: { text: '0 2 * * *' },
    suspended: true,
    createdAt: Date.UTC(2026, 0, 1, 10),
    updatedAt: Date.UTC(2026, 0, 2, 10),
    trouble: null,
  });
});

test.each([undefined, null, ''])('a field that is %j is not given', async (nothing) => {
  const names = ['schedule', 'type', 'status', 'message', 'suspended', 'created_at', 'updated_at'];
  expect(await decoded(Object.fromEntries(names.map((name) => [name, nothing])))).toEqual({
    id: '215',
    type: null,
    kind: 'unrecognised',
    cron: null,
    suspended: false,
    createdAt: null,
    updatedAt: null,
    trouble: null,
  });
});

describe('what a schedule says of its health', () => {
  test.each([
    ['Failed', 'Invalid storage credentials', 'Failed: Invalid storage credentials'],
    ['FailedValidation', null, 'FailedValidation'],
    ['failed-validation', '', 'failed-validation'],
    ['Disabled', 'by the administrator', 'Disabled: by the administrator'],
    ['Suspended', null, 'Suspended'],
    ['ValidationFailed', null, 'ValidationFailed'],
    ['CredentialsInvalid', null, 'CredentialsInvalid'],
    ['Failed (retrying)', null, 'Failed (retrying)'],
    ['Expired', null, 'Expired'],
    ['Stopped', null, 'Stopped'],
    ['Cancelled', null, 'Cancelled'],
    ['Error', 'see https://portal.example/x?key=1', 'Error: see https://…'],
  ])('%s with %j is bad news', async (status, message, trouble) => {
    expect(await decoded({ schedule: '0 2 * * *', status, message })).toMatchObject({ trouble });
  });

  test.each(['Scheduled', 'Running', 'Succeeded', 'Active', 'Some new word', '', null])(
    '%j is none',
    async (status) => {
      const row = { schedule: '0 2 * * *', status, message: 'Backup is scheduled.' };
      expect(await decoded(row)).toMatchObject({ trouble: null });
    },
  );
});

describe('what a schedule says of when it runs', () => {
  test.each<[unknown, Schedule['kind'], string | null]>([
    ['once', 'one-time', null],
    ['ONCE', 'one-time', null],
    [' once ', 'one-time', null],
    ['cron', 'recurring', null],
    ['Cron', 'recurring', null],
    ['0 2 * * *', 'recurring', '0 2 * * *'],
    ['00 02 * * mon', 'recurring', '0 2 * * MON'],
    ['  0   2 * * *  ', 'recurring', '0 2 * * *'],
    ['@daily', 'recurring', '0 0 * * *'],
    ['@weekly', 'recurring', '0 0 * * 0'],
    ['0 2 ? * SUN', 'recurring', '0 2 ? * SUN'],
    ['CRON_TZ=UTC 0 2/6 * * *', 'recurring', '0 2/6 * * *'],
    ['snapshot', 'one-time', null],
    ['', 'unrecognised', null],
    [undefined, 'unrecognised', null],
    [null, 'unrecognised', null],
    [7, 'unrecognised', null],
    [{}, 'unrecognised', null],
  ])('%j is %s', async (schedule, kind, cron) => {
    const read = await decoded({ schedule });
    expect(read?.kind).toBe(kind);
    expect(read?.cron?.text ?? null).toBe(cron);
    expect(read).not.toHaveProperty('cronText');
  });

  test.each([
    '0 9 ** *',
    '0 2 * * * *',
    '0 0 2 * * *',
    '99 2 * * *',
    '0 0 31 2 *',
    '@every 1h',
    '@reboot',
    'CRON_TZ=Europe/Berlin 0 2 * * *',
  ])('%j recurs, and its text is kept where it is not understood', async (schedule) => {
    expect(await decoded({ schedule })).toMatchObject({
      kind: 'recurring',
      cron: null,
      cronText: schedule,
    });
  });
});

test.each<[unknown, string]>([
  [215, '215'],
  ['215', '215'],
  ['a/b', 'a/b'],
])('the id %j is kept as text', async (id, text) => {
  expect((await decoded({ id }))?.id).toBe(text);
});

test.each([undefined, null, '', {}])(
  'a schedule whose id is %j cannot be named, so the list is not whole',
  async (id) => {
    const { emulator, schedules } = await startCloud();
    emulator.addSchedule({ id: 1, schedule: 'once', service_id: SERVICE });
    emulator.addSchedule({ id, schedule: '0 2 * * *', service_id: SERVICE });
    expect(await schedules.read(SERVICE)).toMatchObject({
      state: 'incomplete',
      items: [{ id: '1' }],
      reason: '1 row could not be read',
    });
  },
);

test('schedules are read to the end of all pages, and a repeated one is no row more', async () => {
  const { emulator, schedules } = await startCloud();
  Object.assign(emulator.settings, { pageSizeLimit: 2, omitPagesCount: true });
  for (const id of [1, 2, 3, 4]) emulator.addSchedule({ id, service_id: SERVICE });
  expect((await schedules.read(SERVICE)).state).toBe('complete');
  emulator.addSchedule({ id: 3, service_id: SERVICE });
  const reading = await schedules.read(SERVICE);
  expect(reading).toMatchObject({ state: 'incomplete', reason: 'only 4 of 5 rows arrived' });
  expect(itemsOf(reading).map(({ id }) => id)).toEqual(['3', '4', '2', '1']);
});

test('whatever a row holds, reading it does not fail', async () => {
  const { emulator, schedules } = await startCloud();
  const names = ['service_id', 'schedule', 'type', 'suspended', 'created_at', 'updated_at'];
  const values = names.map((name) => [name, fc.jsonValue()] as const);
  const row = fc.record(Object.fromEntries(values), { requiredKeys: [] });
  await fc.assert(
    fc.asyncProperty(row, async (wire) => {
      const body = { schedules: [{ id: 1, ...wire }], pages_count: 1 };
      emulator.fail({ kind: 'json', body });
      expect((await schedules.read(SERVICE)).state).not.toBe('unavailable');
    }),
  );
});
