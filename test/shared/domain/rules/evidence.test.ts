import { describe, expect, test } from 'vitest';
import type { Problem } from '../../../../shared/domain/evidence.ts';
import {
  backup,
  codesOf,
  incomplete,
  problem,
  raised,
  schedule,
  unavailable,
} from '../evidence-fixture.ts';

describe('evidence-unavailable', () => {
  const severityOf = (kind: Problem['kind'], onUnknown: 'block' | 'warn') =>
    raised('evidence-unavailable', { backups: unavailable(kind), policy: { onUnknown } }).map(
      ({ severity }) => severity,
    );

  test('an outage or a refusal is judged as `on-unknown` says', () => {
    for (const kind of ['unavailable', 'refused'] as const) {
      expect(severityOf(kind, 'block')).toEqual(['block']);
      expect(severityOf(kind, 'warn')).toEqual(['warn']);
    }
  });

  test('a refused credential and an unknown service always block: no retry cures them', () => {
    for (const kind of ['credential-refused', 'unknown-service'] as const) {
      expect(severityOf(kind, 'block')).toEqual(['block']);
      expect(severityOf(kind, 'warn')).toEqual(['block']);
    }
  });

  test('it says what could not be read, and why', () => {
    expect(raised('evidence-unavailable', { backups: unavailable() })).toEqual([
      {
        code: 'evidence-unavailable',
        severity: 'block',
        what: 'backups',
        problem: problem('unavailable'),
      },
    ]);
    expect(raised('evidence-unavailable', { schedules: unavailable() })).toMatchObject([
      { what: 'schedules' },
    ]);
  });

  test('one problem behind both lists is said once; two kinds of problem are two findings', () => {
    const backups = unavailable('credential-refused');
    const both = { backups, schedules: unavailable('credential-refused') };
    expect(raised('evidence-unavailable', both)).toMatchObject([{ what: 'everything' }]);
    const policy = { onUnknown: 'warn' } as const;
    expect(
      raised('evidence-unavailable', { backups, schedules: unavailable(), policy }),
    ).toMatchObject([
      { what: 'backups', severity: 'block' },
      { what: 'schedules', severity: 'warn' },
    ]);
  });

  test('schedules that cannot be read do not keep the backups from being judged', () => {
    const seen = { schedules: unavailable(), backups: [backup({ sizeBytes: 0 })] };
    expect(codesOf(seen)).toEqual(['evidence-unavailable', 'too-small']);
  });

  test('a provider without schedules has nothing missing', () => {
    expect(codesOf({ schedules: { state: 'not-offered' } })).toEqual([]);
  });
});

describe('evidence-incomplete', () => {
  test('a list cut short is judged as `on-unknown` says, with how far it was read', () => {
    for (const onUnknown of ['block', 'warn'] as const) {
      const backups = incomplete([backup(), backup({ id: 'b2' })]);
      expect(raised('evidence-incomplete', { backups, policy: { onUnknown } })).toEqual([
        {
          code: 'evidence-incomplete',
          severity: onUnknown,
          what: 'backups',
          itemsRead: 2,
          reason: 'page 2 did not arrive',
        },
      ]);
    }
  });

  test('both lists cut short are two findings', () => {
    const seen = { backups: incomplete([backup()]), schedules: incomplete([schedule()]) };
    expect(raised('evidence-incomplete', seen)).toMatchObject([
      { what: 'backups', itemsRead: 1 },
      { what: 'schedules', itemsRead: 1 },
    ]);
  });

  test('what was read before the cut is judged all the same', () => {
    const backups = incomplete([backup({ sizeBytes: 0 })]);
    expect(codesOf({ backups })).toEqual(['too-small', 'evidence-incomplete']);
  });
});
