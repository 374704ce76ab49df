import type { Backup } from '../../domain/backup.ts';
import { formatDuration } from '../../domain/duration.ts';
import type { FindingOf } from '../../domain/finding.ts';
import { formatMoment } from '../../domain/instant.ts';
import type { ChainFault } from '../../domain/restore-chain.ts';
import { formatSize } from '../../domain/size.ts';
import type { RenderContext } from '../render-context.ts';
import { describe, nameBackup, type Wordings } from './sentence.ts';

type Codes =
  | 'latest-backup-failed'
  | 'no-usable-backup'
  | 'recovery-point-in-future'
  | 'backup-in-progress'
  | 'backup-stuck'
  | 'too-small'
  | 'size-dropped'
  | 'slower-than-usual'
  | 'restore-chain-broken'
  | 'rows-failed'
  | 'status-unrecognised';

export const ABOUT_BACKUPS: Wordings<Codes> = {
  'latest-backup-failed': {
    clause: (finding, context) => ({
      what: `the last backup ${ENDS[finding.status]}`,
      which: describe(finding, context),
    }),
    fact: (finding, context) =>
      `Last backup ${ENDS[finding.status]} (${describe(finding, context)})${quoteReason(finding, context)}.`,
  },

  'no-usable-backup': {
    clause: (finding, { subject, medium }) => {
      if (finding.wholeOrganisation) return 'no service was found';
      if (finding.nothingListed) {
        return `${subject.provider} lists nothing at all for ${medium.quote(subject.service)}`;
      }
      return finding.backupsSeen === 0 ? 'there is no backup' : 'there is no usable backup';
    },
    fact: (finding, context) => {
      const { provider } = context.subject;
      if (finding.wholeOrganisation) {
        return `No service was found: ${provider} lists no backups and no schedules for this organisation. A service that has neither cannot be found.`;
      }
      if (finding.nothingListed) {
        return `${provider} lists nothing at all for ${context.medium.quote(context.subject.service)}. Is the id right, and does the key belong to its organisation?`;
      }
      return describeUnusable(finding, context);
    },
  },

  'recovery-point-in-future': {
    clause: ({ aheadMs, recoveryPointAt }, { now }) => ({
      what: `a backup is dated ${formatDuration(aheadMs)} in the future`,
      lasting: `a backup is dated ${formatMoment(recoveryPointAt, now)}, in the future`,
    }),
    fact: ({ recoveryPointAt, aheadMs }, { now }) =>
      `A backup is dated ${formatMoment(recoveryPointAt, now)}, ${formatDuration(aheadMs)} in the future. At most 5m is allowed.`,
  },

  'backup-in-progress': {
    clause: ({ status }) => `the newest backup is ${RUNS[status] ?? 'still running'}`,
    fact: (finding, context) => {
      const { status, elapsedMs, severity } = finding;
      const since = elapsedMs === null ? '' : `, for ${formatDuration(elapsedMs)} so far`;
      const judged = severity === 'block' ? '' : ' Until it finishes, the previous one counts.';
      return `The newest backup is ${RUNS[status] ?? 'still running'} (${describe(finding, context)})${since}.${judged}`;
    },
  },

  'backup-stuck': {
    clause: ({ elapsedMs, startedAt }, { now }) => ({
      what: `a backup has not finished after ${formatDuration(elapsedMs)}`,
      lasting: `the backup from ${formatMoment(startedAt, now)} has not finished`,
    }),
    fact: (finding, context) => {
      const { elapsedMs, limitMs, medianMs } = finding;
      const usual = medianMs === null ? '' : `The usual duration is ${formatDuration(medianMs)}; `;
      const limit = `${usual === '' ? 'M' : 'm'}ore than ${formatDuration(limitMs)} counts as stuck.`;
      return `A backup has not finished after ${formatDuration(elapsedMs)} (${describe(finding, context)}). ${usual}${limit}`;
    },
  },

  'too-small': {
    clause: ({ sizeBytes, dependentBackupId }) => {
      const which =
        dependentBackupId === null ? 'the last backup' : 'the backup that the last one depends on';
      if (sizeBytes === null) return `the size of ${which} is unknown`;
      return `${which} is ${sizeBytes === 0 ? 'empty' : `only ${formatSize(sizeBytes)}`}`;
    },
    fact: ({ dependentBackupId, sizeBytes, minSizeBytes }) => {
      const which =
        dependentBackupId === null ? 'Last backup' : 'The backup that the last one depends on';
      const size = sizeBytes === null ? 'has an unknown size' : `is ${formatSize(sizeBytes)}`;
      const limit =
        minSizeBytes === null
          ? 'An empty backup never counts'
          : `At least ${formatSize(minSizeBytes)} is required`;
      return `${which} ${size}. ${limit}.`;
    },
  },

  'size-dropped': {
    clause: (finding, context) =>
      `the last ${nameBackup(finding.type, context)} is ${percentBelow(finding)} smaller than usual`,
    fact: (finding, context) => {
      const { type, sizeBytes, medianBytes, compared, maxDropPercent } = finding;
      return `Last ${nameBackup(type, context)} is ${formatSize(sizeBytes)}, ${percentBelow(finding)} smaller than usual (${formatSize(medianBytes)}, the median of ${compared}). At most ${maxDropPercent}% is allowed.`;
    },
  },

  'slower-than-usual': {
    clause: () => 'the last backup was slower than usual',
    fact: ({ type, durationMs, medianMs, compared }, context) =>
      `Last ${nameBackup(type, context)} took ${formatDuration(durationMs)}. The usual duration is ${formatDuration(medianMs)}, the median of ${compared}.`,
  },

  'restore-chain-broken': {
    clause: ({ type }, context) => `the last ${nameBackup(type, context)} cannot be restored`,
    fact: ({ type, fault }, context) =>
      `Last ${nameBackup(type, context)} cannot be restored: ${CHAIN_FAULTS[fault]}.`,
  },

  'rows-failed': {
    clause: ({ severity }) =>
      severity === 'block'
        ? 'the last backup saved no rows'
        : 'some rows of the last backup failed',
    fact: ({ failedRows, succeededRows }) => {
      const saved = succeededRows === null ? '' : `; ${succeededRows} were saved`;
      return `Last backup succeeded, but ${failedRows} of its rows failed${saved}.`;
    },
  },

  'status-unrecognised': {
    clause: () => ({
      undone: 'check the backups',
      what: 'the newest one has an unknown status',
    }),
    fact: ({ statusText }, { medium: { quote } }) =>
      `The newest backup has an unknown status: ${quote(statusText)}.`,
  },
};

/** How a backup ended, as a verb. */
export const ENDS = { failed: 'failed', canceled: 'was canceled' } as const;

const RUNS: Partial<Readonly<Record<Backup['status'], string>>> = {
  queued: 'still queued',
  running: 'still running',
};

/** A status that only repeats what the sentence says. */
const PLAIN_FAILURE = /^(?:failed|failure|error|cancell?ed)$/i;

/** The provider's own words, where they say more. */
function quoteReason(
  { statusText, detail }: FindingOf<'latest-backup-failed'>,
  { medium: { quote } }: RenderContext,
): string {
  const words = PLAIN_FAILURE.test(statusText.trim()) ? [] : [statusText];
  if (detail !== null && detail !== statusText) words.push(detail);
  return words.length === 0 ? '' : `: ${words.map(quote).join(', ')}`;
}

function describeUnusable(
  finding: FindingOf<'no-usable-backup'>,
  { medium: { quote } }: RenderContext,
): string {
  const { backupsSeen, succeededSeen, undatedSeen, acceptTypes, timeText } = finding;
  if (backupsSeen === 0) return 'There is no backup: the list of backups is empty.';
  const types = acceptTypes === 'all' ? '' : ` with an accepted type (${acceptTypes.join(', ')})`;
  const unread = timeText === undefined ? '' : `: ${quote(timeText)} cannot be read`;
  const undated =
    undatedSeen === 0 ? '' : `; ${undatedSeen} of these without a known time${unread}`;
  return `There is no usable backup: of ${backupsSeen} listed, ${succeededSeen} succeeded${types}${undated}.`;
}

/** In whole percent, but never one that looks allowed, nor 100 where something is left. */
function percentBelow(finding: FindingOf<'size-dropped'>): string {
  const { sizeBytes, medianBytes, maxDropPercent } = finding;
  const percent = (1 - sizeBytes / medianBytes) * 100;
  const whole = Math.floor(percent);
  if (whole <= maxDropPercent) return `${(Math.floor(percent * 10) / 10 + 0.1).toFixed(1)}%`;
  return `${whole >= 99 ? Math.floor(percent * 10) / 10 : whole}%`;
}

const CHAIN_FAULTS: Readonly<Record<ChainFault, string>> = {
  'names-no-full-backup': 'it does not say which full backup it depends on',
  'full-backup-missing': 'the full backup it depends on is not listed',
  'full-backup-not-good': 'the backup it depends on is not a successful full backup',
};
