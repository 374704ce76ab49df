import { describe, expect, test } from 'vitest';
import type { Policy } from '../../../../shared/domain/policy.ts';
import { codesOf, cron, incomplete, raised, schedule, unavailable } from '../evidence-fixture.ts';

const WISHES: readonly Policy['schedule'][] = ['none', 'enabled', 'cron', 'suspended', 'absent'];
const suspended = schedule({ id: 's9', suspended: true });

describe('no-schedule', () => {
  test('no recurring schedule at all warns', () => {
    expect(raised('no-schedule', { schedules: [] })).toEqual([
      { code: 'no-schedule', severity: 'warn' },
    ]);
  });

  test('a one-time request is not a schedule', () => {
    const schedules = [schedule({ kind: 'one-time', cron: null })];
    expect(raised('no-schedule', { schedules })).toMatchObject([{ severity: 'warn' }]);
  });

  test('one recurring schedule, active or not, of whatever type, is a schedule', () => {
    for (const one of [schedule(), suspended, schedule({ type: null }), schedule({ cron: null })]) {
      expect(raised('no-schedule', { schedules: [one] })).toEqual([]);
    }
  });

  test('it is not raised where a schedule was asked for: that has its own outcome', () => {
    for (const wish of ['enabled', 'cron'] as const) {
      expect(codesOf({ schedules: [], policy: { schedule: wish } })).toEqual([]);
    }
  });

  test('it is only told of where a schedule was asked to be absent', () => {
    expect(raised('no-schedule', { schedules: [], policy: { schedule: 'absent' } })).toEqual([
      { code: 'no-schedule', severity: 'info' },
    ]);
    expect(raised('no-schedule', { schedules: [], policy: { schedule: 'suspended' } })).toEqual([
      { code: 'no-schedule', severity: 'warn' },
    ]);
  });

  test('it is not raised where it is not known', () => {
    for (const schedules of [incomplete([]), unavailable(), { state: 'not-offered' } as const]) {
      expect(raised('no-schedule', { schedules })).toEqual([]);
    }
  });
});

describe('schedule-suspended', () => {
  test('where all are suspended it warns, blocks with `enabled`, and is told where it was asked for', () => {
    const severities = {
      none: 'warn',
      cron: 'warn',
      enabled: 'block',
      suspended: 'info',
      absent: 'warn',
    } as const;
    for (const wish of WISHES) {
      const schedules = [suspended, schedule({ id: 's8', suspended: true })];
      expect(raised('schedule-suspended', { schedules, policy: { schedule: wish } })).toEqual([
        {
          code: 'schedule-suspended',
          severity: severities[wish],
          scheduleIds: ['s9', 's8'],
        },
      ]);
    }
  });

  test('one active schedule is enough, even if its cron is not revealed', () => {
    const schedules = [suspended, schedule({ cron: null })];
    expect(raised('schedule-suspended', { schedules })).toEqual([]);
  });

  test('an active one-time request does not stand in for a schedule', () => {
    const schedules = [suspended, schedule({ kind: 'one-time' })];
    expect(raised('schedule-suspended', { schedules })).toMatchObject([{ scheduleIds: ['s9'] }]);
  });
});

describe('schedule-unverifiable', () => {
  test('an active schedule whose cron is not revealed is told of, and does no harm', () => {
    const schedules = [schedule(), schedule({ id: 's2', cron: null })];
    for (const wish of WISHES) {
      expect(raised('schedule-unverifiable', { schedules, policy: { schedule: wish } })).toEqual([
        { code: 'schedule-unverifiable', severity: 'info', scheduleIds: ['s2'] },
      ]);
    }
  });

  test('times that are shown but not understood are quoted, apart from those that are hidden', () => {
    const text = { cron: null, cronText: '0 0 2 * * *' };
    const schedules = [schedule({ cron: null }), schedule({ id: 's2', ...text })];
    expect(raised('schedule-unverifiable', { schedules })).toEqual([
      {
        code: 'schedule-unverifiable',
        severity: 'info',
        scheduleIds: ['s2'],
        cronTexts: ['0 0 2 * * *'],
      },
      { code: 'schedule-unverifiable', severity: 'info', scheduleIds: ['s1'] },
    ]);
  });

  test('a suspended one, a one-time request and one of a type that does not count are not', () => {
    const hidden = { cron: null };
    const schedules = [
      schedule(),
      schedule({ ...hidden, suspended: true }),
      schedule({ ...hidden, kind: 'one-time' }),
      schedule({ ...hidden, type: 'dump' }),
      schedule({ ...hidden, type: null }),
    ];
    expect(codesOf({ schedules, policy: { acceptTypes: ['full'] } })).toEqual([]);
  });
});

describe('the schedules of accepted types', () => {
  const policy = { acceptTypes: ['full'] };
  const log = schedule({ id: 's2', type: 'binarylog', cron: cron('0 * * * *') });

  test('are suspended although one of another type is active', () => {
    const schedules = [suspended, log];
    expect(raised('schedule-suspended', { schedules, policy })).toMatchObject([
      { scheduleIds: ['s9'] },
    ]);
    expect(raised('schedule-suspended', { schedules })).toEqual([]);
  });

  test('are not suspended because one of another type is', () => {
    const schedules = [schedule(), { ...log, suspended: true }];
    expect(raised('schedule-suspended', { schedules, policy })).toEqual([]);
  });
});

describe('schedule-unhealthy', () => {
  const trouble = 'Failed: Invalid storage credentials';

  test('the bad news of an active schedule is told in the words of the provider', () => {
    for (const wish of WISHES) {
      const schedules = [schedule({ trouble }), schedule({ id: 's2', trouble: 'Disabled' })];
      expect(raised('schedule-unhealthy', { schedules, policy: { schedule: wish } })).toEqual([
        { code: 'schedule-unhealthy', severity: 'warn', scheduleId: 's1', trouble },
        { code: 'schedule-unhealthy', severity: 'warn', scheduleId: 's2', trouble: 'Disabled' },
      ]);
    }
  });

  test('that of a suspended one, or of a type that does not count, is not', () => {
    const schedules = [
      schedule(),
      schedule({ suspended: true, trouble }),
      schedule({ kind: 'one-time', trouble }),
      schedule({ type: 'dump', trouble }),
    ];
    const policy = { acceptTypes: ['full'] };
    expect(raised('schedule-unhealthy', { schedules, policy })).toEqual([]);
  });
});
