import { describe, expect, test } from 'vitest';
import { planSchedule } from '../../../shared/domain/schedule-plan.ts';
import type { Schedule } from '../../../shared/domain/schedule.ts';
import type { ScheduleWrite } from '../../../shared/domain/schedule-write.ts';
import { cron, schedule } from './evidence-fixture.ts';

const wished = cron('30 4 * * *');
const asWished = schedule({ id: 'wished', cron: wished });
const other = schedule({ id: 'other' });
const hidden = schedule({ id: 'hidden', cron: null });
const dump = schedule({ id: 'dump', type: 'dump', cron: wished });
const once = schedule({ id: 'once', kind: 'one-time', cron: null });

function suspended(listed: Schedule): Schedule {
  return { ...listed, suspended: true };
}

function writing(write: ScheduleWrite) {
  return { kind: 'write', writes: [write] };
}

function resumption(of: Schedule) {
  return writing({ kind: 'change', schedule: of, suspended: false });
}

describe('a wished cron', () => {
  const plan = (listed: readonly Schedule[], scheduleId: string | null = null) =>
    planSchedule(listed, { kind: 'cron', cron: wished, type: 'full', scheduleId });
  const created = writing({ kind: 'create', type: 'full', cron: wished });

  test('that is there and active is left unchanged, whatever stands beside it', () => {
    for (const listed of [[asWished], [other, asWished, suspended(asWished), dump, once]]) {
      expect(plan(listed)).toEqual({ kind: 'unchanged', schedule: asWished });
    }
  });

  test('that is there and suspended is resumed, also where another cron stands beside it', () => {
    const paused = suspended(asWished);
    expect(plan([paused])).toEqual(resumption(paused));
    expect(plan([other, paused])).toEqual(resumption(paused));
  });

  test('replaces the cron of the only schedule of that type', () => {
    expect(plan([other, dump, once])).toEqual(
      writing({ kind: 'change', schedule: other, cron: wished }),
    );
  });

  test('leaves an active schedule alone whose cron is hidden: it may be the very one', () => {
    expect(plan([hidden])).toEqual({ kind: 'unchanged', schedule: hidden });
    const asleep = { ...hidden, suspended: true };
    expect(plan([asleep])).toMatchObject({
      writes: [{ kind: 'change', cron: wished, suspended: false }],
    });
  });

  test('is refused where the only one shows times that are not understood', () => {
    const shown = { ...hidden, id: 'shown', cronText: '@every 1h' };
    const finding = {
      code: 'schedule-ambiguous',
      severity: 'block',
      type: 'full',
      scheduleIds: ['shown'],
      cronText: '@every 1h',
    };
    for (const only of [shown, suspended(shown)]) {
      expect(plan([only, dump])).toEqual({ kind: 'refuse', finding });
    }
    expect(plan([shown, asWished])).toEqual({ kind: 'unchanged', schedule: asWished });
    expect(plan([shown, other])).toMatchObject({ finding: { scheduleIds: ['shown', 'other'] } });
    expect(plan([shown], 'shown')).toEqual({
      kind: 'write',
      writes: [{ kind: 'change', schedule: shown, cron: wished }],
    });
    expect(plan([hidden], 'hidden')).toEqual({ kind: 'unchanged', schedule: hidden });
  });

  test('is the same however it is spelled', () => {
    const spelled = (text: string) => schedule({ cron: cron(text) });
    const sunday = { ...spelled('0 3 * * SUN'), id: 'sunday' };
    const wish = { kind: 'cron', type: 'full', scheduleId: null } as const;
    for (const text of ['0 3 * * 0', '0 3 * * 7', '0 3 * * sun']) {
      const found = planSchedule([sunday], { ...wish, cron: cron(text) });
      expect(found).toEqual({ kind: 'unchanged', schedule: sunday });
    }
  });

  test('replaces the cron of a suspended one and resumes it', () => {
    const paused = suspended(other);
    expect(plan([paused])).toEqual(
      writing({ kind: 'change', schedule: paused, suspended: false, cron: wished }),
    );
  });

  test('is created where there is none of that type: others are never touched', () => {
    expect(plan([])).toEqual(created);
    expect(plan([dump])).toEqual(created);
  });

  test('is created beside one-time requests', () => {
    expect(plan([once, { ...once, cron: wished }])).toEqual(created);
  });

  test('is not created where one that does not tell its type or kind may be the one', () => {
    const typeless = { ...other, type: null };
    const kindless = schedule({ kind: 'unrecognised', cron: null });
    for (const untold of [typeless, kindless]) {
      expect(plan([dump, untold])).toMatchObject({
        kind: 'refuse',
        finding: { code: 'schedule-ambiguous', scheduleIds: [untold.id] },
      });
    }
    expect(plan([{ ...kindless, type: 'dump' }])).toEqual(created);
  });

  test('is refused where several could be meant, and all of those are named', () => {
    expect(plan([other, dump, hidden])).toEqual({
      kind: 'refuse',
      finding: {
        code: 'schedule-ambiguous',
        severity: 'block',
        type: 'full',
        scheduleIds: ['other', 'hidden'],
      },
    });
  });

  test('is refused where it is there several times, all suspended', () => {
    const twice = [suspended(asWished), suspended({ ...asWished, id: 'again' }), other];
    expect(plan(twice)).toMatchObject({ finding: { scheduleIds: ['wished', 'again'] } });
  });

  describe('with `schedule-id`', () => {
    test('brings that one in line, of several', () => {
      const listed = [other, { ...other, id: 'second' }];
      const second = { ...other, id: 'second' };
      expect(plan(listed, 'second')).toEqual(
        writing({ kind: 'change', schedule: second, cron: wished }),
      );
    });

    test('leaves that one unchanged, or resumes it', () => {
      expect(plan([other, asWished], 'wished')).toEqual({ kind: 'unchanged', schedule: asWished });
      const paused = suspended(asWished);
      expect(plan([other, paused], 'wished')).toEqual(resumption(paused));
    });

    test('goes by the id even where another one already has the cron', () => {
      expect(plan([other, asWished], 'other')).toMatchObject({
        writes: [{ kind: 'change', schedule: other }],
      });
    });

    test('creates nothing: one that is not there, of that type and recurring, is missing', () => {
      for (const id of ['nowhere', 'dump', 'once']) {
        expect(plan([other, dump, once], id)).toEqual({
          kind: 'refuse',
          finding: {
            code: 'schedule-missing',
            severity: 'block',
            scheduleId: id,
            type: 'full',
            scheduleIds: ['other', 'dump'],
          },
        });
      }
    });
  });
});

describe('`enabled`', () => {
  const plan = (listed: readonly Schedule[], scheduleId: string | null = null) =>
    planSchedule(listed, { kind: 'enabled', type: 'full', scheduleId });

  test('is content with any active schedule, of whatever type, however many are suspended', () => {
    for (const active of [other, dump, hidden]) {
      const listed = [suspended(asWished), once, active];
      expect(plan(listed)).toEqual({ kind: 'unchanged', schedule: active });
    }
  });

  test('resumes the only suspended one, of whatever type', () => {
    for (const paused of [suspended(other), suspended(dump), suspended(hidden)]) {
      expect(plan([paused, once])).toEqual(resumption(paused));
    }
  });

  test('resumes, of several suspended ones, the only one of the wished type', () => {
    const paused = suspended(other);
    expect(plan([suspended(dump), paused])).toEqual(resumption(paused));
  });

  test('is refused where several suspended ones could be meant', () => {
    expect(plan([suspended(other), suspended(hidden)])).toMatchObject({
      finding: { code: 'schedule-ambiguous', severity: 'block', scheduleIds: ['other', 'hidden'] },
    });
    const snapshot = suspended({ ...dump, id: 'snapshot', type: 'snapshot' });
    expect(plan([suspended(dump), snapshot])).toMatchObject({
      finding: { code: 'schedule-ambiguous', scheduleIds: ['dump', 'snapshot'] },
    });
  });

  test('names only those of the wished type, where several of them could be meant', () => {
    // The id of the dump would not help: `schedule-id` takes none of another type.
    expect(plan([suspended(other), suspended(hidden), suspended(dump)])).toMatchObject({
      finding: { code: 'schedule-ambiguous', scheduleIds: ['other', 'hidden'] },
    });
  });

  test('is refused where there is none to resume: a one-time request is never resumed', () => {
    for (const listed of [[], [once], [suspended(once)]]) {
      expect(plan(listed)).toEqual({
        kind: 'refuse',
        finding: {
          code: 'schedule-missing',
          severity: 'block',
          scheduleId: null,
          type: 'full',
          scheduleIds: [],
        },
      });
    }
  });

  test('with `schedule-id` looks at that one only', () => {
    const paused = suspended(other);
    expect(plan([asWished, paused], 'other')).toEqual(resumption(paused));
    expect(plan([asWished, other], 'other')).toEqual({ kind: 'unchanged', schedule: other });
    expect(plan([other], 'nowhere')).toMatchObject({ finding: { code: 'schedule-missing' } });
  });
});

describe('a wished cron that runs less often than the one there', () => {
  const nightly = cron('0 2 * * *');
  const hourly = schedule({ id: 'hourly', cron: cron('15 * * * *') });
  const plan = (listed: readonly Schedule[], scheduleId: string | null = null) =>
    planSchedule(listed, { kind: 'cron', cron: nightly, type: 'full', scheduleId });

  test('leaves it, and says so', () => {
    expect(plan([hourly, dump])).toMatchObject({
      kind: 'kept',
      schedule: hourly,
      finding: { code: 'schedule-kept', severity: 'info', scheduleId: 'hourly' },
    });
  });

  test('resumes it and leaves its times', () => {
    const paused = suspended(hourly);
    expect(plan([paused])).toMatchObject({
      writes: [{ kind: 'change', schedule: paused, suspended: false }],
      kept: { code: 'schedule-kept' },
    });
  });

  test('replaces its cron with `schedule-id`, which is the consent', () => {
    expect(plan([hourly], 'hourly')).toEqual(
      writing({ kind: 'change', schedule: hourly, cron: nightly }),
    );
  });
});

describe('a schedule that a server lists under a type of its own', () => {
  const plan = (listed: readonly Schedule[], scheduleId: string | null = null) =>
    planSchedule(listed, { kind: 'cron', cron: wished, type: 'full', scheduleId });
  const physical = schedule({ id: 'physical', type: 'physical', cron: wished });

  test('at the wished times may be the one, so none is created', () => {
    for (const found of [physical, { ...physical, cron: null }]) {
      expect(plan([found])).toMatchObject({ finding: { scheduleIds: ['physical'] } });
    }
    expect(plan([{ ...physical, cron: cron('0 1 * * *') }])).toMatchObject({ kind: 'write' });
  });

  test('is the one where `schedule-id` names it', () => {
    expect(plan([physical], 'physical')).toEqual({ kind: 'unchanged', schedule: physical });
  });

  test('stands in no way where one of the wished type is there', () => {
    expect(plan([physical, asWished])).toEqual({ kind: 'unchanged', schedule: asWished });
  });

  test('of another known type counts only where it is there twice at the wished times', () => {
    expect(plan([dump])).toMatchObject({ kind: 'write' });
    expect(plan([dump, { ...dump, id: 'again' }])).toMatchObject({
      finding: { code: 'schedule-ambiguous', scheduleIds: ['dump', 'again'] },
    });
  });
});
