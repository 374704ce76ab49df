import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DueOutcome, Finding } from '../../../shared/domain/finding.ts';
import { HOUR } from '../../../shared/domain/instant.ts';
import { explain as explainTo, toSentence } from '../../../shared/report/explain.ts';
import { quoteMarkdown, quotePlain } from '../../../shared/report/text.ts';
import { EVERY_FINDING, EVERY_VARIANT } from '../domain/every-finding-fixture.ts';
import { LAST_DUE } from '../domain/evidence-fixture.ts';
import { hostileText, PLAIN, UNSEEN } from './service-result-fixture.ts';

const explain = (finding: Finding) => explainTo(finding, quotePlain);

test.each(EVERY_VARIANT.map((finding) => [finding.code, finding] as const))(
  '%s is told in whole sentences',
  (_, finding) => {
    expect(explain(finding)).toMatch(/^[A-Z`].{15,}[.]$/);
    expect(explain(finding)).not.toMatch(/undefined|null|NaN|\[object|\.\.|\s\s/);
  },
);

test('the remedy of the shell follows the fact, and none leaves nothing behind', () => {
  const found = EVERY_FINDING['no-schedule'];
  expect(toSentence(found, PLAIN)).toBe(`${explain(found)} Do something about no-schedule.`);
  expect(toSentence(found, { ...PLAIN, remedyOf: () => '' })).toBe(explain(found));
});

const OLD = EVERY_FINDING['recovery-point-too-old'];

test.each<[Finding, readonly string[]]>([
  [EVERY_FINDING['latest-backup-failed'], ['"Failed: disk full"', '2026-01-15 02:00 UTC', 'b7']],
  [EVERY_FINDING['no-usable-backup'], ['4 listed', '1 of them', 'an accepted type (full, dump)']],
  [
    { ...EVERY_FINDING['no-usable-backup'], wholeOrganisation: true },
    ['no service is named', 'is in no list'],
  ],
  [OLD, ['2026-01-14 09:00 UTC', '1 day 3 hours old', 'at most 1 day 2 hours are allowed']],
  [EVERY_FINDING['recovery-point-in-future'], ['b7', '9 minutes ahead', '5 minutes are allowed']],
  [EVERY_FINDING['backup-in-progress'], ['running', '3 minutes', 'the previous finished one']],
  [EVERY_FINDING['backup-stuck'], ['7 hours', 'median is 11 minutes', '6 hours']],
  [EVERY_FINDING['too-small'], ['b7', '5.3 kB', 'at least 10 MB is required']],
  [
    EVERY_FINDING['size-dropped'],
    ['b7', '13 kB', 'median of the 5 dump', '500 MB', 'at most 50%', 'least 250 MB'],
  ],
  [
    EVERY_FINDING['slower-than-usual'],
    ['b7', 'took 2 hours', 'median of the 12 full', '20 minutes', '1 hour 20 minutes'],
  ],
  [
    EVERY_FINDING['restore-chain-broken'],
    ['incremental', 'b7', 'not a full backup that succeeded', 'b5'],
  ],
  [EVERY_FINDING['schedule-suspended'], ['suspended: schedule 215']],
  [EVERY_FINDING['schedule-missing'], ['216', '215']],
  [EVERY_FINDING['schedule-ambiguous'], ['215, 216', 'None was changed']],
  [
    { ...EVERY_FINDING['schedule-ambiguous'], scheduleIds: ['215'], cronText: '@every 1h' },
    ['schedule 215', '"@every 1h"', 'It was not changed'],
  ],
  [
    { ...EVERY_FINDING['schedule-unverifiable'], cronTexts: ['0 0 2 * * *'] },
    ['schedule 215 are not understood: "0 0 2 * * *"'],
  ],
  [EVERY_FINDING['status-unrecognised'], ['Hibernating']],
  [EVERY_FINDING['evidence-unavailable'], ['The backups', '"HTTP 503"', 'trace-9']],
  [EVERY_FINDING['evidence-incomplete'], ['100 read', '"page 2 did not arrive"']],
  [EVERY_FINDING['wait-timed-out'], ['30 minutes', 'running']],
  [EVERY_FINDING['invalid-input'], ['`max-age`', 'soon', '26h']],
])('$code names what was measured and what it was held against', (finding, parts) => {
  for (const part of parts) expect(explain(finding)).toContain(part);
});

test('a time that cannot be read is quoted', () => {
  const timeText = 'last Tuesday';
  const unread = { startedAt: null, timeText };
  for (const finding of [
    { ...EVERY_FINDING['latest-backup-failed'], ...unread },
    { ...EVERY_FINDING['backup-in-progress'], ...unread },
    { ...EVERY_FINDING['no-usable-backup'], undatedSeen: 1, timeText },
  ]) {
    expect(explain(finding)).toContain('"last Tuesday" cannot be read');
  }
});

test('successes that do not count, because they are undated, are told as such', () => {
  const text = explain({ ...EVERY_FINDING['no-usable-backup'], undatedSeen: 1 });
  expect(text).toContain('; 1 of these without a time');
});

test('a backup that was never requested is not said to have failed', () => {
  const text = explain({ ...EVERY_FINDING['backup-request-failed'], requested: false });
  expect(text).toContain('The full backup that was asked for was not requested: ');
  expect(text).not.toContain('did not succeed');
});

test('a missed run is told with its schedule, its due time and the grace', () => {
  const due = { kind: 'due', scheduleId: '215', cron: '0 2 * * *', graceMs: HOUR } as const;
  const textOf = (outcome: DueOutcome) =>
    explain({ ...OLD, limit: { ...due, dueAt: LAST_DUE, outcome } });
  const text = textOf('missing');
  for (const part of [
    'due at 2026-01-15 02:00 UTC',
    '215',
    '`0 2 * * *`',
    'its grace of 1 hour is over',
  ]) {
    expect(text).toContain(part);
  }
  expect(text).toContain('and is missing');
  expect(textOf('failed')).toContain('and failed; its grace');
  expect(textOf('running')).toContain('and is still running');
  expect(textOf('kept')).toContain('and no usable backup covers it');
});

test('the fallback says that it is one', () => {
  const text = explain({ ...OLD, limit: { kind: 'fallback', limitMs: 48 * HOUR } });
  expect(text).toContain('no known schedule has had a run due, so at most 2 days are allowed');
});

test('a schedule that was changed is told with the age that is allowed meanwhile', () => {
  const changed = { kind: 'changed', scheduleId: '215', changedAt: LAST_DUE } as const;
  const text = explain({ ...OLD, limit: { ...changed, limitMs: 48 * HOUR } });
  expect(text).toContain(
    ' old. Schedule 215 was changed at 2026-01-15 02:00 UTC. Until its next due run, backups may be at most 2 days old.',
  );
});

test('what is not known is said to be unknown', () => {
  const unknown = { type: null, startedAt: null, backupId: null };
  const failure = explain({ ...EVERY_FINDING['latest-backup-failed'], ...unknown });
  expect(failure).toContain('(type unknown, start unknown)');
  const sizeless = { ...EVERY_FINDING['too-small'], sizeBytes: null };
  expect(explain(sizeless)).toContain('has no known size');
  const first = { ...EVERY_FINDING['backup-stuck'], medianMs: null };
  expect(explain(first)).toContain('past durations are not known');
});

test('of many schedules ten are named, and the rest counted', () => {
  const named = (count: number) => {
    const scheduleIds = Array.from({ length: count }, (_, i) => `s${i}`);
    return explain({ ...EVERY_FINDING['schedule-ambiguous'], scheduleIds });
  };
  expect(named(10)).toContain('s9.');
  expect(named(11)).toContain('s9 and 1 more.');
});

describe('outside text', () => {
  const withText = (text: string): readonly Finding[] => [
    { ...EVERY_FINDING['latest-backup-failed'], statusText: text, backupId: text, type: text },
    { ...EVERY_FINDING['schedule-ambiguous'], scheduleIds: [text, text] },
    { ...EVERY_FINDING['schedule-ambiguous'], scheduleIds: [text], cronText: text },
    { ...EVERY_FINDING['schedule-unverifiable'], scheduleIds: [text], cronTexts: [text] },
    { ...EVERY_FINDING['no-usable-backup'], undatedSeen: 1, timeText: text },
    { ...EVERY_FINDING['backup-in-progress'], startedAt: null, timeText: text },
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
          const sentence = explain(finding);
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
          const sentence = explainTo(finding, quoteMarkdown);
          expect(sentence.split('`').length % 2).toBe(1);
          expect(sentence.replace(/`[^`]*`/g, '')).not.toMatch(/[<@|]|https?:/);
        }
      }),
    );
  });
});

test('a schedule without an id is called the schedule', () => {
  const hidden = { ...EVERY_FINDING['schedule-unverifiable'], scheduleIds: [''] };
  expect(explain(hidden)).toContain('the times of the schedule.');
});
