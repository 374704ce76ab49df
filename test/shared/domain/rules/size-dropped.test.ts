import { describe, expect, test } from 'vitest';
import type { Backup } from '../../../../shared/domain/backup.ts';
import {
  backup,
  codesOf,
  DAY,
  failed,
  incomplete,
  LAST_DUE,
  MINUTE,
  NOW,
  raised,
} from '../evidence-fixture.ts';
import { nights, times } from './past-nights.ts';
import { drop, raisedBy, sized } from './past-sizes.ts';

describe('the limit', () => {
  test('one byte below half the median warns, with its numbers; half and more pass', () => {
    expect(raisedBy(sized(499, ...times(4, 1000)))).toEqual([
      {
        code: 'size-dropped',
        severity: 'warn',
        backupId: 'night-0',
        type: 'full',
        sizeBytes: 499,
        medianBytes: 1000,
        compared: 4,
        maxDropPercent: 50,
        limitBytes: 500,
      },
    ]);
    expect(raisedBy(sized(500, ...times(4, 1000)))).toEqual([]);
    expect(raisedBy(sized(501, ...times(4, 1000)))).toEqual([]);
  });

  test.each([
    [1, 990],
    [20, 800],
    [80, 200],
    [99, 10],
  ])('a drop of %d% allows %d of 1000 bytes, and not one less', (percent, least) => {
    expect(raisedBy(sized(least - 1, ...times(4, 1000)), drop(percent))).toMatchObject([
      { maxDropPercent: percent, limitBytes: least },
    ]);
    expect(raisedBy(sized(least, ...times(4, 1000)), drop(percent))).toEqual([]);
  });

  test('between two whole bytes is told as the smallest size that passes', () => {
    expect(raisedBy(sized(500, ...times(5, 1001)))).toMatchObject([{ limitBytes: 501 }]);
    expect(raisedBy(sized(501, ...times(5, 1001)))).toEqual([]);
  });

  test('is of the severity that was asked for, and none with `off`', () => {
    const dropped = sized(1, ...times(4, 1000));
    expect(raisedBy(dropped, drop(50, 'block'))).toMatchObject([{ severity: 'block' }]);
    expect(raisedBy(dropped, { kind: 'off' })).toEqual([]);
  });
});

describe('the median', () => {
  test.each([2, 3])('of %d earlier backups tells only of a collapse', (compared) => {
    const told = { compared, maxDropPercent: 90, limitBytes: 100 };
    expect(raisedBy(sized(99, ...times(compared, 1000)))).toMatchObject([told]);
    expect(raisedBy(sized(100, ...times(compared, 1000)))).toEqual([]);
    const strict = { kind: 'limit', percent: 95, severity: 'block' } as const;
    expect(raisedBy(sized(50, ...times(compared, 1000)), strict)).toEqual([]);
    expect(raisedBy(sized(49, ...times(compared, 1000)), strict)).toMatchObject([
      { severity: 'block', maxDropPercent: 95 },
    ]);
  });

  test('needs two earlier backups; from four on the limit holds', () => {
    expect(raisedBy(sized(1, 1000))).toEqual([]);
    expect(raisedBy(sized(499, ...times(3, 1000)))).toEqual([]);
    expect(raisedBy(sized(499, ...times(4, 1000)))).toMatchObject([{ compared: 4 }]);
  });

  test('is the mean of the two in the middle where their count is even', () => {
    const past = [100, 2000, 1000, 5000];
    expect(raisedBy(sized(749, ...past))).toMatchObject([{ medianBytes: 1500 }]);
    expect(raisedBy(sized(750, ...past))).toEqual([]);
  });

  test('is the one in the middle where their count is odd', () => {
    const past = [100, 2000, 1000, 5000, 6000];
    expect(raisedBy(sized(999, ...past))).toMatchObject([{ medianBytes: 2000, compared: 5 }]);
    expect(raisedBy(sized(1000, ...past))).toEqual([]);
  });

  test('is of the twenty before the latest; the one before them does not count', () => {
    const twenty = [...times(10, 1000), ...times(10, 3000)];
    // With one more of either size it would be that size, and not the mean of both.
    for (const older of [1000, 3000]) {
      const backups = sized(999, ...twenty, older);
      expect(raisedBy(backups)).toMatchObject([{ medianBytes: 2000, compared: 20 }]);
    }
    expect(raisedBy(sized(999, ...twenty.slice(1), 3000))).toMatchObject([{ medianBytes: 3000 }]);
  });

  test('is of the most recent, in whatever order they are listed', () => {
    const backups = sized(999, ...times(20, 2000), ...times(60, 10));
    expect(raisedBy(backups.toReversed())).toEqual(raisedBy(backups));
    expect(raisedBy(backups)).toMatchObject([{ backupId: 'night-0', medianBytes: 2000 }]);
  });

  test('does not count the latest itself', () => {
    expect(raisedBy(sized(400, 400, 400, 1000, 1000, 1000))).toMatchObject([
      { compared: 5, medianBytes: 1000 },
    ]);
  });
});

describe('what is compared', () => {
  test.each<Partial<Backup>>([
    { type: 'dump' },
    { type: null },
    { status: 'failed' },
    { status: 'running' },
    { status: 'unrecognised' },
    { recoveryPoint: null },
    { recoveryPoint: NOW + DAY },
    { sizeBytes: null },
    { sizeBytes: 0 },
  ])('of the four earlier ones, one with %o does not count', (over) => {
    const backups = sized(499, ...times(4, 1000));
    const changed = backups.map((each, ago) => (ago === 2 ? { ...each, ...over } : each));
    expect(raisedBy(backups)).toHaveLength(1);
    expect(raisedBy(changed)).toEqual([]);
  });

  test.each(['full', 'dump'])('a %s holds the whole database, so it is', (type) => {
    const backups = nights(
      [1, ...times(4, 1000)].map((sizeBytes) => ({ sizeBytes })),
      { type },
    );
    expect(raisedBy(backups)).toMatchObject([{ type }]);
  });

  test.each(['incremental', 'binarylog', 'snapshot', 'mystery', null])(
    '%s is not: its size follows what was written, or is not known to do otherwise',
    (type) => {
      const base = backup({ id: 'base', startedAt: LAST_DUE - 30 * DAY });
      const rows = [1, ...times(4, 1000)].map((sizeBytes) => ({ sizeBytes }));
      const backups = nights(rows, { type, fullBackupId: 'base' });
      expect(raisedBy([...backups, base])).toEqual([]);
    },
  );

  test('a dump is not held against full backups, nor the other way round', () => {
    const full = times(8, { sizeBytes: 1000 });
    expect(raisedBy(nights([{ type: 'dump', sizeBytes: 10 }, ...full]))).toEqual([]);
  });

  test.each(['incremental', 'binarylog'])(
    'where the latest is %s, the latest full one is, on which it stands',
    (type) => {
      const fulls = sized(499, ...times(4, 1000));
      const startedAt = LAST_DUE + MINUTE;
      const later = backup({ id: 'later', type, fullBackupId: 'night-0', startedAt, sizeBytes: 9 });
      expect(raisedBy([later, ...fulls])).toEqual(raisedBy(fulls));
      expect(raisedBy([later, ...sized(500, ...times(4, 1000))])).toEqual([]);
    },
  );

  test('a newer snapshot does not hide the latest full one', () => {
    const startedAt = LAST_DUE + MINUTE;
    const snapshot = backup({ id: 'later', type: 'snapshot', startedAt });
    const fulls = sized(1, ...times(4, 1000));
    expect(raisedBy([snapshot, ...fulls])).toEqual(raisedBy(fulls));
    expect(raisedBy([snapshot, ...sized(0, ...times(4, 1000))])).toMatchObject([{ sizeBytes: 0 }]);
  });

  test('each of both types is, as long as it has an active schedule', () => {
    const fulls = sized(1, ...times(4, 1000));
    const dumps = nights(times(5, { sizeBytes: 1000 }), { type: 'dump' }).map((each, ago) =>
      backup({ ...each, id: `dump-${ago}`, startedAt: (each.startedAt ?? 0) + MINUTE }),
    );
    const backups = [...dumps, ...fulls];
    expect(raised('size-dropped', { backups })).toEqual(raisedBy(fulls));
    expect(raised('size-dropped', { backups, schedules: [] })).toEqual([]);
  });

  test('a latest one of unknown size is not, whatever the limit', () => {
    expect(raisedBy(sized(null, ...times(9, 1000)), drop(1, 'block'))).toEqual([]);
  });

  test('a failure since then does not hide the drop', () => {
    const later = failed({ startedAt: LAST_DUE + 1 });
    expect(raisedBy([later, ...sized(1, ...times(4, 1000))])).toHaveLength(1);
  });

  test('what was read of a list that was cut short is', () => {
    const backups = incomplete(sized(1, ...times(4, 1000)));
    expect(raised('size-dropped', { backups })).toHaveLength(1);
  });
});

test('an empty backup is too small, and that is said once', () => {
  expect(codesOf({ backups: sized(0, ...times(9, 1000)) })).toEqual(['too-small']);
});

test('one that is below `min-size` too is told both', () => {
  const seen = { backups: sized(1, ...times(4, 1000)), policy: { minSizeBytes: 2 } };
  expect(codesOf(seen)).toEqual(['too-small', 'size-dropped']);
});
