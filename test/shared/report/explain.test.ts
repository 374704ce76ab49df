import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../shared/domain/finding.ts';
import { HOUR } from '../../../shared/domain/instant.ts';
import { ANY_PROVIDER } from '../../../shared/report/sentences/voice.ts';
import { explain, toSentence } from '../../../shared/report/explain.ts';
import { quoteMarkdown } from '../../../shared/report/text.ts';
import { ALL_FINDINGS, EVERY_FINDING } from '../domain/every-finding-fixture.ts';
import { LAST_DUE, problem } from '../domain/evidence-fixture.ts';
import { hostileText, UNSEEN } from './report-fixture.ts';

test.each(ALL_FINDINGS.map((finding) => [finding.code, finding] as const))(
  '%s is told in whole sentences, with a remedy',
  (code, finding) => {
    const { what, remedy } = explain(finding);
    expect(what).toMatch(/^[A-Z`].{15,}[.]$/);
    // What is allowed instead is the remedy of an input, and that is part of its message.
    if (code !== 'invalid-input') expect(remedy).toMatch(/^[A-Z].{10,}[.]$/);
    expect(toSentence(finding)).not.toMatch(/undefined|null|NaN|\[object|\.\.|\s\s/);
  },
);

const OLD = EVERY_FINDING['recovery-point-too-old'];

test.each<[Finding, readonly string[]]>([
  [EVERY_FINDING['latest-backup-failed'], ['"Failed: disk full"', '2026-01-15 02:00 UTC', 'b7']],
  [EVERY_FINDING['no-usable-backup'], ['4 listed', '1 of them', '`accept-types`: full, dump']],
  [
    { ...EVERY_FINDING['no-usable-backup'], wholeOrganisation: true },
    ['no service is named', 'Check that `api-key`', 'name it in `service`'],
  ],
  [OLD, ['2026-01-14 09:00 UTC', '1 day 3 hours old', '`max-age` allows 1 day 2 hours']],
  [EVERY_FINDING['recovery-point-in-future'], ['b7', '9 minutes ahead', '5 minutes are allowed']],
  [EVERY_FINDING['backup-in-progress'], ['running', '3 minutes', 'the previous finished one']],
  [EVERY_FINDING['backup-stuck'], ['7 hours', 'median is 11 minutes', '6 hours']],
  [EVERY_FINDING['too-small'], ['b7', '5.3 kB', '`min-size` asks for 10 MB']],
  [
    EVERY_FINDING['size-dropped'],
    ['b7', '13 kB', 'median of the 5 dump', '500 MB', '`max-size-drop` (50%)', 'least 250 MB'],
  ],
  [
    EVERY_FINDING['slower-than-usual'],
    ['b7', 'took 2 hours', 'median of the 12 full', '20 minutes', '1 hour 20 minutes'],
  ],
  [
    EVERY_FINDING['restore-chain-broken'],
    ['incremental', 'b7', 'not a full backup that succeeded', 'b5'],
  ],
  [EVERY_FINDING['schedule-suspended'], ['suspended: schedule 215', '`schedule: enabled`']],
  [EVERY_FINDING['schedule-missing'], ['216', '215', '`schedule-id`']],
  [EVERY_FINDING['schedule-ambiguous'], ['215, 216', '`schedule-id`', 'None was changed']],
  [EVERY_FINDING['status-unrecognised'], ['Hibernating', '`on-unknown: warn`']],
  [EVERY_FINDING['evidence-unavailable'], ['The backups', '"HTTP 503"', 'trace-9']],
  [EVERY_FINDING['evidence-incomplete'], ['100 read', '"page 2 did not arrive"']],
  [EVERY_FINDING['wait-timed-out'], ['30 minutes', '`timeout`', 'running']],
  [EVERY_FINDING['invalid-input'], ['`max-age`', 'soon', '26h']],
])('$code names what was measured and what it was held against', (finding, parts) => {
  for (const part of parts) expect(toSentence(finding)).toContain(part);
});

test('successes that do not count, because they are undated, are told as such', () => {
  const text = toSentence({ ...EVERY_FINDING['no-usable-backup'], undatedSeen: 1 });
  expect(text).toContain('; 1 of these without a time');
});

test('a backup that was never requested is not said to have failed', () => {
  const text = toSentence({ ...EVERY_FINDING['backup-request-failed'], requested: false });
  expect(text).toContain('The full backup that was asked for was not requested: ');
  expect(text).not.toContain('did not succeed');
});

test('a missed run is told with its schedule, its due time and the grace', () => {
  const due = { kind: 'due', scheduleId: '215', cron: '0 2 * * *' } as const;
  const text = toSentence({ ...OLD, limit: { ...due, dueAt: LAST_DUE, graceMs: HOUR } });
  for (const part of ['due at 2026-01-15 02:00 UTC', '215', '`0 2 * * *`', '1 hour of grace']) {
    expect(text).toContain(part);
  }
});

test('the fallback says that it is one, and how to have it stricter', () => {
  const text = toSentence({ ...OLD, limit: { kind: 'fallback', limitMs: 48 * HOUR } });
  for (const part of ['2 days is the limit', '`schedule`', '`max-age`'])
    expect(text).toContain(part);
  const can = { ...ANY_PROVIDER, ensureCron: false };
  const limit = { kind: 'fallback', limitMs: 48 * HOUR } as const;
  expect(explain({ ...OLD, limit }, { quote: quoteMarkdown, can }).remedy).not.toContain(
    'schedule',
  );
});

test('what is not known is said to be unknown', () => {
  const unknown = { type: null, startedAt: null, backupId: null };
  const failure = toSentence({ ...EVERY_FINDING['latest-backup-failed'], ...unknown });
  expect(failure).toContain('(type unknown, start unknown)');
  const sizeless = { ...EVERY_FINDING['too-small'], sizeBytes: null };
  expect(toSentence(sizeless)).toContain('has no known size');
  const first = { ...EVERY_FINDING['backup-stuck'], medianMs: null };
  expect(toSentence(first)).toContain('past durations are not known');
});

test('a refused credential, an unknown service and an outage have each their own remedy', () => {
  const kinds = ['credential-refused', 'unknown-service', 'refused', 'unavailable'] as const;
  const remedies = kinds.map((kind) => {
    return explain({ ...EVERY_FINDING['evidence-unavailable'], problem: problem(kind) }).remedy;
  });
  expect(new Set(remedies).size).toBe(4);
  expect(remedies[0]).toContain('`api-key`');
  expect(remedies[1]).toContain('`service`');
});

test('of many schedules ten are named, and the rest counted', () => {
  const named = (count: number) => {
    const scheduleIds = Array.from({ length: count }, (_, i) => `s${i}`);
    return toSentence({ ...EVERY_FINDING['schedule-ambiguous'], scheduleIds });
  };
  expect(named(10)).toContain('s9.');
  expect(named(11)).toContain('s9 and 1 more.');
});

describe('outside text', () => {
  const withText = (text: string): readonly Finding[] => [
    { ...EVERY_FINDING['latest-backup-failed'], statusText: text, backupId: text, type: text },
    { ...EVERY_FINDING['schedule-ambiguous'], scheduleIds: [text, text] },
    { ...EVERY_FINDING['status-unrecognised'], statusText: text, backupId: text },
    { ...EVERY_FINDING['evidence-incomplete'], reason: text },
    { ...EVERY_FINDING['wait-timed-out'], lastSeen: text },
    { ...EVERY_FINDING['size-dropped'], backupId: text, type: text },
    { ...EVERY_FINDING['slower-than-usual'], backupId: text, type: text },
    { ...EVERY_FINDING['restore-chain-broken'], fullBackupId: text, backupId: text },
    { ...EVERY_FINDING['invalid-input'], value: text },
    {
      ...EVERY_FINDING['backup-request-failed'],
      problem: { kind: 'refused', message: text, traceId: text },
    },
  ];

  test('never breaks out of the sentence in a log', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const finding of withText(text)) {
          const sentence = toSentence(finding);
          expect(sentence).not.toMatch(UNSEEN);
          expect(sentence).not.toContain('##[');
          expect(sentence.length).toBeLessThan(1500);
        }
      }),
    );
  });

  test('stays within code spans in Markdown, so that backticks come in pairs', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const finding of withText(text)) {
          const sentence = toSentence(finding, { quote: quoteMarkdown, can: ANY_PROVIDER });
          expect(sentence.split('`').length % 2).toBe(1);
          expect(sentence.replace(/`[^`]*`/g, '')).not.toMatch(/[<@|]|https?:/);
        }
      }),
    );
  });
});

test.each([
  ['for a backup where the provider cannot start one', 'requestBackup', '`backup:'],
  ['for a cron where the provider cannot set one', 'ensureCron', '`schedule: "'],
  ['to resume a schedule where the provider cannot', 'enableSchedule', '`schedule: enabled`'],
])('a remedy is never to ask this step %s', (_, capability, wish) => {
  const can = { ...ANY_PROVIDER, [capability]: false };
  const noneToEnable = { ...EVERY_FINDING['schedule-missing'], scheduleId: null };
  for (const finding of [...ALL_FINDINGS, noneToEnable]) {
    expect(explain(finding, { quote: quoteMarkdown, can }).remedy).not.toContain(wish);
  }
  expect(ALL_FINDINGS.some((finding) => explain(finding).remedy.includes(wish))).toBe(true);
});

test('a schedule without an id is called the schedule', () => {
  const hidden = { ...EVERY_FINDING['schedule-unverifiable'], scheduleIds: [''] };
  expect(toSentence(hidden)).toContain('the times of the schedule.');
});
