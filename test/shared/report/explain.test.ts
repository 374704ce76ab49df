import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DueOutcome, Finding } from '../../../shared/domain/finding.ts';
import { HOUR } from '../../../shared/domain/instant.ts';
import { explain as explainTo } from '../../../shared/report/word-findings.ts';
import { toSentence } from '../../../shared/report/worded.ts';
import { listIds } from '../../../shared/report/ids.ts';
import { PLAIN } from '../../../shared/report/medium.ts';
import { EVERY_FINDING, EVERY_VARIANT } from '../domain/every-finding-fixture.ts';
import { LAST_DUE } from '../domain/evidence-fixture.ts';
import {
  hostileText,
  IN_LOG,
  IN_MARKDOWN,
  UNSEEN,
  wordedResult,
} from './service-result-fixture.ts';

const explain = (finding: Finding) => explainTo(finding, IN_LOG);

test.each(EVERY_VARIANT.map((finding) => [finding.code, finding] as const))(
  '%s is told in whole sentences, without ids and backticks',
  (code, finding) => {
    expect(explain(finding)).toMatch(/^[A-Za-z].{15,}[.?]$/);
    expect(explain(finding)).not.toMatch(/undefined|null|NaN|\[object|\.\.|\s\s|`|\b215\b|\bb7\b/);
    if (code !== 'invalid-input') expect(explain(finding)).toMatch(/^[A-Z]/);
  },
);

test.each(EVERY_VARIANT.map((finding) => [finding.code, finding] as const))(
  'the fact of %s fits into a line or two',
  (_, finding) => {
    expect(explain(finding).length).toBeLessThan(210);
  },
);

test('the remedy of the shell follows the fact, and none leaves nothing behind', () => {
  const found = EVERY_FINDING['no-schedule'];
  const [words] = wordedResult({ findings: [found] }).words;
  if (!words) throw new Error('a finding has words');
  expect(toSentence(words, PLAIN)).toBe(`${explain(found)} Do something about no-schedule.`);
  expect(toSentence({ ...words, remedy: '' }, PLAIN)).toBe(explain(found));
});

const OLD = EVERY_FINDING['recovery-point-too-old'];

test.each<[Finding, string]>([
  [
    { ...EVERY_FINDING['latest-backup-failed'], statusText: 'Failed', detail: null },
    'Last backup failed (full, 15 Jan 02:00 UTC).',
  ],
  [
    EVERY_FINDING['latest-backup-failed'],
    'Last backup failed (full, 15 Jan 02:00 UTC): "Failed: disk full", "no space left".',
  ],
  [
    EVERY_FINDING['no-usable-backup'],
    'There is no usable backup: of 4 listed, 1 succeeded with an accepted type (full, dump).',
  ],
  [
    { ...EVERY_FINDING['no-usable-backup'], backupsSeen: 0, succeededSeen: 0, nothingListed: true },
    'MariaDB Cloud lists nothing at all for dbtgf28044362. Is the id right, and does the key belong to its organisation?',
  ],
  [
    { ...EVERY_FINDING['no-usable-backup'], backupsSeen: 0, succeededSeen: 0 },
    'There is no backup: the list of backups is empty.',
  ],
  [OLD, 'The last good backup is 1d 3h old. At most 26 hours is allowed.'],
  [
    EVERY_FINDING['recovery-point-in-future'],
    'A backup is dated 15 Jan 12:09 UTC, 9m in the future. At most 5m is allowed.',
  ],
  [
    EVERY_FINDING['backup-in-progress'],
    'The newest backup is still running (full, 15 Jan 11:57 UTC), for 3m so far. Until it finishes, the previous one counts.',
  ],
  [
    EVERY_FINDING['backup-stuck'],
    'A backup has not finished after 7h (full, 15 Jan 05:00 UTC). The usual duration is 11m; more than 6h counts as stuck.',
  ],
  [EVERY_FINDING['too-small'], 'Last backup is 5.3 kB. At least 10 MB is required.'],
  [
    EVERY_FINDING['size-dropped'],
    'Last dump backup is 13 kB, 99.9% smaller than usual (500 MB, the median of 5). At most 50% is allowed.',
  ],
  [
    EVERY_FINDING['slower-than-usual'],
    'Last full backup took 2h. The usual duration is 20m, the median of 12.',
  ],
  [
    EVERY_FINDING['restore-chain-broken'],
    'Last incremental backup cannot be restored: the backup it depends on is not a successful full backup.',
  ],
  [EVERY_FINDING['schedule-suspended'], 'The schedule is suspended, so no backup is due.'],
  [
    { ...EVERY_FINDING['schedule-suspended'], scheduleIds: ['215', '216'] },
    'All 2 schedules are suspended, so no backup is due.',
  ],
  [
    { ...EVERY_FINDING['schedule-ambiguous'], scheduleIds: ['215'], cronText: '@every 1h' },
    'The only full schedule shows times that are not understood: "@every 1h". It was not changed.',
  ],
  [
    { ...EVERY_FINDING['schedule-unverifiable'], cronTexts: ['0 0 2 * * *'] },
    'The times of the schedule are not understood: "0 0 2 * * *".',
  ],
  [EVERY_FINDING['status-unrecognised'], 'The newest backup has an unknown status: Hibernating.'],
  [EVERY_FINDING['evidence-unavailable'], 'The backups could not be read: "HTTP 503".'],
  [
    EVERY_FINDING['evidence-incomplete'],
    'The list of backups is incomplete (100 read): "page 2 did not arrive".',
  ],
  [
    EVERY_FINDING['wait-timed-out'],
    'The requested backup has not finished after 30m. Last seen: running.',
  ],
  [EVERY_FINDING['invalid-input'], 'max-age: soon is not allowed; use a duration such as 26h.'],
])('$code names what was measured and what it was held against', (finding, fact) => {
  expect(explain(finding)).toBe(fact);
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
  expect(text).toContain('; 1 of these without a known time');
});

test('a backup that was never requested is not said to have failed', () => {
  const text = explain({ ...EVERY_FINDING['backup-request-failed'], requested: false });
  expect(text).toContain('The full backup was not requested: ');
  expect(text).not.toContain('did not succeed');
});

test.each<[DueOutcome, string]>([
  ['missing', 'The backup due 15 Jan 02:00 UTC is missing; its grace period of 1h is over.'],
  ['failed', 'The backup due 15 Jan 02:00 UTC failed.'],
  ['running', 'The backup due 15 Jan 02:00 UTC has not finished; its grace period of 1h is over.'],
  ['unusable', 'The backup due 15 Jan 02:00 UTC succeeded but cannot be used.'],
  ['kept', 'No usable backup covers the run due 15 Jan 02:00 UTC.'],
])('a due run that is %s is told with its time', (outcome, words) => {
  const due = { kind: 'due', scheduleId: '215', cron: '0 2 * * *', graceMs: HOUR } as const;
  const finding = { ...OLD, limit: { ...due, dueAt: LAST_DUE, outcome } };
  expect(explain(finding)).toBe(`${words} The last good backup is 1d 3h old.`);
  expect(listIds(finding, PLAIN)).toBe('backup b7 · schedule 215 · "0 2 * * *"');
});

test('the fallback says that it is one', () => {
  const text = explain({ ...OLD, limit: { kind: 'fallback', limitMs: 48 * HOUR } });
  expect(text).toContain('There is no due run to go by, so at most 48 hours is allowed.');
});

test('a schedule that was changed is told with the age that is allowed meanwhile', () => {
  const changed = { kind: 'changed', scheduleId: '215', changedAt: LAST_DUE } as const;
  const text = explain({ ...OLD, limit: { ...changed, limitMs: 48 * HOUR } });
  expect(text).toContain(
    ' old. The schedule changed on 15 Jan 02:00 UTC. Until its next due run, backups may be at most 48 hours old.',
  );
});

test('what is not known is said to be unknown', () => {
  const unknown = { type: null, startedAt: null, backupId: null };
  const failure = explain({ ...EVERY_FINDING['latest-backup-failed'], ...unknown });
  expect(failure).toContain('Last backup failed (start unknown)');
  const sizeless = { ...EVERY_FINDING['too-small'], sizeBytes: null };
  expect(explain(sizeless)).toContain('has an unknown size');
  const first = { ...EVERY_FINDING['backup-stuck'], medianMs: null };
  expect(explain(first)).toContain('. More than 6h counts as stuck.');
});

describe('the ids', () => {
  test('of many schedules ten are named, and the rest counted', () => {
    const named = (count: number) => {
      const scheduleIds = Array.from({ length: count }, (_, i) => `s${i}`);
      return listIds({ ...EVERY_FINDING['schedule-ambiguous'], scheduleIds }, PLAIN);
    };
    expect(named(10)).toMatch(/s9$/);
    expect(named(11)).toMatch(/s9 and 1 more$/);
  });

  test.each<[Finding, string]>([
    [EVERY_FINDING['latest-backup-failed'], 'backup b7'],
    [EVERY_FINDING['restore-chain-broken'], 'backup b7 · depends on b5'],
    [{ ...EVERY_FINDING['too-small'], dependentBackupId: 'b9' }, 'backup b7 · needed by b9'],
    [EVERY_FINDING['schedule-missing'], 'given 216 · schedule 215'],
    [EVERY_FINDING['evidence-unavailable'], 'trace id trace-9'],
    [
      { ...OLD, limit: { kind: 'changed', scheduleId: '215', changedAt: 0, limitMs: 1 } },
      'backup b7 · schedule 215',
    ],
    [EVERY_FINDING['no-schedule'], ''],
    [{ ...EVERY_FINDING['schedule-unverifiable'], scheduleIds: [''] }, ''],
  ])('%# are %s', (finding, ids) => {
    expect(listIds(finding, PLAIN)).toBe(ids);
  });
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
          const sentence = `${explain(finding)} ${listIds(finding, PLAIN)}`;
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
          const sentence = `${explainTo(finding, IN_MARKDOWN)} ${listIds(finding, IN_MARKDOWN.medium)}`;
          expect(sentence.split('`').length % 2).toBe(1);
          expect(sentence.replace(/`[^`]*`/g, '')).not.toMatch(/[<@|]|https?:/);
        }
      }),
    );
  });
});
