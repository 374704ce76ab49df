import { describe, expect, test } from 'vitest';
import type { Schedule } from '../../../../shared/domain/schedule.ts';
import { holdRetryDelays, hurry } from '../../http/retry-delays.ts';
import { SERVICE, startAccount } from './account.ts';

holdRetryDelays();

const SCHEDULE: Schedule = {
  id: '',
  type: 'snapshot',
  kind: 'recurring',
  cron: null,
  suspended: true,
  createdAt: null,
  updatedAt: null,
  trouble: null,
};
const order = {
  service: SERVICE,
  write: { kind: 'change', schedule: SCHEDULE, suspended: false },
  listed: [SCHEDULE],
  deadline: Infinity,
} as const;
const reading = { method: 'GET', path: /\/schedule$/ };
const enabling = { method: 'POST', path: /\/schedule\/enable$/ };

describe('the schedule', () => {
  test.each([
    { state: 'none', items: [] },
    { state: 'inactive', items: [SCHEDULE] },
    { state: 'active', items: [{ ...SCHEDULE, suspended: false }] },
  ] as const)('that is $state is shown so, without times', async ({ state, items }) => {
    const { schedules } = await startAccount(state);
    expect(await schedules.read(SERVICE)).toEqual({ state: 'complete', items });
  });

  test.each([
    { kind: 'status', status: 404 },
    { kind: 'status', status: 200, body: '' },
    { kind: 'json', body: null },
  ] as const)('is none where that is said by %j', async (fault) => {
    const { emulator, schedules } = await startAccount();
    emulator.fail({ ...fault, when: reading });
    expect(await schedules.read(SERVICE)).toEqual({ state: 'complete', items: [] });
  });

  test.each([{}, { active: null }, { active: 'perhaps' }, { active: 1 }])(
    'is unknown, neither on nor off, where the answer is %j',
    async (body) => {
      const { emulator, schedules } = await startAccount();
      emulator.fail({ kind: 'json', body, when: reading });
      expect((await schedules.read(SERVICE)).state).toBe('incomplete');
    },
  );
});

describe('enabling the schedule', () => {
  test.each(['json', 'empty'] as const)('is confirmed by reading, answer %s', async (answers) => {
    const { emulator, schedules } = await startAccount('inactive');
    emulator.settings.enableAnswers = answers;
    expect(await schedules.write(order)).toEqual({
      ...SCHEDULE,
      suspended: false,
    });
    expect(emulator.schedule(SERVICE)).toBe('active');
    expect(emulator.requests.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['POST', '/v1/workspaces/3/backups/12/schedule/enable', undefined],
      ['GET', '/v1/workspaces/3/backups/12/schedule', undefined],
    ]);
  });

  test.each([{ active: true }, { active: false }, {}])(
    'is not believed where it is still disabled, whatever the answer says: %j',
    async (body) => {
      const { emulator, schedules, count } = await startAccount('inactive');
      emulator.fail({ kind: 'json', body, when: enabling });
      await expect(schedules.write(order)).rejects.toMatchObject({
        problem: {
          kind: 'refused',
          message: expect.stringContaining(
            'still lists the schedule as snapshot, times not shown, suspended',
          ),
        },
      });
      expect(count('POST')).toBe(1);
    },
  );

  test('is not believed where it cannot be read again', async () => {
    const { emulator, schedules } = await startAccount('inactive');
    emulator.fail({ kind: 'html', when: reading, times: Infinity });
    await expect(hurry(schedules.write(order))).rejects.toMatchObject({
      problem: { kind: 'unavailable' },
    });
  });

  test('where there is none is refused', async () => {
    const { schedules } = await startAccount('none');
    await expect(schedules.write(order)).rejects.toMatchObject({
      problem: { kind: 'refused', message: expect.stringContaining('no schedule') },
    });
  });
});
