import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../shared/domain/finding.ts';
import { HOUR } from '../../../shared/domain/instant.ts';
import { type Consequence, writeClause, writeHeadline } from '../../../shared/report/headline.ts';
import { describeHoldings, describeMoments } from '../../../shared/report/holdings.ts';
import { PLAIN } from '../../../shared/report/medium.ts';
import { EVERY_FINDING, EVERY_VARIANT } from '../domain/every-finding-fixture.ts';
import { cron, LAST_DUE, problem, schedule } from '../domain/evidence-fixture.ts';
import { serviceResult, wordedResult } from './service-result-fixture.ts';

function headlineOf(findings: readonly Finding[], consequence: Consequence = 'blocked'): string {
  return writeHeadline(wordedResult({ findings }), { medium: PLAIN, consequence });
}

const { 'latest-backup-failed': failed, 'evidence-unavailable': unread } = EVERY_FINDING;
const OLD = EVERY_FINDING['recovery-point-too-old'];
const down = {
  ...unread,
  problem: { ...problem('unavailable'), inShort: 'MariaDB Cloud did not answer' },
};

describe('a headline says what is known', () => {
  const due = { kind: 'due', scheduleId: '215', cron: '0 2 * * *', graceMs: HOUR } as const;
  test.each<[Finding, string]>([
    [failed, 'Deploy blocked: the last backup failed'],
    [{ ...failed, status: 'canceled' }, 'Deploy blocked: the last backup was canceled'],
    [OLD, 'Deploy blocked: there is no backup from the last 26 hours'],
    [
      { ...OLD, limit: { ...due, dueAt: LAST_DUE, outcome: 'missing' } },
      'Deploy blocked: the backup due 15 Jan 02:00 UTC is missing',
    ],
    [
      EVERY_FINDING['restore-chain-broken'],
      'Deploy blocked: the last incremental backup cannot be restored',
    ],
    [EVERY_FINDING['too-small'], 'Deploy blocked: the last backup is only 5.3 kB'],
    [down, 'Could not check the backups: MariaDB Cloud did not answer'],
    [
      { ...unread, problem: problem('credential-refused') },
      'Could not check the backups: MariaDB Cloud refused the key',
    ],
    [
      { ...unread, problem: problem('unknown-service') },
      'Could not check the backups: MariaDB Cloud does not know dbtgf28044362',
    ],
    [
      EVERY_FINDING['evidence-incomplete'],
      'Could not check the backups: the list could not be read whole',
    ],
    [
      EVERY_FINDING['schedule-change-failed'],
      'Could not set the schedule: MariaDB Cloud refused it',
    ],
    [EVERY_FINDING['wait-timed-out'], 'Could not take a backup: it has not finished after 30m'],
  ])('%#: %s', (finding, headline) => {
    expect(headlineOf([finding])).toBe(headline);
  });

  test('with a gate that only warns it says what would be', () => {
    expect(headlineOf([failed], 'would-block')).toBe('Would block: the last backup failed');
    expect(headlineOf([down], 'would-block')).toBe(
      'Would block: could not check the backups: MariaDB Cloud did not answer',
    );
  });

  test('of a warning, and of a service that is good', () => {
    expect(headlineOf([EVERY_FINDING['no-schedule']], 'allowed')).toBe(
      'Deploy allowed, with a warning: there is no backup schedule',
    );
    expect(headlineOf([EVERY_FINDING['backup-in-progress']], 'allowed')).toBe(
      'Deploy allowed: last good backup 15 Jan 02:00 UTC, 10h ago',
    );
  });

  test.each(EVERY_VARIANT.map((finding) => [finding.code, finding] as const))(
    '%s fits into one short line without ids, codes or backticks',
    (code, finding) => {
      const headline = writeClause(
        wordedResult({ findings: [{ ...finding, severity: 'block' }] }),
        PLAIN,
      );
      expect(headline).toMatch(/^[a-zA-Z].{8,110}[^.]$/);
      expect(headline).not.toMatch(/undefined|null|NaN|`|b7|215|\s\s/);
      if (code !== 'invalid-input') expect(headline).not.toContain(code);
    },
  );
});

test('a service that passes is told by its last good backup, and what comes next', () => {
  expect(describeHoldings(serviceResult())).toBe(
    'last good backup 15 Jan 02:00 UTC, 10h ago; next due 16 Jan 02:00 UTC',
  );
  expect(describeMoments(serviceResult())).toBe(
    'last good backup 15 Jan 02:00 UTC; next due 16 Jan 02:00 UTC',
  );
});

test('without a known schedule or backup, it says no more than is known', () => {
  expect(describeHoldings(serviceResult({ schedules: [] }))).toMatch(/^last good [^;]+ ago$/);
  const nothing = serviceResult({ schedules: [], latestUsable: null });
  expect(describeHoldings(nothing)).toBe('no usable backup is known');
});

test('where nothing could be read, no backup is said to be missing', () => {
  const holdings = (code: 'evidence-unavailable' | 'unsupported' | 'evidence-incomplete') =>
    describeHoldings(
      serviceResult({ latestUsable: null, schedules: [], findings: [EVERY_FINDING[code]] }),
    );
  expect(holdings('evidence-unavailable')).toBe('nothing could be read');
  expect(holdings('unsupported')).toBe('nothing was asked');
  expect(holdings('evidence-incomplete')).toBe('no usable backup is known');
});

test('the next run is the soonest of all active schedules', () => {
  const schedules = [
    schedule({ cron: null }),
    schedule({ cron: cron('0 13 * * *'), suspended: true }),
    schedule({ cron: cron('0 12 * * *') }),
    schedule({ cron: cron('0 15 * * *') }),
  ];
  expect(describeHoldings(serviceResult({ schedules }))).toMatch(/next due 15 Jan 15:00 UTC$/);
});

test.each(['too-small', 'size-dropped'] as const)(
  'a latest backup that is %s is not called good',
  (code) => {
    const { latestUsable } = serviceResult();
    const finding = { ...EVERY_FINDING[code], backupId: latestUsable?.id ?? null };
    expect(describeHoldings(serviceResult({ findings: [finding] }))).toMatch(
      /^latest backup \(in doubt\) 15 Jan 02:00 UTC, 10h ago; /,
    );
    const other = { ...finding, backupId: 'another' };
    expect(describeHoldings(serviceResult({ findings: [other] }))).toMatch(/^last good backup /);
    const info = { ...finding, severity: 'info' } as const;
    expect(describeHoldings(serviceResult({ findings: [info] }))).toMatch(/^last good backup /);
  },
);
