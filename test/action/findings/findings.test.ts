import { describe, expect, test } from 'vitest';
import type { FindingCode } from '../../../shared/domain/finding.ts';
import { startMariadbCloud } from '../../emulator/mariadb-cloud/index.ts';
import { parseResult } from '../result-json.ts';
import { runStep } from '../step.ts';
import { BACKUP_CASES } from './backup-cases.ts';
import { READING_CASES } from './reading-cases.ts';
import { SCHEDULE_CASES } from './schedule-cases.ts';

const CASES = [...BACKUP_CASES, ...SCHEDULE_CASES, ...READING_CASES];

describe('read over HTTP, a service gives its findings', () => {
  test.each(CASES)('where $when: $findings', async ({ arrange, inputs, findings }) => {
    const emulator = await startMariadbCloud();
    try {
      arrange(emulator);
      const { outputs } = await runStep(emulator, inputs);
      const found = parseResult(outputs).services[0]?.findings ?? [];
      expect(found.map(({ severity, code }) => `${severity} ${code}`)).toEqual(findings);
      const reasons = findings.filter((finding) => !finding.startsWith('info '));
      expect(outputs['reasons']).toBe(reasons.map((finding) => finding.split(' ')[1]).join(','));
    } finally {
      await emulator.close();
    }
  });
});

/** The type makes sure that no code is left out; `false`: no answer of MariaDB Cloud leads to it. */
const BY_HTTP: Readonly<Record<FindingCode, boolean>> = {
  'latest-backup-failed': true,
  'no-usable-backup': true,
  'recovery-point-too-old': true,
  'recovery-point-in-future': true,
  'backup-in-progress': true,
  'backup-stuck': true,
  'too-small': true,
  'size-dropped': true,
  'slower-than-usual': true,
  'restore-chain-broken': true,
  'rows-failed': false,
  'no-schedule': true,
  'schedule-not-kept': true,
  'schedule-unhealthy': true,
  'schedule-suspended': true,
  'schedule-missing': true,
  'schedule-ambiguous': true,
  'schedule-kept': true,
  'schedule-unverifiable': true,
  'schedule-change-failed': true,
  'status-unrecognised': true,
  'evidence-unavailable': true,
  'evidence-incomplete': true,
  'backup-request-failed': true,
  'wait-timed-out': true,
  unsupported: false,
  'invalid-input': false,
};

test('every code that an answer can lead to is among these cases', () => {
  const expected = Object.entries(BY_HTTP).flatMap(([code, reached]) => (reached ? [code] : []));
  const covered = CASES.flatMap(({ findings }) => findings.map((text) => text.split(' ')[1]));
  expect([...new Set(covered)].toSorted()).toEqual(expected.toSorted());
});
