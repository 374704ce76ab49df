import { describe, expect, test } from 'vitest';
import { INPUT_DEFAULTS } from '../../action/inputs/names.ts';
import { remedyOf } from '../../action/remedies.ts';
import { ANY_PROVIDER, type Capabilities } from '../../shared/domain/capability.ts';
import type { Finding } from '../../shared/domain/finding.ts';
import { explain } from '../../shared/report/word-findings.ts';
import type { Subject } from '../../shared/report/render-context.ts';
import { EVERY_FINDING, EVERY_VARIANT } from '../shared/domain/every-finding-fixture.ts';
import { problem } from '../shared/domain/evidence-fixture.ts';
import { IN_MARKDOWN } from '../shared/report/service-result-fixture.ts';
import { EVERY_PROVIDER, spansOf } from '../shared/report/words.ts';

const INPUTS = Object.keys(INPUT_DEFAULTS);

/** The words in code spans that are a value of an input and not its name. */
const VALUES = ['never', 'off', '12/all'];

function remedyFor(finding: Finding, over: Partial<Subject> = {}): string {
  return remedyOf(finding, { ...IN_MARKDOWN, subject: { ...IN_MARKDOWN.subject, ...over } });
}

const withoutAbility = (ability: keyof Capabilities) => ({
  capabilities: { ...ANY_PROVIDER, [ability]: false },
});

test.each(EVERY_VARIANT.map((finding) => [finding.code, finding] as const))(
  'the remedy of %s is whole sentences that name only inputs of the Action',
  (code, finding) => {
    for (const capabilities of EVERY_PROVIDER) {
      const remedy = remedyFor(finding, { capabilities });
      expect(remedy).not.toMatch(/services\.|undefined|null|\.\.|\s\s/);
      for (const span of spansOf(remedy).filter((each) => !/^21[56]$/.test(each))) {
        expect([...INPUTS, ...VALUES]).toContain(span.split(':')[0]);
      }
      if (remedy !== '') expect(remedy).toMatch(/^[A-Z].{10,}[.]$/);
      // Nothing is to be done about a backup that still runs; an input's message says what to give.
      else expect(['info', code]).toContain(code === 'invalid-input' ? code : finding.severity);
    }
  },
);

test('an input that is wrong is named by its own message', () => {
  const [input] = spansOf(explain(EVERY_FINDING['invalid-input'], IN_MARKDOWN));
  expect(INPUTS).toContain(input);
});

test.each([
  ['for a backup where the provider cannot start one', 'requestBackup', '`backup: if-needed'],
  ['for a cron where the provider cannot set one', 'ensureCron', '`schedule: "'],
  ['to resume a schedule where the provider cannot', 'enableSchedule', '`schedule: enabled`'],
] as const)('a remedy is never to ask this step %s', (_, ability, wish) => {
  for (const finding of EVERY_VARIANT) {
    expect(remedyFor(finding, withoutAbility(ability))).not.toContain(wish);
  }
  expect(EVERY_VARIANT.some((each) => remedyFor(each).includes(wish))).toBe(true);
});

describe('a new backup', () => {
  const failed = EVERY_FINDING['latest-backup-failed'];

  test('is one that its reader can take now, before the job is run again', () => {
    expect(remedyFor(failed)).toMatch(
      /^Take one now in MariaDB Cloud's portal\. Then re-run this job\. Find out .*\. Next time, `backup: if-needed` /,
    );
    expect(remedyFor(failed, { name: 'prod' })).toMatch(
      /^Take one now: `\/backup prod` in Slack, or in MariaDB Cloud's portal\. Then re-run this job\./,
    );
  });

  test('is not told how to be asked for where it was asked for already', () => {
    const request = { type: 'full', state: 'failed', backupId: null } as const;
    for (const finding of EVERY_VARIANT) {
      expect(remedyFor(finding, { request })).not.toContain('Next time');
    }
    expect(remedyFor(failed, { request: null })).toContain('Next time, `backup: if-needed`');
  });

  test('is not offered in Slack by a name that the Worker cannot have', () => {
    for (const name of ['Prod 1', 'shop/db', 'ä', '-x', 'a'.repeat(33)]) {
      expect(remedyFor(failed, { name })).not.toContain('/backup');
    }
  });

  test('is a full one where a chain of backups is broken', () => {
    const broken = EVERY_FINDING['restore-chain-broken'];
    expect(remedyFor(broken, { name: 'prod' })).toMatch(
      /^Take a full one now: `\/backup prod full`.*`backup: if-needed, backup-type: full`/,
    );
  });
});

test('a refused credential, an unknown service and an outage have each their own remedy', () => {
  const kinds = ['credential-refused', 'unknown-service', 'refused', 'unavailable'] as const;
  const unread = EVERY_FINDING['evidence-unavailable'];
  const remedies = kinds.map((kind) => remedyFor({ ...unread, problem: problem(kind) }));
  expect(new Set(remedies).size).toBe(4);
  expect(remedies[0]).toContain('`api-key`');
  expect(remedies[1]).toContain('`service`');
});

test('a service of which nothing is listed is compared with the portal, before anything is taken', () => {
  const none = { ...EVERY_FINDING['no-usable-backup'], nothingListed: true } as const;
  const remedy = remedyFor(none);
  expect(remedy).toMatch(/`service` and `api-key`/);
  expect(remedy).not.toContain('Take');
});

describe('the remedy of an age', () => {
  const OLD = EVERY_FINDING['recovery-point-too-old'];
  const fallback = { ...OLD, limit: { kind: 'fallback', limitMs: 1 } } as const;

  test('that is held to the fallback names the strict alternatives', () => {
    expect(remedyFor(fallback)).toContain('Set `schedule`, or `max-age`');
    const remedy = remedyFor(fallback, withoutAbility('ensureCron'));
    expect(remedy).toContain('Set `max-age`');
    expect(remedy).not.toContain('schedule');
  });

  test('that was given is a new backup, or a higher limit', () => {
    expect(remedyFor(OLD)).toMatch(/raise `max-age`.*`backup: if-needed`/);
  });
});

test('services that are in no list are to be named', () => {
  const none = { ...EVERY_FINDING['no-usable-backup'], wholeOrganisation: true } as const;
  expect(remedyFor(none)).toMatch(/`api-key`.*in `service`/);
});

test('of several schedules that could be meant, the ids are named', () => {
  expect(remedyFor(EVERY_FINDING['schedule-ambiguous'])).toBe(
    'Pick one with `schedule-id`: `215` or `216`.',
  );
});

test.each([
  ['all-services', 'List the services in `service`'],
  ['schedule-times', 'schedule: enabled'],
  ['active-schedule', 'Leave `schedule` empty'],
  ['backup', 'Set `backup: never`'],
  ['min-size', 'Leave `min-size` empty'],
  ['max-size-drop', 'Leave out `max-size-drop`'],
  ['wait-for-running', 'in-progress: previous'],
] as const)('what the provider can do instead of %s is %s', (option, remedy) => {
  expect(remedyFor({ ...EVERY_FINDING.unsupported, option })).toContain(remedy);
});

test('a cron is not answered with `schedule: enabled` where that cannot be had either', () => {
  const remedy = remedyFor(EVERY_FINDING.unsupported, withoutAbility('enableSchedule'));
  expect(remedy).not.toContain('enabled');
  expect(remedy).toContain('leave `schedule` empty');
});

test('what opens the gate meanwhile is not offered where it is set already', () => {
  for (const code of [
    'status-unrecognised',
    'evidence-incomplete',
    'evidence-unavailable',
  ] as const) {
    const finding = EVERY_FINDING[code];
    expect(remedyFor(finding)).toContain('`on-unknown: warn`');
    expect(remedyFor({ ...finding, severity: 'warn' })).not.toContain('on-unknown');
  }
});

test('an empty backup is not to be looked at: a new one is to be taken', () => {
  const empty = { ...EVERY_FINDING['too-small'], sizeBytes: 0 };
  expect(remedyFor(empty)).toMatch(/^Take one now .*why this one is empty/);
  expect(remedyFor({ ...empty, dependentBackupId: 'b9' })).toMatch(/^Take a full one now /);
  expect(remedyFor({ ...empty, sizeBytes: 1 })).toMatch(/^Check what it contains/);
});

test('a backup that is too old by the fallback is to be taken where that blocks', () => {
  const limit = { kind: 'fallback', limitMs: 1 } as const;
  const old = { ...EVERY_FINDING['recovery-point-too-old'], limit };
  expect(remedyFor(old)).toMatch(/^Take one now /);
  expect(remedyFor({ ...old, severity: 'warn' })).toMatch(/^Set `schedule`/);
});
