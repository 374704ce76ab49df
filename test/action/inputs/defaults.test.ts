import { expect, test } from 'vitest';
import { readInputs } from '../../../action/inputs/index.ts';
import { KEY, SERVICE } from '../step.ts';

/** A runner that was given these inputs, and empty text for all others. */
function given(inputs: Readonly<Record<string, string>>) {
  return { getInput: (name: string) => inputs[name] ?? '', setSecret: () => {} };
}

const DEFAULTS = {
  source: {
    kind: 'provider',
    provider: 'mariadb-cloud',
    apiKey: KEY,
    baseUrl: 'https://api.skysql.com',
  },
  services: [SERVICE],
  names: new Map(),
  schedule: { kind: 'none' },
  backupType: 'full',
  backup: 'never',
  gate: 'block',
  policy: {
    acceptTypes: 'all',
    maxAge: { kind: 'auto' },
    minSizeBytes: null,
    maxSizeDrop: { kind: 'limit', percent: 50, severity: 'warn' },
    inProgress: 'previous',
    onUnknown: 'block',
    schedule: 'none',
  },
  timeoutMs: 30 * 60 * 1000,
  dryRun: false,
  githubToken: '',
  reports: [],
  secrets: [KEY, ''],
};

test('with only the key and the service given, every other input has its default', () => {
  const inputs = readInputs(given({ 'api-key': KEY, service: SERVICE }));
  expect(inputs).toEqual({ ok: true, value: DEFAULTS });
});

test('every input that is given reaches what is checked', () => {
  const inputs = readInputs(
    given({
      provider: 'mariadb-cloud',
      'api-key': 'another-key',
      'base-url': 'https://mirror.example/api',
      service: 'one-service',
      schedule: '30 4 * * 1',
      'schedule-id': '215',
      'backup-type': 'dump',
      backup: 'if-needed',
      gate: 'warn',
      'accept-types': 'full,dump',
      'max-age': '26h',
      'min-size': '512KiB',
      'max-size-drop': 'block:80%',
      'in-progress': 'wait',
      'on-unknown': 'warn',
      timeout: '90s',
      'dry-run': 'true',
      'github-token': 'ghs_a-token',
      report: 'issue',
    }),
  );
  expect(inputs).toEqual({
    ok: true,
    value: {
      source: {
        kind: 'provider',
        provider: 'mariadb-cloud',
        apiKey: 'another-key',
        baseUrl: 'https://mirror.example/api',
      },
      services: ['one-service'],
      names: new Map(),
      schedule: { kind: 'cron', cron: { text: '30 4 * * 1' }, type: 'dump', scheduleId: '215' },
      backupType: 'dump',
      backup: 'if-needed',
      gate: 'warn',
      policy: {
        acceptTypes: ['full', 'dump'],
        maxAge: { kind: 'limit', milliseconds: 26 * 3_600_000 },
        minSizeBytes: 512 * 1024,
        maxSizeDrop: { kind: 'limit', percent: 80, severity: 'block' },
        inProgress: 'wait',
        onUnknown: 'warn',
        schedule: 'cron',
      },
      timeoutMs: 90_000,
      dryRun: true,
      githubToken: 'ghs_a-token',
      reports: ['issue'],
      secrets: ['another-key', 'ghs_a-token'],
    },
  });
});

test.each(['api-key', 'service'])('%s has no default: without it nothing can be done', (name) => {
  const inputs = { 'api-key': KEY, service: SERVICE, [name]: '' };
  expect(readInputs(given(inputs))).toMatchObject({ ok: false, problem: [{ input: name }] });
});
