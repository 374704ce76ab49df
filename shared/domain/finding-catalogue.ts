import type { Finding, FindingCode } from './finding.ts';

/**
 * What a finding is about: the backups themselves, something that could not be found out, or an
 * explicit request. Part of the public contract.
 */
export type Cause = 'backups' | 'unknown' | 'request';

interface Traits {
  readonly cause: Cause;
  /** A new backup would cure it. */
  readonly curable?: true;
  /** Nothing was read, so that no backup is listed does not mean that there is none. */
  readonly nothingRead?: true;
}

/** What holds for every finding of a code. */
const CATALOGUE: Readonly<Record<FindingCode, Traits>> = {
  'latest-backup-failed': { cause: 'backups', curable: true },
  'no-usable-backup': { cause: 'backups', curable: true },
  'recovery-point-too-old': { cause: 'backups', curable: true },
  'recovery-point-in-future': { cause: 'backups' },
  'backup-in-progress': { cause: 'backups' },
  'backup-stuck': { cause: 'backups', curable: true },
  'too-small': { cause: 'backups', curable: true },
  'size-dropped': { cause: 'backups', curable: true },
  'slower-than-usual': { cause: 'backups' },
  'restore-chain-broken': { cause: 'backups', curable: true },
  'rows-failed': { cause: 'backups', curable: true },
  'no-schedule': { cause: 'backups' },
  'schedule-not-kept': { cause: 'backups' },
  'schedule-unhealthy': { cause: 'backups' },
  'schedule-suspended': { cause: 'backups' },
  'schedule-missing': { cause: 'request' },
  'schedule-ambiguous': { cause: 'request' },
  'schedule-kept': { cause: 'request' },
  'schedule-unverifiable': { cause: 'unknown' },
  'schedule-change-failed': { cause: 'request' },
  'status-unrecognised': { cause: 'unknown' },
  'evidence-unavailable': { cause: 'unknown', nothingRead: true },
  'evidence-incomplete': { cause: 'unknown' },
  'backup-request-failed': { cause: 'request' },
  'wait-timed-out': { cause: 'request' },
  unsupported: { cause: 'request', nothingRead: true },
  'invalid-input': { cause: 'request', nothingRead: true },
};

/** Whether a new backup is needed to open the gate. */
export function isBackupNeeded(findings: readonly Finding[]): boolean {
  return findings.some(
    ({ code, severity }) => severity === 'block' && CATALOGUE[code].curable === true,
  );
}

/** Whether it says that something is unknown, rather than wrong. */
export function isUnknown(finding: Finding): boolean {
  return causeOf(finding) === 'unknown';
}

/** Whether it means that nothing about the backups is known. */
export function isNothingRead({ code }: Finding): boolean {
  return CATALOGUE[code].nothingRead === true;
}

export function causeOf({ code }: Pick<Finding, 'code'>): Cause {
  return CATALOGUE[code].cause;
}
