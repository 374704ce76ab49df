import { formatDuration } from '../../domain/duration.ts';
import type { AgeLimit, DueOutcome } from '../../domain/finding.ts';
import { formatMinute } from '../../domain/instant.ts';
import type { ChainFault } from '../../domain/restore-chain.ts';
import { formatSize } from '../../domain/size.ts';
import type { Quote } from '../text.ts';
import { describe, nameSchedules, type Sentences } from './sentence.ts';

type Codes =
  | 'latest-backup-failed'
  | 'no-usable-backup'
  | 'recovery-point-too-old'
  | 'recovery-point-in-future'
  | 'backup-in-progress'
  | 'backup-stuck'
  | 'too-small'
  | 'size-dropped'
  | 'slower-than-usual'
  | 'restore-chain-broken'
  | 'rows-failed'
  | 'status-unrecognised';

export const ABOUT_BACKUPS: Sentences<Codes> = {
  'latest-backup-failed': (finding, quote) => {
    const { status, statusText, detail } = finding;
    const ended = status === 'failed' ? 'failed' : 'was canceled';
    const said = detail === null ? '' : `, and the provider says ${quote(detail)}`;
    return `The newest finished backup (${describe(finding, quote)}) ${ended}: its status is ${quote(statusText)}${said}.`;
  },

  'no-usable-backup': ({ wholeOrganisation, timeText, ...finding }, quote) => {
    if (wholeOrganisation) return NO_SERVICES;
    const { backupsSeen, succeededSeen, undatedSeen, acceptTypes } = finding;
    const types = acceptTypes === 'all' ? 'all' : acceptTypes.join(', ');
    const unread = timeText === undefined ? '' : `: ${quote(timeText)} cannot be read`;
    const undated = undatedSeen === 0 ? '' : `; ${undatedSeen} of these without a time${unread}`;
    return `There is no usable backup: ${backupsSeen} listed, ${succeededSeen} of them succeeded and of an accepted type (${types})${undated}.`;
  },

  'recovery-point-too-old': ({ recoveryPointAt, ageMs, limit }, quote) =>
    `The latest recovery point is ${formatMinute(recoveryPointAt)}, ${formatDuration(ageMs)} old${explainLimit(limit, quote)}.`,

  'recovery-point-in-future': ({ backupId, recoveryPointAt, aheadMs }, quote) =>
    `Backup ${quote(backupId ?? '')} is dated ${formatMinute(recoveryPointAt)}, ${formatDuration(aheadMs)} ahead of now; 5 minutes are allowed.`,

  'backup-in-progress': (finding, quote) => {
    const { status, elapsedMs, severity } = finding;
    const since = elapsedMs === null ? '' : `, for ${formatDuration(elapsedMs)} so far`;
    const judged =
      severity === 'block' ? '' : ' Until it ends, the previous finished one is judged.';
    return `The newest backup (${describe(finding, quote)}) is ${status}${since}.${judged}`;
  },

  'backup-stuck': (finding, quote) => {
    const { elapsedMs, limitMs, medianMs } = finding;
    const usual =
      medianMs === null
        ? 'past durations are not known'
        : `the median is ${formatDuration(medianMs)}`;
    return `A backup (${describe(finding, quote)}) has been unfinished for ${formatDuration(elapsedMs)}; ${usual}, so more than ${formatDuration(limitMs)} is stuck.`;
  },

  'too-small': ({ backupId, dependentBackupId, sizeBytes, minSizeBytes }, quote) => {
    const which =
      dependentBackupId === null
        ? 'The latest usable backup'
        : `The latest usable backup ${quote(dependentBackupId)} depends on the backup`;
    const size = sizeBytes === null ? 'has no known size' : `holds ${formatSize(sizeBytes)}`;
    const limit =
      minSizeBytes === null
        ? 'an empty one is never accepted'
        : `at least ${formatSize(minSizeBytes)} is required`;
    const join = dependentBackupId === null ? ' ' : ', which ';
    return `${which} ${quote(backupId ?? '')}${join}${size}; ${limit}.`;
  },

  'size-dropped': (finding, quote) => {
    const { backupId, type, sizeBytes, medianBytes, compared, maxDropPercent } = finding;
    return `The latest usable ${quote(type)} backup ${quote(backupId ?? '')} holds ${formatSize(sizeBytes)}; the median of the ${compared} ${quote(type)} backups before it is ${formatSize(medianBytes)}. A drop of at most ${maxDropPercent}% is allowed, so at least ${formatSize(finding.limitBytes)} is expected.`;
  },

  'slower-than-usual': (finding, quote) => {
    const { backupId, type, durationMs, medianMs, compared, limitMs } = finding;
    return `The latest usable backup ${quote(backupId ?? '')} took ${formatDuration(durationMs)}; the median of the ${compared} ${quote(type)} backups before it is ${formatDuration(medianMs)}, so more than ${formatDuration(limitMs)} is unusual.`;
  },

  'restore-chain-broken': ({ backupId, type, fullBackupId, fault }, quote) => {
    const base = fullBackupId === null ? '' : ` (${quote(fullBackupId)})`;
    return `The newest ${type ?? ''} backup ${quote(backupId ?? '')} cannot be restored: ${CHAIN_FAULTS[fault]}${base}.`;
  },

  'rows-failed': ({ backupId, failedRows, succeededRows }, quote) => {
    const saved = succeededRows === null ? '' : ` and ${succeededRows} were saved`;
    return `The latest usable backup ${quote(backupId ?? '')} succeeded, but ${failedRows} rows of it failed${saved}.`;
  },

  'status-unrecognised': ({ backupId, statusText }, quote) =>
    `The newest backup ${quote(backupId ?? '')} has the status ${quote(statusText)}, which is not known to mean success.`,
};

const NO_SERVICES =
  'There is no usable backup: no service is named in the lists of the organisation. A service that has neither a backup nor a schedule is in no list.';

const CHAIN_FAULTS: Readonly<Record<ChainFault, string>> = {
  'names-no-full-backup': 'it does not say which full backup it depends on',
  'full-backup-missing': 'the full backup it depends on is not listed',
  'full-backup-not-good': 'the backup it depends on is not a full backup that succeeded',
};

function explainLimit(limit: AgeLimit, quote: Quote): string {
  const allowed = formatDuration(limit.kind === 'due' ? limit.graceMs : limit.limitMs);
  if (limit.kind === 'max-age') return `; at most ${allowed} are allowed`;
  if (limit.kind === 'fallback') {
    return `; no known schedule has had a run due, so at most ${allowed} are allowed`;
  }
  if (limit.kind === 'suspended') {
    return `. The schedules are suspended; the shortest ran every ${formatDuration(limit.periodMs)}, so at most ${allowed} are allowed`;
  }
  const schedule = nameSchedules([limit.scheduleId], quote);
  if (limit.kind === 'changed') {
    return `. ${capitalise(schedule)} was changed at ${formatMinute(limit.changedAt)}. Until its next due run, backups may be at most ${allowed} old`;
  }
  const { dueAt, cron, outcome } = limit;
  return `; a backup was due at ${formatMinute(dueAt)} (${schedule}, \`${cron}\`) and ${OUTCOMES[outcome]}; its grace of ${allowed} is over`;
}

const OUTCOMES: Readonly<Record<DueOutcome, string>> = {
  kept: 'no usable backup covers it',
  unusable: 'succeeded, but cannot be used',
  running: 'is still running',
  failed: 'failed',
  missing: 'is missing',
};

function capitalise(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
