import { formatAge } from '../domain/duration.ts';
import { isNothingRead } from '../domain/finding-catalogue.ts';
import type { Finding } from '../domain/finding.ts';
import { formatMoment } from '../domain/instant.ts';
import type { UsableBackup } from '../domain/recovery-point.ts';
import type { ServiceResult } from '../domain/service-result.ts';
import { findNextRun } from './next-run.ts';

type Held = Pick<ServiceResult, 'latestUsable' | 'schedules' | 'judgedAt' | 'findings'>;

/** The last good recovery point, and when the next backup is due. */
export function describeHoldings(result: Held): string {
  return [describeRecoveryPoint(result), describeNextRun(result)].filter(Boolean).join('; ');
}

/** The same without the time since or until then: `last good backup 20 Nov 02:00 UTC`. */
export function describeMoments(result: Held): string {
  const { latestUsable, judgedAt } = result;
  const point = latestUsable
    ? `${nameRecoveryPoint(result)} ${formatMoment(latestUsable.recoveryPoint, judgedAt)}`
    : describeRecoveryPoint(result);
  return [point, describeNextRun(result)].filter(Boolean).join('; ');
}

/** `last good backup 20 Nov 02:00 UTC, 15h 50m ago`. */
export function describeRecoveryPoint(result: Held): string {
  const { latestUsable, judgedAt, findings } = result;
  if (!latestUsable) {
    if (findings.some(({ code }) => code === 'unsupported')) return 'nothing was asked';
    return findings.some(isNothingRead) ? 'nothing could be read' : 'no usable backup is known';
  }
  const { recoveryPoint } = latestUsable;
  return `${nameRecoveryPoint(result)} ${formatMoment(recoveryPoint, judgedAt)}, ${formatAge(judgedAt - recoveryPoint)}`;
}

export function describeNextRun({ schedules, judgedAt }: Held): string {
  const next = findNextRun(schedules, judgedAt);
  return next ? `next due ${formatMoment(next.at, judgedAt)}` : '';
}

/** A backup that is far too small must not be called good, though it is the latest usable one. */
function nameRecoveryPoint(result: Held): string {
  return isInDoubt(result) ? 'latest backup (in doubt)' : 'last good backup';
}

/** Whether a finding says that the latest usable backup may not hold what it should. */
export function isInDoubt({ latestUsable, findings }: Pick<Held, 'latestUsable' | 'findings'>) {
  return latestUsable !== null && findings.some((finding) => doubts(finding, latestUsable));
}

function doubts(finding: Finding, { id, fullBackupId }: UsableBackup): boolean {
  if (finding.severity === 'info') return false;
  switch (finding.code) {
    case 'too-small':
    case 'size-dropped':
    case 'rows-failed':
      return finding.backupId === id || finding.backupId === fullBackupId;
    default:
      return false;
  }
}
