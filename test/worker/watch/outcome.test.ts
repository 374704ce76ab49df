import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import type { Backup } from '../../../shared/domain/backup.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import type { ServiceResult } from '../../../shared/domain/service-result.ts';
import { parseConfig, type ServiceConfig } from '../../../worker/config/index.ts';
import { ServiceView } from '../../../worker/status/service-view.ts';
import { noticeOfChange } from '../../../worker/notify/notice.ts';
import { outcomeOf } from '../../../worker/watch/outcome.ts';
import { VerdictChange } from '../../../worker/watch/verdict-change.ts';
import {
  newRecord,
  readHistoryEntry,
  readWatchRecord,
  type WatchRecord,
} from '../../../worker/watch/watch-record.ts';
import {
  backup,
  HOUR,
  LAST_DUE,
  MINUTE,
  NOW,
  schedule,
} from '../../shared/domain/evidence-fixture.ts';
import { EVERY_FINDING } from '../../shared/domain/every-finding-fixture.ts';
import { hostileText, serviceResult, usable } from '../../shared/report/service-result-fixture.ts';
import { SECRETS, SERVICES } from '../open-app.ts';

const prod = readProd();

function readProd(): ServiceConfig {
  const parsed = parseConfig({ CONFIG: { services: SERVICES }, ...SECRETS });
  const service = parsed.ok ? parsed.value.services.get('prod') : null;
  if (!service) throw new Error('the configuration of the test has a problem');
  return service;
}

const NONE = { succeeded: 0, failed: 0, timedOut: 0 };
const FRESH = newRecord('prod', NONE);
const FAILED: Finding = EVERY_FINDING['latest-backup-failed'];
const NOTHING_READ: Finding = {
  code: 'evidence-unavailable',
  severity: 'block',
  what: 'everything',
  problem: { kind: 'unavailable', message: 'down', traceId: null },
};

const blocked = (...findings: readonly Finding[]) => serviceResult({ verdict: 'block', findings });

function look(result: ServiceResult, before: WatchRecord = FRESH, now = NOW) {
  return outcomeOf(result, before, { service: prod, now });
}

describe('what is kept of a look', () => {
  test('is what the last 20 finished backups were, oldest first', () => {
    const nightly = (index: number, over: Partial<Backup> = {}) =>
      backup({
        startedAt: LAST_DUE - index * 24 * HOUR,
        endedAt: LAST_DUE - index * 24 * HOUR + 10 * MINUTE,
        sizeBytes: 1000 + index,
        ...over,
      });
    const history = [
      ...Array.from({ length: 22 }, (_, index) => nightly(22 - index)),
      nightly(0, { status: 'failed', sizeBytes: null }),
      backup({ status: 'running', endedAt: null }),
    ];
    const { seen } = look(serviceResult({ history })).record;
    expect(seen.history).toHaveLength(20);
    expect(seen.history[0]).toEqual({
      startedAt: LAST_DUE - 19 * 24 * HOUR,
      sizeBytes: 1019,
      durationMs: 10 * MINUTE,
      good: true,
    });
    expect(seen.history.at(-1)).toMatchObject({ sizeBytes: null, good: false });
  });

  test('is the schedule that runs next, or one that is suspended, or none', () => {
    const scheduleOf = (result: ServiceResult) => look(result).record.seen.schedule;
    const noon = schedule({ id: '2', cron: { text: '0 13 * * *' }, type: 'dump' });
    expect(scheduleOf(serviceResult({ schedules: [schedule(), noon] }))).toContain('0 13 * * *');
    const suspended = schedule({ suspended: true });
    expect(scheduleOf(serviceResult({ schedules: [suspended] }))).toMatch(/suspended$/);
    const hidden = schedule({ cron: null });
    expect(scheduleOf(serviceResult({ schedules: [hidden] }))).toContain('does not reveal');
    expect(scheduleOf(serviceResult({ schedules: [] }))).toBe('');
  });

  const unread = blocked(NOTHING_READ);
  const nothing = {
    ...unread,
    latestUsable: null,
    latestFinished: null,
    schedules: [],
    history: [],
  };

  test('is what was known, where nothing could be read', () => {
    const { record } = look(serviceResult());
    const { seen } = look(nothing, record, NOW + HOUR).record;
    expect(seen).toMatchObject({
      verdict: 'block',
      cause: 'unknown',
      lookedAt: NOW + HOUR,
      recoveryPoint: usable.recoveryPoint,
      latestSizeBytes: usable.sizeBytes,
      nextDue: record.seen.nextDue,
      schedule: record.seen.schedule,
      history: record.seen.history,
    });
  });

  test('is nothing of another database that had the name before', () => {
    const { record } = look(serviceResult());
    const other = { ...record, seen: { ...record.seen, service: 'dbtgf99999999' } };
    expect(look(nothing, other).record.seen).toMatchObject({
      recoveryPoint: null,
      latestSizeBytes: null,
      nextDue: null,
      schedule: '',
      history: [],
    });
  });

  test('is nothing of before, where the list was read and has none', () => {
    const { record } = look(serviceResult());
    const empty = blocked(EVERY_FINDING['no-usable-backup']);
    const { seen } = look({ ...empty, latestUsable: null, history: [] }, record).record;
    expect(seen).toMatchObject({ recoveryPoint: null, history: [] });
  });

  test('can be read again from its JSON, whatever the provider says', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const history = [backup({ statusText: text, sizeText: text })];
        const shown = schedule({ cron: null, cronText: text, type: text });
        const findings = [
          { code: 'status-unrecognised', severity: 'block', backupId: text, statusText: text },
        ] as const;
        const {
          record,
          history: entries,
          told,
        } = look(serviceResult({ verdict: 'block', findings, history, schedules: [shown] }));
        expect(readWatchRecord(JSON.stringify(record))).toEqual(record);
        for (const entry of entries) {
          expect(readHistoryEntry(JSON.stringify(entry))).toEqual(entry);
        }
        const view = { ...record.seen, name: 'prod', snooze: null, runs: [], runsTotal: NONE };
        expect(v.is(ServiceView, { ...view, changes: [] })).toBe(true);
        expect(told === null || v.is(VerdictChange, told)).toBe(true);
      }),
    );
  });

  test('names every finding, with what to do in the words of the Worker', () => {
    for (const finding of Object.values(EVERY_FINDING)) {
      const { seen } = look(
        serviceResult({
          verdict: finding.severity === 'info' ? 'pass' : finding.severity,
          findings: [finding],
        }),
      ).record;
      expect(seen.findings).toHaveLength(1);
      expect(seen.findings[0]?.fact).toMatch(/\S/);
      expect(seen.reasons).toEqual(finding.severity === 'info' ? [] : [finding.code]);
    }
    const [found] = look(blocked(FAILED)).record.seen.findings;
    expect(found?.remedy).toContain('/backup prod');
  });
});

describe('a change that is told', () => {
  test('says what was found, and which incident it is about', () => {
    const { told, record } = look(blocked(FAILED));
    expect(told).toMatchObject({
      incident: `prod-${NOW}`,
      kind: 'opened',
      service: 'prod',
      provider: 'MariaDB Cloud',
      verdict: 'block',
      before: 'pass',
      cause: 'backups',
      reasons: ['latest-backup-failed'],
      headline: record.seen.message,
      recoveryPoint: usable.recoveryPoint,
      openedAt: NOW,
      at: NOW,
    });
  });

  test.each([
    ['everything', 'backups'],
    ['backups', 'backups'],
    ['schedules', 'schedules'],
  ] as const)('says what could not be checked: %s', (what, named) => {
    // The second look in a row that could not find out.
    const first = look(blocked({ ...NOTHING_READ, what }));
    const { told } = look(blocked({ ...NOTHING_READ, what }), first.record, NOW + HOUR);
    if (!told) throw new Error('nothing was told');
    const { title } = noticeOfChange(told, NOW + HOUR);
    expect(title).toMatch(new RegExp(`^Could not check the ${named} of .*prod`));
  });

  test('that was stored before it said what could not be done is about the backups', () => {
    const { undone: _, ...before } = look(blocked(FAILED)).told ?? {};
    expect(v.parse(VerdictChange, before).undone).toBe('check the backups');
  });

  test('is about the failed backup, where the schedules could not be read either', () => {
    const { told } = look(blocked({ ...NOTHING_READ, what: 'schedules' }, FAILED));
    if (!told) throw new Error('nothing was told');
    expect(told.cause).toBe('backups');
    const { title, tone } = noticeOfChange(told, NOW);
    expect(title).toMatch(/^Deploy blocked on .*prod.*: the last backup failed$/);
    expect(tone).toBe('blocked');
  });

  test('has an incident without dots, for every name that a service may have', () => {
    const service = { ...prod, name: 'a-long-name-with-digits-0123456' };
    const { told } = outcomeOf(blocked(FAILED), FRESH, { service, now: NOW });
    expect(told?.incident).toMatch(/^[a-z0-9-]{1,100}$/);
  });
});

describe('a schedule that was brought in line', () => {
  const cron = (text: string) => ({ text });
  const kept = { ...prod, schedule: cron('0 2 * * *') };
  const there = schedule({ cron: cron('0 */6 * * *') });
  const left = serviceResult({
    ensured: [{ id: '1', change: 'kept', before: there, after: there }],
  });
  const lookAt = (result: ServiceResult, before: WatchRecord = FRESH) =>
    outcomeOf(result, before, { service: kept, now: NOW });

  test.each(['unchanged', 'suspended', 'deleted'] as const)(
    'is no news where it is %s',
    (change) => {
      const ensured = [{ id: '1', change, before: there, after: there }];
      expect(lookAt(serviceResult({ ensured })).schedules).toEqual([]);
    },
  );

  test('is told each time it is written', () => {
    const before = schedule({ cron: cron('0 5 * * 0') });
    const ensured = [{ id: '1', change: 'updated', before, after: schedule() }] as const;
    const first = lookAt(serviceResult({ ensured }));
    expect(first.schedules).toMatchObject([{ kind: 'updated', service: 'prod' }]);
    expect(lookAt(serviceResult({ ensured }), first.record).schedules).toHaveLength(1);
  });

  test('is told once where it was left because it runs more often', () => {
    const first = lookAt(left);
    expect(first.schedules).toMatchObject([{ kind: 'kept' }]);
    expect(first.history).toMatchObject([{ kind: 'schedule-kept' }]);
    const second = lookAt(left, first.record);
    expect([second.schedules, second.history]).toEqual([[], []]);
  });

  test('is told again where another one is left', () => {
    const first = lookAt(left);
    const other = schedule({ cron: cron('0 */4 * * *') });
    const ensured = [{ id: '1', change: 'kept', before: other, after: other }] as const;
    expect(lookAt(serviceResult({ ensured }), first.record).schedules).toHaveLength(1);
    const gone = lookAt(serviceResult(), first.record);
    expect(lookAt(left, gone.record).schedules).toHaveLength(1);
  });
});
