import type { Finding, FindingCode } from './finding.ts';

/**
 * What a finding is about: the backups themselves, something that could not be found out, or an
 * explicit request. Part of the public contract.
 */
export type Cause = 'backups' | 'unknown' | 'request';

interface Traits {
  readonly cause: Cause;
  /** A new backup would cure it. */
  readonly curable: boolean;
  /** Nothing was read, so that no backup is listed does not mean that there is none. */
  readonly nothingRead: boolean;
}

/** What holds for every finding of a code. */
const CATALOGUE: Readonly<Record<FindingCode, Traits>> = {
  'latest-backup-failed': { cause: 'backups', curable: true, nothingRead: false },
  'no-usable-backup': { cause: 'backups', curable: true, nothingRead: false },
  'recovery-point-too-old': { cause: 'backups', curable: true, nothingRead: false },
  'recovery-point-in-future': { cause: 'backups', curable: false, nothingRead: false },
  'backup-in-progress': { cause: 'backups', curable: false, nothingRead: false },
  'backup-stuck': { cause: 'backups', curable: true, nothingRead: false },
  'too-small': { cause: 'backups', curable: true, nothingRead: false },
  'size-dropped': { cause: 'backups', curable: true, nothingRead: false },
  'slower-than-usual': { cause: 'backups', curable: false, nothingRead: false },
  'restore-chain-broken': { cause: 'backups', curable: true, nothingRead: false },
  'rows-failed': { cause: 'backups', curable: true, nothingRead: false },
  'no-schedule': { cause: 'backups', curable: false, nothingRead: false },
  'schedule-not-kept': { cause: 'backups', curable: false, nothingRead: false },
  'schedule-unhealthy': { cause: 'backups', curable: false, nothingRead: false },
  'schedule-suspended': { cause: 'backups', curable: false, nothingRead: false },
  'schedule-missing': { cause: 'request', curable: false, nothingRead: false },
  'schedule-ambiguous': { cause: 'request', curable: false, nothingRead: false },
  'schedule-kept': { cause: 'request', curable: false, nothingRead: false },
  'schedule-unverifiable': { cause: 'unknown', curable: false, nothingRead: false },
  'schedule-change-failed': { cause: 'request', curable: false, nothingRead: false },
  'status-unrecognised': { cause: 'unknown', curable: false, nothingRead: false },
  'evidence-unavailable': { cause: 'unknown', curable: false, nothingRead: true },
  'evidence-incomplete': { cause: 'unknown', curable: false, nothingRead: false },
  'backup-request-failed': { cause: 'request', curable: false, nothingRead: false },
  'wait-timed-out': { cause: 'request', curable: false, nothingRead: false },
  unsupported: { cause: 'request', curable: false, nothingRead: true },
  'invalid-input': { cause: 'request', curable: false, nothingRead: true },
};

/** Whether a new backup is needed to open the gate. */
export function isBackupNeeded(findings: readonly Finding[]): boolean {
  return findings.some(({ code, severity }) => severity === 'block' && CATALOGUE[code].curable);
}

/** Whether it says that something is unknown, rather than wrong. */
export function isUnknown({ code }: Finding): boolean {
  return CATALOGUE[code].cause === 'unknown';
}

/** Whether it means that nothing about the backups is known. */
export function isNothingRead({ code }: Finding): boolean {
  return CATALOGUE[code].nothingRead;
}

/** What a block or warning is about: the cause of the first finding, which is the severest. */
export function causeOf([severest]: readonly Finding[]): Cause | null {
  return severest && severest.severity !== 'info' ? CATALOGUE[severest.code].cause : null;
}
