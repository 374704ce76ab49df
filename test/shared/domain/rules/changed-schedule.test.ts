import { describe, expect, test } from 'vitest';
import type { Backup } from '../../../../shared/domain/backup.ts';
import type { Schedule } from '../../../../shared/domain/schedule.ts';
import {
  backup,
  cron,
  DAY,
  HOUR,
  LAST_DUE,
  MINUTE,
  NOW,
  raised,
  schedule,
} from '../evidence-fixture.ts';

/** As many backups as this, so far apart, the last one at `last`. */
function runs(last: number, apart: number, count = 10): readonly Backup[] {
  return Array.from({ length: count }, (_, ago) =>
    backup({ id: `r${ago}`, startedAt: last - ago * apart }),
  );
}

function changed(text: string, over: Partial<Schedule> = {}): Schedule {
  return schedule({ cron: cron(text), updatedAt: NOW - MINUTE, ...over });
}

function tooOld(backups: readonly Backup[], one: Schedule) {
  return raised('recovery-point-too-old', { backups, schedules: [one] });
}

describe('a schedule whose `updated_at` moved, although past backups fit its cron,', () => {
  const SUNDAY = Date.UTC(2026, 0, 4, 2);

  test.each([
    ['hourly, with nothing for 40 hours', '0 * * * *', runs(NOW - 40 * HOUR, HOUR)],
    ['daily, with nothing for 34 hours', '0 2 * * *', runs(LAST_DUE - DAY, DAY)],
    ['weekly, with nothing for 11 days', '0 2 * * 0', runs(SUNDAY, 7 * DAY)],
  ])('owes its last due run: %s', (_, text, backups) => {
    for (const updatedAt of [NOW - MINUTE, NOW, NOW + 400 * DAY]) {
      expect(tooOld(backups, changed(text, { updatedAt }))).toMatchObject([
        { severity: 'block', limit: { kind: 'due', cron: text } },
      ]);
    }
  });

  test('has met it if the run is there', () => {
    expect(tooOld(runs(LAST_DUE, DAY), changed('0 2 * * *'))).toEqual([]);
  });

  test('is excused if this very step changed it', () => {
    const backups = runs(LAST_DUE - DAY, DAY);
    expect(tooOld(backups, changed('0 2 * * *', { changedNow: true }))).toEqual([]);
  });
});

describe('past backups fit a cron', () => {
  const YESTERDAY = LAST_DUE - DAY;
  const fits = (backups: readonly Backup[], text = '0 2 * * *') =>
    tooOld(backups, changed(text)).some((each) => 'limit' in each && each.limit.kind === 'due');

  test('from three on', () => {
    expect(fits(runs(YESTERDAY, DAY, 2))).toBe(false);
    expect(fits(runs(YESTERDAY, DAY, 3))).toBe(true);
  });

  test('if each began within the grace after its due time, or up to 5 minutes before', () => {
    const late = (delay: number) => fits(runs(YESTERDAY + delay, DAY, 3));
    expect(late(HOUR)).toBe(true);
    expect(late(HOUR + 1)).toBe(false);
    expect(late(-5 * MINUTE)).toBe(true);
    expect(late(-5 * MINUTE - 1)).toBe(false);
  });

  test('and within a quarter of the period', () => {
    const last = NOW - 5 * HOUR;
    expect(fits(runs(last + 15 * MINUTE, HOUR, 3), '0 * * * *')).toBe(true);
    expect(fits(runs(last + 15 * MINUTE + 1, HOUR, 3), '0 * * * *')).toBe(false);
  });

  test('if none of the due times between them was left out', () => {
    expect(fits(runs(YESTERDAY, 2 * DAY, 3))).toBe(false);
    // Nightly backups begin at due times of an hourly cron, and do not make it old.
    expect(fits(runs(YESTERDAY, DAY, 10), '0 * * * *')).toBe(false);
  });

  test('by their own type only', () => {
    const dumps = runs(YESTERDAY, DAY, 3).flatMap((each) => [{ ...each, type: 'dump' }]);
    expect(fits(dumps)).toBe(false);
  });
});

describe('a schedule that was really changed', () => {
  test.each([
    ['twice its own period', '30 5 * * 0', runs(NOW - 10 * DAY, DAY), 14 * DAY],
    ['twice the observed one, if that is longer', '0 * * * *', runs(LAST_DUE, DAY), 2 * DAY],
    [
      'twice its own, where no period can be observed',
      '30 5 * * *',
      runs(LAST_DUE, DAY, 1),
      2 * DAY,
    ],
  ])('is held to %s', (_, text, backups, limitMs) => {
    const aged = (age: number) => {
      const shift = NOW - age - (backups[0]?.startedAt ?? 0);
      return backups.map((each) =>
        backup({ id: each.id, startedAt: (each.startedAt ?? 0) + shift }),
      );
    };
    expect(tooOld(aged(limitMs), changed(text))).toEqual([]);
    expect(tooOld(aged(limitMs + 1), changed(text))).toMatchObject([
      { severity: 'block', limit: { kind: 'changed', limitMs } },
    ]);
  });
});

test('a schedule that was created now owes nothing, whatever its answer said', () => {
  const created = schedule({ createdAt: NOW, updatedAt: NOW });
  expect(tooOld(runs(NOW - 3 * DAY, DAY), created)).toMatchObject([
    { severity: 'warn', limit: { kind: 'fallback' } },
  ]);
});
