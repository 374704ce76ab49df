import type { DueOutcome, Finding, FindingCode, FindingOf } from '../domain/finding.ts';
import { CLOCK_TOLERANCE, type Instant } from '../domain/instant.ts';

/**
 * The findings that people read, in the same order. One event may break several rules: a due run
 * that failed is also the latest backup that failed, and makes the recovery point too old. It is
 * reported once. `result` and `reasons` have all findings.
 */
export function tellOnce(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((finding) => !findings.some((other) => isToldBy(other, finding)));
}

function isToldBy(other: Finding, finding: Finding): boolean {
  if (other === finding) return false;
  // What blocks must not hide behind what does not.
  if (finding.severity === 'block' && other.severity !== 'block') return false;
  switch (finding.code) {
    case 'recovery-point-too-old':
      return finding.limit.kind === 'due' && isSameRun(other, { ...finding.limit, type: null });
    case 'schedule-not-kept':
      return isSameRun(other, finding);
    case 'backup-in-progress':
      return other.code === 'backup-stuck' && other.backupId === finding.backupId;
    case 'no-schedule':
    case 'schedule-missing':
      // The id is wrong, rather than the schedule missing.
      return other.code === 'no-usable-backup' && other.nothingListed === true;
    case 'no-usable-backup':
      // All that succeeded stand on a full backup that is not there.
      return other.code === 'restore-chain-broken' && finding.succeededSeen > 0;
    case 'size-dropped':
      return other.code === 'too-small' && other.backupId === finding.backupId;
    case 'schedule-suspended':
      return (
        other.code === 'schedule-ambiguous' ||
        (other.code === 'recovery-point-too-old' && other.limit.kind === 'suspended')
      );
    case 'latest-backup-failed':
      return (
        other.code === 'backup-request-failed' &&
        other.backupId !== undefined &&
        other.backupId === finding.backupId
      );
    default:
      return false;
  }
}

/** The findings that say more about a due run than that it was due. */
const TOLD_BY: Readonly<Record<DueOutcome, readonly FindingCode[]>> = {
  failed: ['latest-backup-failed'],
  unrecognised: ['status-unrecognised'],
  running: ['backup-stuck'],
  unusable: ['restore-chain-broken', 'too-small', 'rows-failed'],
  kept: [],
  missing: [],
};

interface DueRun extends Pick<FindingOf<'schedule-not-kept'>, 'type'> {
  readonly outcome: DueOutcome;
  readonly dueAt: Instant;
}

/** Whether the finding is about the backup that the due run began. */
function isSameRun(other: Finding, { outcome, dueAt, type }: DueRun): boolean {
  if (!TOLD_BY[outcome].includes(other.code)) return false;
  if (type !== null && 'type' in other && other.type !== type) return false;
  const startedAt = 'startedAt' in other ? other.startedAt : null;
  return startedAt === null || startedAt >= dueAt - CLOCK_TOLERANCE;
}
