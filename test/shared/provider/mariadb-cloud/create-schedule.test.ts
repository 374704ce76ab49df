import { describe, expect, test } from 'vitest';
import { itemsOf } from '../../../../shared/domain/evidence.ts';
import { holdRetryDelays, hurry } from '../../http/retry-delays.ts';
import { type Cloud, errorOf, newSchedule, SERVICE, startCloud } from './cloud.ts';
import {
  ANSWERED_UNREADABLY,
  DONE_UNKNOWN,
  LIST_TROUBLE,
  LOOKS,
  NOT_DONE_UNKNOWN,
  NOT_REPEATED,
  TURNED_DOWN,
} from './fates.ts';

holdRetryDelays();

const cron = { text: '0 2 * * *' };
const POST = { method: 'POST' };
const LIST = { method: 'GET' };

/** One daily dump and one yearly full backup are there before; a daily full backup is ordered. */
async function startWithSchedules() {
  const cloud = await startCloud();
  const { emulator, schedules } = cloud;
  emulator.addSchedule({ service_id: SERVICE, type: 'dump', schedule: '0 2 * * *' });
  emulator.addSchedule({ service_id: SERVICE, type: 'full', schedule: '0 2 1 1 *' });
  const listed = itemsOf(await schedules.read(SERVICE));
  emulator.requests.length = 0;
  const create = () => hurry(schedules.write(newSchedule(cron, listed)));
  return { ...cloud, create };
}

const sentBy = ({ emulator }: Cloud) => emulator.requests.map(({ method }) => method);
const CREATED = { id: '202', type: 'full', kind: 'recurring', cron, suspended: false };

test('a schedule is created by one request, and read back', async () => {
  const cloud = await startWithSchedules();
  expect(await cloud.create()).toMatchObject({ ...CREATED, createdAt: cloud.clock.now() });
  const body = { service_id: SERVICE, backup_type: 'full', schedule: '0 2 * * *' };
  expect(cloud.emulator.requests).toMatchObject([{ method: 'POST', body }, LIST]);
  expect(cloud.emulator.schedules(SERVICE)).toHaveLength(3);
});

test.each([{}, { id: 202 }, { id: '7', schedule: 'cron', type: '', suspended: true }, null])(
  'what the answer says does not matter where the list shows it: %j',
  async (body) => {
    const { emulator, create } = await startWithSchedules();
    emulator.fail({ kind: 'after-effect-json', body, when: POST });
    expect(await create()).toMatchObject(CREATED);
  },
);

describe('a creation that took effect although no good answer came', () => {
  test.each(DONE_UNKNOWN)('is found and not repeated: %j', async (fault) => {
    const cloud = await startWithSchedules();
    cloud.emulator.fail({ ...fault, when: POST });
    expect(await cloud.create()).toMatchObject(CREATED);
    expect(sentBy(cloud)).toEqual(['POST', 'GET']);
    expect(cloud.emulator.schedules(SERVICE)).toHaveLength(3);
  });

  test('is found where the list says only that it recurs', async () => {
    const cloud = await startWithSchedules();
    cloud.emulator.fail({ kind: 'refused-connection', when: POST });
    const row = { id: 202, service_id: SERVICE, type: 'full', schedule: 'cron' };
    cloud.onSleep(() => void cloud.emulator.addSchedule(row));
    expect(await cloud.create()).toMatchObject({ ...CREATED, cron: null });
    expect(sentBy(cloud)).toEqual(['POST', 'GET']);
  });

  test('is given two seconds to show', async () => {
    const { emulator, create } = await startWithSchedules();
    emulator.fail({ kind: 'lost-answer', when: POST });
    await create();
    const [post, list] = emulator.requests.map(({ at }) => at);
    expect((list ?? NaN) - (post ?? NaN)).toBe(2000);
  });

  test('is looked for during a minute and seven seconds, less and less often', async () => {
    const { emulator, create } = await startWithSchedules();
    emulator.fail({ kind: 'refused-connection', when: POST });
    await create();
    const [post, ...later] = emulator.requests.map(({ at }) => at);
    const seconds = later.map((at) => (at - (post ?? NaN)) / 1000);
    expect(seconds).toEqual([2, 7, 17, 37, 67, 67, 67]);
  });

  test.each([1, 2, 3, 4])('is found though %i looks did not show it', async (looks) => {
    const cloud = await startWithSchedules();
    const { emulator, create, onSleep } = cloud;
    emulator.fail({ kind: 'refused-connection', when: POST });
    for (let look = 0; look < looks; look += 1) onSleep(() => {});
    const row = { id: 202, service_id: SERVICE, type: 'full', schedule: '0 2 * * *' };
    onSleep(() => void emulator.addSchedule(row));
    expect(await create()).toMatchObject(CREATED);
    expect(sentBy(cloud)).toEqual(['POST', ...LOOKS.slice(0, looks + 1)]);
  });

  test('is found though looks before it were refused', async () => {
    const cloud = await startWithSchedules();
    cloud.emulator.fail({ kind: 'lost-answer', when: POST });
    cloud.emulator.fail({ kind: 'status', status: 401, when: LIST, times: 4 });
    expect(await cloud.create()).toMatchObject(CREATED);
    expect(sentBy(cloud)).toEqual(['POST', ...LOOKS]);
  });
});

describe('a creation that took no effect', () => {
  test.each(NOT_DONE_UNKNOWN)('is sent once more, after the list was read: %j', async (fault) => {
    const cloud = await startWithSchedules();
    cloud.emulator.fail({ ...fault, when: POST });
    expect(await cloud.create()).toMatchObject(CREATED);
    expect(sentBy(cloud)).toEqual(['POST', ...LOOKS, 'POST', 'GET']);
    expect(cloud.emulator.schedules(SERVICE)).toHaveLength(3);
  });

  test.each(NOT_DONE_UNKNOWN)('twice is given up, and looked for again: %j', async (fault) => {
    const cloud = await startWithSchedules();
    cloud.emulator.fail({ ...fault, when: POST, times: Infinity });
    const error = await errorOf(cloud.create());
    expect(error.problem.kind).toBe('unavailable');
    expect(sentBy(cloud)).toEqual(['POST', ...LOOKS, 'POST', ...LOOKS]);
    expect(cloud.emulator.schedules(SERVICE)).toHaveLength(2);
  });

  test.each(DONE_UNKNOWN)('the first time is found after the second: %j', async (fault) => {
    const cloud = await startWithSchedules();
    cloud.emulator.fail({ kind: 'refused-connection', when: POST });
    cloud.emulator.fail({ ...fault, when: POST });
    expect(await cloud.create()).toMatchObject(CREATED);
    expect(sentBy(cloud)).toEqual(['POST', ...LOOKS, 'POST', 'GET']);
    expect(cloud.emulator.schedules(SERVICE)).toHaveLength(3);
  });

  test.each(ANSWERED_UNREADABLY)(
    'but was answered is looked for, not repeated: %j',
    async (fault) => {
      const cloud = await startWithSchedules();
      cloud.emulator.fail({ ...fault, when: POST });
      const error = await errorOf(cloud.create());
      expect(error).toMatchObject({ fate: 'taken', problem: { kind: 'refused' } });
      expect(error.message).toMatch(/, but lists no new schedule$/);
      expect(sentBy(cloud)).toEqual(['POST', 'GET', ...LOOKS]);
    },
  );

  test.each(TURNED_DOWN)('because it was turned down is not repeated: %j', async (fault) => {
    const cloud = await startWithSchedules();
    cloud.emulator.fail({ ...fault, when: POST, times: Infinity });
    const error = await errorOf(cloud.create());
    expect(error.fate).toBe('not-taken');
    expect(cloud.count('POST')).toBe(1);
  });
});

describe('a creation that MariaDB Cloud has no time for (429) was not taken, so it', () => {
  test.each([
    { retryAfter: undefined, seconds: 5 },
    { retryAfter: '1', seconds: 1 },
    { retryAfter: '59', seconds: 59 },
    { retryAfter: '60', seconds: 60 },
  ])('is sent again after $seconds s, asked for $retryAfter', async ({ retryAfter, seconds }) => {
    const cloud = await startWithSchedules();
    const { emulator, create } = cloud;
    emulator.fail({ kind: 'status', status: 429, ...(retryAfter && { retryAfter }), when: POST });
    expect(await create()).toMatchObject(CREATED);
    expect(sentBy(cloud)).toEqual(['POST', 'POST', 'GET']);
    const [first, second] = emulator.requests.map(({ at }) => at);
    expect((second ?? NaN) - (first ?? NaN)).toBe(seconds * 1000);
  });

  test('is given up at once where the pause is longer than a minute', async () => {
    const cloud = await startWithSchedules();
    cloud.emulator.fail({ kind: 'status', status: 429, retryAfter: '61', when: POST });
    const error = await errorOf(cloud.create());
    expect(error).toMatchObject({ fate: 'not-taken', retryAfterMs: 61_000 });
    expect(sentBy(cloud)).toEqual(['POST']);
  });

  test('is given up at the second time', async () => {
    const cloud = await startWithSchedules();
    cloud.emulator.fail({ kind: 'status', status: 429, when: POST, times: Infinity });
    expect((await errorOf(cloud.create())).problem.kind).toBe('unavailable');
    expect(sentBy(cloud)).toEqual(['POST', 'POST']);
  });
});

describe('a creation in doubt is not repeated while the list cannot be read:', () => {
  test.each(LIST_TROUBLE)('%j', async (fault) => {
    const { emulator, create, count } = await startWithSchedules();
    emulator.fail({ kind: 'lost-answer', when: POST });
    emulator.fail({ ...fault, when: LIST, times: Infinity });
    const error = await errorOf(create());
    expect(error.message).toContain(NOT_REPEATED);
    expect(error.fate).toBe('unknown');
    expect(count('POST')).toBe(1);
    expect(emulator.schedules(SERVICE)).toHaveLength(3);
  });

  test('a row of it is not readable', async () => {
    const { emulator, create, count } = await startWithSchedules();
    emulator.fail({ kind: 'status', status: 500, when: POST });
    emulator.fail({
      kind: 'json',
      body: { schedules: [null], pages_count: 1 },
      when: LIST,
      times: Infinity,
    });
    expect((await errorOf(create())).message).toContain(NOT_REPEATED);
    expect(count('POST')).toBe(1);
  });
});

describe('not taken for the schedule that was ordered is a new one', () => {
  test.each([
    { type: 'full', schedule: 'once' },
    { type: 'dump', schedule: '0 2 * * *' },
    { type: 'full', schedule: '0 5 * * *' },
  ])('like %j, which somebody else made meanwhile', async (row) => {
    const cloud = await startWithSchedules();
    cloud.emulator.fail({ kind: 'refused-connection', when: POST });
    cloud.onSleep(() => void cloud.emulator.addSchedule({ ...row, service_id: SERVICE }));
    expect(await cloud.create()).toMatchObject({ ...CREATED, id: '203' });
    expect(sentBy(cloud)).toEqual(['POST', ...LOOKS, 'POST', 'GET']);
  });
});
