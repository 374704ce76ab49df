import { describe, expect, test } from 'vitest';
import type { Schedule } from '../../../../shared/domain/schedule.ts';
import {
  backup,
  type Case,
  codesOf,
  cron,
  DAY,
  failed,
  HOUR,
  NOW,
  raised,
  schedule,
  unavailable,
} from '../evidence-fixture.ts';

function tooOldAt(age: number, seen: Case) {
  const backups = [backup({ startedAt: NOW - age })];
  return raised('recovery-point-too-old', { ...seen, backups });
}

describe('max-age as a duration', () => {
  const limited = {
    policy: { maxAge: { kind: 'limit', milliseconds: 26 * HOUR } },
  } as const;

  test('exactly the limit passes; a millisecond more blocks', () => {
    expect(tooOldAt(26 * HOUR - 1, limited)).toEqual([]);
    expect(tooOldAt(26 * HOUR, limited)).toEqual([]);
    expect(tooOldAt(26 * HOUR + 1, limited)).toEqual([
      {
        code: 'recovery-point-too-old',
        severity: 'block',
        backupId: 'b1',
        recoveryPointAt: NOW - 26 * HOUR - 1,
        ageMs: 26 * HOUR + 1,
        limit: { kind: 'max-age', limitMs: 26 * HOUR },
      },
    ]);
  });

  test('the age is that of the recovery point, not of the start or the end', () => {
    const late = backup({ startedAt: NOW - HOUR, recoveryPoint: NOW - 26 * HOUR - 1 });
    expect(raised('recovery-point-too-old', { ...limited, backups: [late] })).toHaveLength(1);
    const early = backup({ startedAt: NOW - 27 * HOUR, recoveryPoint: NOW - 26 * HOUR });
    expect(raised('recovery-point-too-old', { ...limited, backups: [early] })).toEqual([]);
  });

  test('what the schedules owe does not matter then, and a longer limit allows more', () => {
    const policy = { maxAge: { kind: 'limit', milliseconds: 30 * DAY } } as const;
    expect(tooOldAt(29 * DAY, { policy })).toEqual([]);
  });

  test('a backup that cannot be used does not make the data younger', () => {
    const backups = [failed({ startedAt: NOW - HOUR }), backup({ startedAt: NOW - 27 * HOUR })];
    expect(raised('recovery-point-too-old', { ...limited, backups })).toHaveLength(1);
  });

  test('without a usable backup there is no age to judge', () => {
    expect(codesOf({ ...limited, backups: [] })).toEqual(['no-usable-backup']);
  });
});

test('with `max-age: off` no age is too old', () => {
  expect(tooOldAt(400 * DAY, { policy: { maxAge: { kind: 'off' } } })).toEqual([]);
});

describe('the fallback of `max-age: auto`', () => {
  const hidden = { schedules: [schedule({ cron: null })] };

  test('where no cron is known, more than 48 hours warn, and more than 8 days block', () => {
    expect(tooOldAt(48 * HOUR - 1, hidden)).toEqual([]);
    expect(tooOldAt(48 * HOUR, hidden)).toEqual([]);
    expect(tooOldAt(48 * HOUR + 1, hidden)).toMatchObject([
      { severity: 'warn', limit: { kind: 'fallback', limitMs: 48 * HOUR } },
    ]);
    expect(tooOldAt(8 * DAY, hidden)).toMatchObject([{ severity: 'warn' }]);
    expect(tooOldAt(8 * DAY + 1, hidden)).toMatchObject([
      { severity: 'block', limit: { kind: 'fallback', limitMs: 8 * DAY } },
    ]);
  });

  test.each<[string, Case]>([
    ['there is no schedule', { schedules: [] }],
    ['the schedules could not be read', { schedules: unavailable() }],
    ['the provider has none to read', { schedules: { state: 'not-offered' } }],
    [
      'the schedules are suspended, and no cron is known',
      { schedules: [schedule({ suspended: true, cron: null })] },
    ],
    ['there was only a one-time request', { schedules: [schedule({ kind: 'one-time' })] }],
    [
      'the schedule is of a type that does not count',
      { schedules: [schedule({ type: 'dump' })], policy: { acceptTypes: ['full'] } },
    ],
  ])('it holds where %s', (_where, seen) => {
    expect(tooOldAt(48 * HOUR, seen)).toEqual([]);
    expect(tooOldAt(48 * HOUR + 1, seen)).toMatchObject([
      { severity: 'warn', limit: { kind: 'fallback' } },
    ]);
  });

  test('a schedule that is younger than its due time owes nothing, so it holds there too', () => {
    const young = { schedules: [schedule({ createdAt: NOW - HOUR })] };
    expect(tooOldAt(8 * DAY, young)).toMatchObject([{ severity: 'warn' }]);
    expect(tooOldAt(8 * DAY + 1, young)).toMatchObject([{ severity: 'block' }]);
  });

  test('a young schedule that runs rarely may have its first two periods', () => {
    const monthly = schedule({ cron: cron('0 2 1 * *'), createdAt: NOW - HOUR });
    const seen = { schedules: [monthly] };
    expect(tooOldAt(50 * DAY, seen)).toMatchObject([{ severity: 'warn' }]);
    expect(tooOldAt(63 * DAY, seen)).toMatchObject([{ severity: 'block' }]);
  });

  test('it does not loosen or tighten what a known cron says', () => {
    const daily = { schedules: [schedule(), schedule({ id: 's2', cron: null })] };
    expect(tooOldAt(47 * HOUR, daily)).toMatchObject([
      { severity: 'block', limit: { kind: 'due', scheduleId: 's1' } },
    ]);
    expect(tooOldAt(10 * HOUR, daily)).toEqual([]);
  });
});

describe('while all schedules are suspended', () => {
  const suspended = (text: string, over: Partial<Schedule> = {}) =>
    schedule({ cron: cron(text), suspended: true, ...over });

  test.each([
    ['0 * * * *', 48 * HOUR],
    ['0 2 * * *', 48 * HOUR],
    ['0 2 * * 0', 14 * DAY],
  ])('a backup may be as old as two periods of `%s`, or 48 hours', (text, limitMs) => {
    const seen = { schedules: [suspended(text)] };
    expect(tooOldAt(limitMs, seen)).toEqual([]);
    expect(tooOldAt(limitMs + 1, seen)).toMatchObject([
      { severity: 'block', limit: { kind: 'suspended', limitMs } },
    ]);
  });

  test('the shortest period counts, whatever the others are', () => {
    const schedules = [suspended('0 2 * * 0'), suspended('0 2 * * *', { id: 's2' })];
    expect(tooOldAt(48 * HOUR + 1, { schedules })).toMatchObject([
      { limit: { periodMs: DAY, limitMs: 48 * HOUR } },
    ]);
  });

  test('an active one of a type that does not count does not stand in for them', () => {
    const schedules = [suspended('0 2 * * *'), schedule({ id: 's2', type: 'binarylog' })];
    const policy = { acceptTypes: ['full'] };
    expect(tooOldAt(48 * HOUR + 1, { schedules, policy })).toMatchObject([
      { limit: { kind: 'suspended' } },
    ]);
  });
});
