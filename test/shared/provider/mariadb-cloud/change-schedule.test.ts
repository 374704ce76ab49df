import { describe, expect, test } from 'vitest';
import { itemsOf } from '../../../../shared/domain/evidence.ts';
import type { ScheduleChange } from '../../../../shared/domain/schedule-write.ts';
import { holdRetryDelays, hurry } from '../../http/retry-delays.ts';
import { errorOf, SERVICE, startCloud } from './cloud.ts';
import {
  DONE_UNKNOWN,
  LIST_TROUBLE,
  LOOKS,
  NOT_DONE_UNKNOWN,
  NOT_REPEATED,
  TURNED_DOWN,
} from './fates.ts';

holdRetryDelays();

const cron = { text: '30 4 * * *' };
const PATCH = { method: 'PATCH' };
const READ = { method: 'GET' };

/** A suspended schedule, and what changes it. */
async function startWithSuspended() {
  const cloud = await startCloud();
  const { emulator, schedules } = cloud;
  const row = { type: 'full', schedule: '0 2 * * *', suspended: true };
  emulator.addSchedule({ ...row, service_id: SERVICE });
  const [schedule] = itemsOf(await schedules.read(SERVICE));
  if (!schedule) return expect.fail('no schedule is listed');
  emulator.requests.length = 0;
  const change = (wish: Pick<ScheduleChange, 'cron' | 'suspended'> = { cron, suspended: false }) =>
    hurry(
      schedules.write({
        service: SERVICE,
        write: { kind: 'change', schedule, ...wish },
        listed: [schedule],
        deadline: Infinity,
      }),
    );
  const sent = () => emulator.requests.map(({ method }) => method);
  return { ...cloud, change, sent };
}

describe('a change of', () => {
  test.each([
    [{ cron }, { schedule: cron.text }, { cron, suspended: true }],
    [{ suspended: false as const }, { suspended: false }, { suspended: false }],
    [
      { cron, suspended: false as const },
      { schedule: cron.text, suspended: false },
      { cron, suspended: false },
    ],
  ])('%j sends that and nothing else', async (wish, body, changed) => {
    const { emulator, change } = await startWithSuspended();
    expect(await change(wish)).toMatchObject({ id: '200', type: 'full', ...changed });
    const path = '/skybackup/v1/backups/schedules/200';
    expect(emulator.requests).toMatchObject([{ method: 'PATCH', path, body }, READ]);
    expect(emulator.requests[0]?.body).toEqual(body);
    expect(emulator.schedules(SERVICE)).toMatchObject([body]);
  });
});

const CHANGED = { id: '200', cron, suspended: false };

describe('a change in doubt', () => {
  test.each(DONE_UNKNOWN)('that took effect is seen and not repeated: %j', async (fault) => {
    const { emulator, change, sent } = await startWithSuspended();
    emulator.fail({ ...fault, when: PATCH });
    expect(await change()).toMatchObject(CHANGED);
    expect(sent()).toEqual(['PATCH', 'GET']);
  });

  test.each(NOT_DONE_UNKNOWN)('that took none is sent once more: %j', async (fault) => {
    const { emulator, change, sent } = await startWithSuspended();
    emulator.fail({ ...fault, when: PATCH });
    expect(await change()).toMatchObject(CHANGED);
    expect(sent()).toEqual(['PATCH', ...LOOKS, 'PATCH', 'GET']);
    expect(emulator.schedules(SERVICE)).toMatchObject([{ schedule: cron.text, suspended: false }]);
  });

  test.each(NOT_DONE_UNKNOWN)('twice without effect is given up: %j', async (fault) => {
    const { emulator, change, sent } = await startWithSuspended();
    emulator.fail({ ...fault, when: PATCH, times: Infinity });
    expect((await errorOf(change())).problem.kind).toBe('unavailable');
    expect(sent()).toEqual(['PATCH', ...LOOKS, 'PATCH', ...LOOKS]);
    expect(emulator.schedules(SERVICE)).toMatchObject([{ suspended: true }]);
  });

  test.each(LIST_TROUBLE)(
    'is not repeated while the schedule cannot be read: %j',
    async (fault) => {
      const { emulator, change, count } = await startWithSuspended();
      emulator.fail({ kind: 'status', status: 500, when: PATCH });
      emulator.fail({ ...fault, when: READ, times: Infinity });
      expect((await errorOf(change())).message).toContain(NOT_REPEATED);
      expect(count('PATCH')).toBe(1);
    },
  );

  test.each([
    { schedule: cron.text, suspended: true },
    { schedule: '0 2 * * *', suspended: false },
  ])('is not taken for done by half: %j', async (half) => {
    const { emulator, change, sent } = await startWithSuspended();
    emulator.fail({ kind: 'refused-connection', when: PATCH });
    const body = { schedules: [{ id: 200, type: 'full', ...half }], pages_count: 1 };
    emulator.fail({ kind: 'json', body, when: READ, times: 5 });
    expect(await change()).toMatchObject(CHANGED);
    expect(sent()).toEqual(['PATCH', ...LOOKS, 'PATCH', 'GET']);
  });
});

test.each(TURNED_DOWN)('a change that is turned down is not repeated: %j', async (fault) => {
  const { emulator, change, sent } = await startWithSuspended();
  emulator.fail({ ...fault, when: PATCH, times: Infinity });
  expect((await errorOf(change())).fate).toBe('not-taken');
  expect(sent().filter((method) => method === 'PATCH')).toHaveLength(1);
});

test('a change of a schedule that has gone is refused', async () => {
  const { emulator, change, sent } = await startWithSuspended();
  emulator.removeSchedule(200);
  expect((await errorOf(change())).problem).toMatchObject({
    kind: 'not-found',
    message: 'MariaDB Cloud answered HTTP 404: schedule 200 was not found',
  });
  expect(sent()).toEqual(['PATCH', 'GET']);
});

test('a change answered 429 was not taken: it is sent again after the pause, unlooked', async () => {
  const { emulator, change, sent } = await startWithSuspended();
  emulator.fail({ kind: 'status', status: 429, retryAfter: '60', when: PATCH });
  expect(await change()).toMatchObject(CHANGED);
  expect(sent()).toEqual(['PATCH', 'PATCH', 'GET']);
  const [first, second] = emulator.requests.map(({ at }) => at);
  expect((second ?? NaN) - (first ?? NaN)).toBe(60_000);
});

test('a change is refused where it was answered as taken, but does not show', async () => {
  const { emulator, change, sent } = await startWithSuspended();
  const unchanged = { id: 200, type: 'full', schedule: '0 2 * * *', suspended: true };
  emulator.fail({ kind: 'json', body: unchanged, when: PATCH });
  const error = await errorOf(change());
  expect(error.message).toContain('but still lists schedule 200 as full, "0 2 * * *", suspended');
  expect(error.problem.kind).toBe('refused');
  expect(sent()).toEqual(['PATCH', 'GET', ...LOOKS]);
});
