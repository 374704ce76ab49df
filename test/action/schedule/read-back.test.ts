import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MINUTE } from '../../../shared/domain/instant.ts';
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

const ensure = (given: GivenInputs = {}) => runStep(emulator, { schedule: '0 2 * * *', ...given });
const schedules = () => emulator.schedules(SERVICE);

const FAILED = { gate: 'closed', 'schedule-id': '', 'schedule-change': '' };

/** Answers of success that prove nothing. */
const ANSWERS: readonly unknown[] = [
  {},
  { errors: [{ error: 'quota', message: 'too many schedules' }] },
  { code: 500, errors: [{ error: 'internal', message: 'try later' }] },
  { id: 200, type: 'full', schedule: '0 2 * * *', suspended: false },
  { id: 200, type: 'full', schedule: '0 5 * * *', suspended: false },
  { id: 200, type: 'dump', schedule: '0 2 * * *', suspended: false },
  { id: 200, type: 'full', schedule: '0 2 * * *', suspended: true },
  { id: 999, type: 'full', schedule: '0 2 * * *', suspended: false },
];

describe('an answer of success without an effect is not believed', () => {
  test.each(ANSWERS)('when a schedule is created: %j', async (body) => {
    emulator.fail({ kind: 'json', body, when: { method: 'POST' } });
    const step = await ensure();
    expect(step.outputs).toMatchObject({
      ...FAILED,
      reasons: 'schedule-change-failed',
    });
    expect(step.failures.join()).toContain('lists no new schedule');
    expect(writesOf(emulator)).toHaveLength(1);
    expect(schedules()).toEqual([]);
  });

  test.each(ANSWERS)('when its times are changed: %j', async (body) => {
    addNightly(emulator, { id: 200, schedule: '0 5 * * 0' });
    emulator.fail({ kind: 'json', body, when: { method: 'PATCH' } });
    const step = await ensure();
    expect(step.outputs).toMatchObject({ ...FAILED, reasons: 'schedule-change-failed' });
    expect(step.failures.join()).toContain("still lists schedule 200 as full, '0 5 * * 0', active");
    expect(writesOf(emulator)).toHaveLength(1);
  });

  test.each(ANSWERS)('when it is resumed: %j', async (body) => {
    addNightly(emulator, { id: 200, suspended: true });
    emulator.fail({ kind: 'json', body, when: { method: 'PATCH' } });
    const { outputs } = await ensure();
    expect(outputs).toMatchObject(FAILED);
    expect(outputs['reasons']).toContain('schedule-change-failed');
  });
});

describe('an effect counts, whatever the answer says', () => {
  test('of a creation', async () => {
    emulator.fail({
      kind: 'after-effect-json',
      body: { errors: [{ message: 'x' }] },
      when: { method: 'POST' },
    });
    const { outputs } = await ensure();
    expect(outputs).toMatchObject({ gate: 'open', 'schedule-change': 'created' });
    expect(writesOf(emulator)).toHaveLength(1);
  });

  test('and the id is the one that is listed', async () => {
    const body = { id: 999, type: 'dump', schedule: '0 5 * * *', suspended: true };
    emulator.fail({ kind: 'after-effect-json', body, when: { method: 'POST' } });
    const { outputs } = await ensure();
    const id = String(schedules()[0]?.['id']);
    expect(outputs).toMatchObject({ 'schedule-change': 'created', 'schedule-id': id });
  });
});

describe('a schedule that is listed as something else than was asked for', () => {
  test.each([
    { what: 'of another type', row: { type: 'physical' }, words: "as physical, '0 2 * * *'" },
    { what: 'of another known type', row: { type: 'dump' }, words: 'as dump' },
    { what: 'at other times', row: { schedule: '0 5 * * *' }, words: "'0 5 * * *'" },
    { what: 'suspended', row: { suspended: true }, words: 'suspended' },
    { what: 'without times', row: { schedule: '' }, words: 'times not shown' },
  ])('($what) is not called created, and no more are sent', async ({ row, words }) => {
    emulator.settings.listedScheduleAs = row;
    const step = await ensure();
    expect(step.outputs).toMatchObject(FAILED);
    expect(step.failures.join()).toContain('schedule-change-failed');
    expect(step.failures.join()).toContain(words);
    expect(writesOf(emulator)).toHaveLength(1);
  });

  test.each(['physical', 'FULL_BACKUP', 'mariabackup', ''])(
    'because its type is called %j there is made once, not at every run',
    async (type) => {
      emulator.settings.listedScheduleAs = { type };
      for (let run = 0; run < 4; run += 1) await ensure();
      expect(schedules()).toHaveLength(1);
      const { outputs } = await ensure();
      expect(outputs['reasons']).toContain('schedule-ambiguous');
    },
  );

  test('because its type is another of those that are known is made twice at most', async () => {
    emulator.settings.listedScheduleAs = { type: 'dump' };
    for (let run = 0; run < 5; run += 1) await ensure();
    expect(schedules().length).toBeLessThanOrEqual(2);
  });

  test('under another word is taken for the one that schedule-id names', async () => {
    emulator.settings.listedScheduleAs = { type: 'physical' };
    await ensure();
    const id = String(schedules()[0]?.['id']);
    const { outputs } = await ensure({ 'schedule-id': id });
    expect(outputs).toMatchObject({
      gate: 'open',
      'schedule-id': id,
      'schedule-change': 'unchanged',
    });
  });

  test('does not keep one of another type and times from being created', async () => {
    addNightly(emulator, { id: 1, type: 'physical', schedule: '0 5 * * *' });
    const { outputs } = await ensure();
    expect(outputs).toMatchObject({ gate: 'open', 'schedule-change': 'created' });
  });
});

test('what was written and cannot be read back is not called done', async () => {
  const down = { kind: 'status', status: 401, times: Infinity } as const;
  emulator.fail({ ...down, skip: 1, when: { method: 'GET', path: /schedules$/ } });
  const step = await ensure();
  expect(step.outputs).toMatchObject(FAILED);
  expect(step.failures.join()).toContain('could not be read back');
  expect(writesOf(emulator)).toHaveLength(1);
});

describe('waiting for a schedule to show', () => {
  test('takes a minute and seven seconds after an answer of success', async () => {
    emulator.fail({ kind: 'json', body: {}, when: { method: 'POST' } });
    const before = emulator.clock.now();
    await ensure();
    expect(emulator.clock.now() - before).toBe(67_000);
  });

  test('ends at the timeout, and a lost request is then not sent again', async () => {
    emulator.fail({ kind: 'refused-connection', when: { method: 'POST' } });
    const before = emulator.clock.now();
    const step = await ensure({ timeout: '66s' });
    expect(emulator.clock.now() - before).toBe(66_000);
    expect(writesOf(emulator)).toHaveLength(1);
    expect(step.failures.join()).toContain('so it was not repeated');
  });

  test('that fits into the timeout lets a lost request be sent again', async () => {
    emulator.fail({ kind: 'refused-connection', when: { method: 'POST' } });
    const { outputs } = await ensure({ timeout: '68s' });
    expect(writesOf(emulator)).toHaveLength(2);
    expect(outputs['schedule-change']).toBe('created');
  });

  test('for as long as a busy provider asks for is bounded by the timeout', async () => {
    const busy = {
      kind: 'status',
      status: 429,
      retryAfter: '30',
      when: { method: 'POST' },
    } as const;
    emulator.fail(busy);
    const given = await ensure({ timeout: '29s' });
    expect(given.outputs['reasons']).toContain('schedule-change-failed');
    expect(writesOf(emulator)).toHaveLength(1);
    emulator.fail(busy);
    const before = emulator.clock.now();
    const { outputs } = await ensure({ timeout: '31s' });
    expect(outputs['schedule-change']).toBe('created');
    expect(emulator.clock.now() - before).toBe(MINUTE / 2);
  });
});
