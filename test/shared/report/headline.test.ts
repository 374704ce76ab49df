import { expect, test } from 'vitest';
import { explainService } from '../../../shared/report/headline.ts';
import { EVERY_FINDING } from '../domain/every-finding-fixture.ts';
import { cron, schedule } from '../domain/evidence-fixture.ts';
import { report } from './report-fixture.ts';

const { 'no-usable-backup': none, 'too-small': small, 'no-schedule': warning } = EVERY_FINDING;
const info = EVERY_FINDING['backup-in-progress'];

test('a service that passes is told by what there is to return to, and what comes next', () => {
  const healthy = 'recovery point 2026-01-15 02:00 UTC, 10 hours ago; next run in 14 hours';
  expect(explainService(report())).toBe(healthy);
  expect(explainService(report({ findings: [info] }))).toBe(healthy);
});

test('without a known schedule or backup, it says no more than is known', () => {
  expect(explainService(report({ schedules: [] }))).toMatch(/^recovery point [^;]+ ago$/);
  expect(explainService(report({ schedules: [], latestUsable: null }))).toBe(
    'no usable backup is known',
  );
});

test('otherwise the severest finding speaks, and counts the others that block', () => {
  const told = (findings: Parameters<typeof report>[0]) => explainService(report(findings));
  expect(told({ findings: [none] })).toMatch(/^no-usable-backup: There is no usable backup/);
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
  expect(explainService(report({ schedules }))).toMatch(/next run in 3 hours$/);
});
