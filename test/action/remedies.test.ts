import { describe, expect, test } from 'vitest';
import { INPUT_DEFAULTS } from '../../action/inputs/names.ts';
import { remedyOf } from '../../action/remedies.ts';
import { ANY_PROVIDER, type Capabilities } from '../../shared/domain/capability.ts';
import { explain } from '../../shared/report/explain.ts';
import { quotePlain } from '../../shared/report/text.ts';
import { EVERY_FINDING, EVERY_VARIANT } from '../shared/domain/every-finding-fixture.ts';
import { problem } from '../shared/domain/evidence-fixture.ts';
import { EVERY_PROVIDER, spansOf } from '../shared/report/words.ts';

const INPUTS = Object.keys(INPUT_DEFAULTS);

/** The words in code spans that are a value of an input and not its name. */
const VALUES = ['never', 'off'];

test.each(EVERY_VARIANT.map((finding) => [finding.code, finding] as const))(
  'the remedy of %s is whole sentences that name only inputs of the Action',
  (code, finding) => {
    for (const capabilities of EVERY_PROVIDER) {
      const remedy = remedyOf(finding, capabilities);
      expect(remedy).not.toMatch(/\/backup|services\.|undefined|null|\.\.|\s\s/);
      for (const span of spansOf(remedy)) {
        expect([...INPUTS, ...VALUES]).toContain(span.split(':')[0]);
      }
      if (remedy !== '') expect(remedy).toMatch(/^[A-Z].{10,}[.]$/);
      // Nothing is to be done about a backup that still runs; an input's message says what to give.
      else expect(['info', code]).toContain(code === 'invalid-input' ? code : finding.severity);
    }
  },
);

test('an input that is wrong is named by its own message', () => {
  const [input] = spansOf(explain(EVERY_FINDING['invalid-input'], quotePlain));
  expect(INPUTS).toContain(input);
});

test.each([
  ['for a backup where the provider cannot start one', 'requestBackup', '`backup:'],
  ['for a cron where the provider cannot set one', 'ensureCron', '`schedule: "'],
  ['to resume a schedule where the provider cannot', 'enableSchedule', '`schedule: enabled`'],
] as const)('a remedy is never to ask this step %s', (_, capability, wish) => {
  const can: Capabilities = { ...ANY_PROVIDER, [capability]: false };
  for (const finding of EVERY_VARIANT) expect(remedyOf(finding, can)).not.toContain(wish);
  expect(EVERY_VARIANT.some((each) => remedyOf(each, ANY_PROVIDER).includes(wish))).toBe(true);
});

test('a refused credential, an unknown service and an outage have each their own remedy', () => {
  const kinds = ['credential-refused', 'unknown-service', 'refused', 'unavailable'] as const;
  const unread = EVERY_FINDING['evidence-unavailable'];
  const remedies = kinds.map((kind) =>
    remedyOf({ ...unread, problem: problem(kind) }, ANY_PROVIDER),
  );
  expect(new Set(remedies).size).toBe(4);
  expect(remedies[0]).toContain('`api-key`');
  expect(remedies[1]).toContain('`service`');
});

describe('the remedy of an age', () => {
  const OLD = EVERY_FINDING['recovery-point-too-old'];
  const fallback = { ...OLD, limit: { kind: 'fallback', limitMs: 1 } } as const;

  test('that is held to the fallback is to have it judged strictly', () => {
    expect(remedyOf(fallback, ANY_PROVIDER)).toContain('Set `schedule`, or `max-age`');
    const remedy = remedyOf(fallback, { ...ANY_PROVIDER, ensureCron: false });
    expect(remedy).toContain('Set `max-age`');
    expect(remedy).not.toContain('schedule');
  });

  test('that was given is a new backup, or a higher limit', () => {
    const remedy = remedyOf(OLD, ANY_PROVIDER);
    expect(remedy).toMatch(/`backup: if-needed`.*raise `max-age`/);
  });
});

test('services that are in no list are to be named', () => {
  const none = { ...EVERY_FINDING['no-usable-backup'], wholeOrganisation: true } as const;
  expect(remedyOf(none, ANY_PROVIDER)).toMatch(/`api-key`.*in `service`/);
});

test.each([
  ['all-services', 'Name the services in `service`'],
  ['schedule-times', 'schedule: enabled'],
  ['active-schedule', 'Leave `schedule` empty'],
  ['backup', 'Leave `backup` at `never`'],
  ['min-size', 'Leave `min-size` empty'],
  ['max-size-drop', 'Leave out `max-size-drop`'],
  ['wait-for-running', 'in-progress: previous'],
] as const)('what the provider can do instead of %s is %s', (option, remedy) => {
  expect(remedyOf({ ...EVERY_FINDING.unsupported, option }, ANY_PROVIDER)).toContain(remedy);
});

test('a cron is not answered with `schedule: enabled` where that cannot be had either', () => {
  const remedy = remedyOf(EVERY_FINDING.unsupported, { ...ANY_PROVIDER, enableSchedule: false });
  expect(remedy).not.toContain('enabled');
  expect(remedy).toContain('leave `schedule` empty');
});
