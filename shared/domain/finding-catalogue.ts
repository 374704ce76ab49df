import type { Finding, FindingCode } from './finding.ts';

/**
 * What a finding is about: the backups themselves, something that could not be found out, or a
 * schedule or backup that was asked for. Part of the public contract.
 */
export type Cause = 'backups' | 'unknown' | 'request';

interface Traits {
  readonly cause: Cause;
  /** A new backup would cure it: the gate closes for want of a good recent one. */
  readonly curable: boolean;
  /** Nothing was read, so that no backup is known says nothing about the backups. */
  readonly nothingRead: boolean;
}

/** What is known of every code, whatever was measured. */
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
  'rows-failed': { cause: 'backups', curable: false, nothingRead: false },
  'no-schedule': { cause: 'backups', curable: false, nothingRead: false },
  'schedule-suspended': { cause: 'backups', curable: false, nothingRead: false },
  'schedule-missing': { cause: 'request', curable: false, nothingRead: false },
  'schedule-ambiguous': { cause: 'request', curable: false, nothingRead: false },
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

/** Whether it says that nothing is known, rather than that something is wrong. */
export function isUnknown({ code }: Finding): boolean {
  return CATALOGUE[code].cause === 'unknown';
}

/** Whether it keeps everything about the backups from being known. */
export function isNothingRead({ code }: Finding): boolean {
  return CATALOGUE[code].nothingRead;
}

/** What a block or warning is about: the first of these findings, which are severest first. */
export function causeOf([severest]: readonly Finding[]): Cause | null {
  return severest && severest.severity !== 'info' ? CATALOGUE[severest.code].cause : null;
}
