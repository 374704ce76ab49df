import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../../shared/domain/instant.ts';
import {
  findingToJson as findingToJsonWith,
  toJson as toJsonWith,
} from '../../../shared/report/json.ts';
import { wordResult } from '../../../shared/report/word-findings.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import { ALL_FINDINGS, EVERY_FINDING } from '../domain/every-finding-fixture.ts';
import { backup, cron, failed, LAST_DUE, NOW, schedule } from '../domain/evidence-fixture.ts';
import type { ServiceResult } from '../../../shared/domain/service-result.ts';
import {
  hostileText,
  remedyOf,
  serviceResult,
  UNSEEN,
  wordedResult,
} from './service-result-fixture.ts';

const toJson = (provider: string, told: ServiceResult) =>
  toJsonWith(provider, wordResult(told, remedyOf));

function findingToJson(finding: Finding) {
  return findingToJsonWith(finding, wordedResult({ findings: [finding] }).words[0]);
}

test('a healthy service', () => {
  expect(toJson('mariadb-cloud', serviceResult())).toEqual({
    provider: 'mariadb-cloud',
    service: 'dbtgf28044362',
    verdict: 'pass',
    cause: null,
    findings: [],
    latest: {
      id: 'b1',
      type: 'full',
      status: 'succeeded',
      statusText: 'Succeeded',
      usable: true,
      recoveryPointAt: '2026-01-15T02:00:00Z',
      ageSeconds: 36_000,
      sizeBytes: 5_000_000,
      sizeText: null,
    },
    schedule: {
      id: 's1',
      type: 'full',
      cron: '0 2 * * *',
      suspended: false,
      change: null,
      before: null,
      nextRunAt: '2026-01-16T02:00:00Z',
    },
    request: null,
  });
});

test.each([
  ['backups', ['too-small', 'evidence-incomplete', 'schedule-missing']],
  ['backups', ['evidence-incomplete', 'too-small']],
  ['backups', ['backup-request-failed', 'too-small']],
  ['unknown', ['evidence-incomplete', 'schedule-missing']],
  ['request', ['backup-request-failed', 'evidence-incomplete']],
  ['request', ['backup-request-failed', 'no-schedule']],
  ['backups', ['no-schedule', 'slower-than-usual']],
  [null, ['slower-than-usual', 'schedule-unverifiable']],
] as const)('the cause is %s where the findings are %j', (cause, codes) => {
  const findings = codes.map((code) => EVERY_FINDING[code]);
  expect(toJson('mariadb-cloud', serviceResult({ findings }))).toMatchObject({ cause });
});

test('an age is never negative, however far ahead the clock of the provider is', () => {
  const latestUsable = { ...backup(), recoveryPoint: NOW + 1 };
  const told = toJson('mariadb-cloud', serviceResult({ latestUsable }));
  expect(told).toMatchObject({ latest: { ageSeconds: 0 } });
});

describe('a finding', () => {
  test('tells durations in whole seconds and moments in ISO 8601, nested ones too', () => {
    const limit = {
      kind: 'due',
      scheduleId: '215',
      cron: '0 2 * * *',
      dueAt: LAST_DUE,
      graceMs: HOUR + 999,
      outcome: 'missing',
    } as const;
    const found = { ...EVERY_FINDING['recovery-point-too-old'], ageMs: 27 * HOUR + 1, limit };
    expect(findingToJson(found)).toEqual({
      code: 'recovery-point-too-old',
      severity: 'block',
      backupId: 'b7',
      recoveryPointAt: '2026-01-14T09:00:00Z',
      ageSeconds: 97_200,
      limit: {
        kind: 'due',
        scheduleId: '215',
        cron: '0 2 * * *',
        dueAt: '2026-01-15T02:00:00Z',
        graceSeconds: 3600,
        outcome: 'missing',
      },
      message: expect.stringContaining('The backup due 15 Jan 02:00 UTC is missing'),
    });
  });

  test('keeps bytes, counts and lists as they are', () => {
    expect(findingToJson(EVERY_FINDING['too-small'])).toMatchObject({
      sizeBytes: 5300,
      minSizeBytes: 10_000_000,
    });
    expect(findingToJson(EVERY_FINDING['no-usable-backup'])).toMatchObject({
      backupsSeen: 4,
      acceptTypes: ['full', 'dump'],
    });
  });

  test('tells what is usual beside what was measured', () => {
    expect(findingToJson(EVERY_FINDING['size-dropped'])).toMatchObject({
      type: 'dump',
      sizeBytes: 13_000,
      medianBytes: 500_000_000,
      compared: 5,
      maxDropPercent: 50,
      limitBytes: 250_000_000,
    });
    expect(findingToJson(EVERY_FINDING['slower-than-usual'])).toMatchObject({
      durationSeconds: 7200,
      medianSeconds: 1200,
      compared: 12,
      limitSeconds: 4800,
    });
  });

  test('keeps what is unknown as null, under its name for machines', () => {
    const unknown = { startedAt: null, elapsedMs: null, backupId: null, type: null };
    const found = findingToJson({ ...EVERY_FINDING['backup-in-progress'], ...unknown });
    expect(found).toMatchObject({ startedAt: null, elapsedSeconds: null, backupId: null });
  });

  test.each(ALL_FINDINGS.map((finding) => [finding.code, finding] as const))(
    '%s has code, severity and message, and no name in milliseconds',
    (code, finding) => {
      const found = findingToJson(finding);
      expect(found).toMatchObject({ code, severity: finding.severity });
      expect(found['message']).toEqual(expect.stringMatching(/.{15,}/));
      const names: string[] = [];
      JSON.stringify(found, (name: string, value: unknown) => {
        names.push(name);
        return value;
      });
      expect(names.filter((name) => name.endsWith('Ms'))).toEqual([]);
    },
  );
});

describe('the latest backup', () => {
  test('is the newest finished one where none is usable, and then says so', () => {
    const latestFinished = failed({ recoveryPoint: null });
    const found = toJson('mariadb-cloud', serviceResult({ latestUsable: null, latestFinished }));
    expect(found['latest']).toMatchObject({
      id: 'failed',
      status: 'failed',
      usable: false,
      recoveryPointAt: null,
      ageSeconds: null,
      sizeBytes: null,
    });
  });

  test('is null where there is none', () => {
    const found = toJson(
      'mariadb-cloud',
      serviceResult({ latestUsable: null, latestFinished: null }),
    );
    expect(found['latest']).toBeNull();
  });
});

describe('the schedule', () => {
  const weekly = schedule({ id: 'weekly', cron: cron('0 3 * * SUN') });

  test('is the ensured one, with what was done to it', () => {
    const before = schedule({ id: 'weekly', suspended: true });
    const ensured = [{ id: 'weekly', change: 'updated', before, after: weekly }] as const;
    const found = toJson('mariadb-cloud', serviceResult({ ensured, schedules: [weekly] }));
    expect(found['schedule']).toEqual({
      id: 'weekly',
      type: 'full',
      cron: '0 3 * * SUN',
      suspended: false,
      change: 'updated',
      before: { type: 'full', cron: '0 2 * * *', suspended: true },
      nextRunAt: '2026-01-18T03:00:00Z',
    });
  });

  test('tells its own next run, not that of another schedule', () => {
    const ensured = [{ id: 'weekly', change: 'unchanged', before: weekly, after: weekly }] as const;
    const found = toJson(
      'mariadb-cloud',
      serviceResult({ ensured, schedules: [schedule(), weekly] }),
    );
    expect(found['schedule']).toMatchObject({
      id: 'weekly',
      nextRunAt: '2026-01-18T03:00:00Z',
    });
  });

  test('is otherwise the one that runs next, and null where none does', () => {
    const found = toJson('mariadb-cloud', serviceResult({ schedules: [weekly, schedule()] }));
    expect(found['schedule']).toMatchObject({ id: 's1', change: null });
    const none = serviceResult({ schedules: [schedule({ suspended: true })] });
    expect(toJson('mariadb-cloud', none)['schedule']).toBeNull();
  });
});

test('text from outside never holds a line break or a control character', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const latest = {
        ...backup(),
        id: text,
        type: text,
        statusText: text,
        recoveryPoint: NOW - DAY,
      };
      const hostile = schedule({ id: text, type: text });
      const found = toJson(
        'mariadb-cloud',
        serviceResult({
          latestUsable: latest,
          ensured: [{ id: text, change: 'updated', before: hostile, after: hostile }],
          request: { type: 'full', state: 'succeeded', backupId: text },
          findings: [{ ...EVERY_FINDING['status-unrecognised'], statusText: text, backupId: text }],
        }),
      );
      JSON.stringify(found, (_, value: unknown) => {
        if (typeof value === 'string') {
          expect(value).not.toMatch(UNSEEN);
        }
        return value;
      });
    }),
  );
});
