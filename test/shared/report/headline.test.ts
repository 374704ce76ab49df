import { expect, test } from 'vitest';
import { describeHoldings, explainService } from '../../../shared/report/headline.ts';
import { EVERY_FINDING } from '../domain/every-finding-fixture.ts';
import { cron, schedule } from '../domain/evidence-fixture.ts';
import { remedyOf, serviceResult } from './service-result-fixture.ts';

const { 'no-usable-backup': none, 'too-small': small, 'no-schedule': warning } = EVERY_FINDING;
const info = EVERY_FINDING['backup-in-progress'];

test('a service that passes is told by what there is to return to, and what comes next', () => {
  const healthy = 'recovery point 2026-01-15 02:00 UTC, 10 hours ago; next run in 14 hours';
  expect(explainService(serviceResult(), remedyOf)).toBe(healthy);
  expect(explainService(serviceResult({ findings: [info] }), remedyOf)).toBe(healthy);
});

test('without a known schedule or backup, it says no more than is known', () => {
  expect(explainService(serviceResult({ schedules: [] }), remedyOf)).toMatch(
    /^recovery point [^;]+ ago$/,
  );
  expect(explainService(serviceResult({ schedules: [], latestUsable: null }), remedyOf)).toBe(
    'no usable backup is known',
  );
});

test('where nothing could be read, no backup is said to be missing', () => {
  const holdings = (code: 'evidence-unavailable' | 'unsupported' | 'evidence-incomplete') =>
    describeHoldings(
      serviceResult({ latestUsable: null, schedules: [], findings: [EVERY_FINDING[code]] }),
    );
  expect(holdings('evidence-unavailable')).toBe('nothing could be read');
  expect(holdings('unsupported')).toBe('nothing could be read');
  expect(holdings('evidence-incomplete')).toBe('no usable backup is known');
});

test('otherwise the severest finding speaks, and counts the others that block', () => {
  const told = (findings: Parameters<typeof serviceResult>[0]) =>
    explainService(serviceResult(findings), remedyOf);
  expect(told({ findings: [none] })).toMatch(
    /^no-usable-backup: There is no usable backup.* Do something about no-usable-backup\.$/,
  );
  expect(told({ findings: [none, small, warning, info] })).toMatch(
    /^no-usable-backup \(and 1 more\): /,
  );
  expect(told({ findings: [warning, warning] })).toMatch(/^no-schedule: /);
});

test('the next run is the soonest of all active schedules', () => {
  const schedules = [
    schedule({ cron: null }),
    schedule({ cron: cron('0 13 * * *'), suspended: true }),
    schedule({ cron: cron('0 12 * * *') }),
    schedule({ cron: cron('0 15 * * *') }),
  ];
  expect(explainService(serviceResult({ schedules }), remedyOf)).toMatch(/next run in 3 hours$/);
});
