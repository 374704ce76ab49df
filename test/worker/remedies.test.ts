import { describe, expect, test } from 'vitest';
import { INPUT_DEFAULTS } from '../../action/inputs/names.ts';
import { ANY_PROVIDER, type Capabilities } from '../../shared/domain/capability.ts';
import type { Finding } from '../../shared/domain/finding.ts';
import { parseConfig } from '../../worker/config/index.ts';
import { parseCommand } from '../../worker/entrances/slack/parse.ts';
import { remediesFor } from '../../worker/remedies.ts';
import { EVERY_FINDING, EVERY_VARIANT } from '../shared/domain/every-finding-fixture.ts';
import { IN_MARKDOWN } from '../shared/report/service-result-fixture.ts';
import { EVERY_PROVIDER, spansOf } from '../shared/report/words.ts';
import { CONFIG, SECRETS, SERVICES } from './open-app.ts';

function remedyOf(finding: Finding, capabilities: Capabilities, name = 'prod'): string {
  const subject = { ...IN_MARKDOWN.subject, capabilities };
  return remediesFor(name)(finding, { ...IN_MARKDOWN, subject });
}

/** What a service of the configuration may hold, each with a value that is allowed. */
const SERVICE = {
  service: SERVICES.prod.service,
  credential: 'SKYSQL_API_KEY',
  baseUrl: 'https://api.example.com',
};
const POLICY = {
  maxAge: '26h',
  minSize: '1GB',
  maxSizeDrop: '60%',
  acceptTypes: ['full'],
  inProgress: 'previous',
  onUnknown: 'warn',
};

const KEYS = [
  'services',
  'services.prod',
  ...Object.keys(SERVICE).map((key) => `services.prod.${key}`),
  ...Object.keys(POLICY).map((key) => `services.prod.policy.${key}`),
];

/** Values that stand beside the key of a setting. */
const VALUES = ['previous', 'warn'];

/** A Slack command that does something with this service. */
function isCommand(span: string): boolean {
  if (!span.startsWith('/backup ')) return false;
  const command = parseCommand(span.slice('/backup '.length));
  return 'service' in command && command.service === 'prod';
}

test('the keys that a remedy may name are keys of the configuration', () => {
  const prod = { ...SERVICES.prod, ...SERVICE, policy: POLICY };
  const config = { ...CONFIG, services: { ...SERVICES, prod } };
  expect(parseConfig({ CONFIG: config, ...SECRETS })).toMatchObject({ ok: true });
});

test.each(EVERY_VARIANT.map((finding) => [finding.code, finding] as const))(
  'the remedy of %s is whole sentences that name only commands and keys that are there',
  (code, finding) => {
    for (const capabilities of EVERY_PROVIDER) {
      const remedy = remedyOf(finding, capabilities);
      expect(remedy).not.toMatch(/undefined|null|\.\.|\s\s|the step|runner/);
      for (const span of spansOf(remedy).filter((each) => !/^21[56]$/.test(each))) {
        expect(isCommand(span) || [...KEYS, ...VALUES].includes(span), span).toBe(true);
      }
      const inputs = Object.keys(INPUT_DEFAULTS).filter((name) => name.includes('-'));
      for (const input of inputs) expect(remedy).not.toContain(input);
      if (remedy !== '') expect(remedy).toMatch(/^[A-Z].{10,}[.]$/);
      // Nothing is to be done about a backup that still runs; the Worker has no inputs.
      else expect(['info', code]).toContain(code === 'invalid-input' ? code : finding.severity);
    }
  },
);

describe('a new backup', () => {
  const failed = EVERY_FINDING['latest-backup-failed'];

  test('is taken with the command, which names the service', () => {
    expect(remedyOf(failed, ANY_PROVIDER)).toContain('`/backup prod`');
    expect(remedyOf(failed, ANY_PROVIDER, 'shop')).toContain('`/backup shop`');
  });

  test('is a full one where a chain of backups is broken', () => {
    const broken = EVERY_FINDING['restore-chain-broken'];
    expect(remedyOf(broken, ANY_PROVIDER)).toContain('`/backup prod full`');
  });

  test('is taken with the provider where the Worker cannot start one', () => {
    for (const finding of EVERY_VARIANT) {
      const remedy = remedyOf(finding, { ...ANY_PROVIDER, requestBackup: false });
      expect(remedy).not.toMatch(/`\/backup (?!status )/);
    }
  });
});
