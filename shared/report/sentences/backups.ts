import { formatDuration } from '../../domain/duration.ts';
import type { AgeLimit } from '../../domain/finding.ts';
import { formatMinute } from '../../domain/instant.ts';
import type { ChainFault } from '../../domain/restore-chain.ts';
import { formatSize } from '../../domain/size.ts';
import {
  describe,
  type Explanation,
  nameSchedules,
  type Sentences,
  takeOne,
  type Voice,
} from './voice.ts';

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
  'latest-backup-failed': (finding, voice) => {
    const { status, statusText, detail } = finding;
    const ended = status === 'failed' ? 'failed' : 'was canceled';
    const said = detail === null ? '' : `, and the provider says ${voice.quote(detail)}`;
    return {
      what: `The newest finished backup (${describe(finding, voice)}) ${ended}: its status is ${voice.quote(statusText)}${said}.`,
      remedy: `${takeOne(voice)}, and find out why this one did not succeed.`,
    };
  },

  'no-usable-backup': (finding, voice) => {
    if (finding.wholeOrganisation) return NO_SERVICES;
    const { backupsSeen, succeededSeen, undatedSeen, acceptTypes } = finding;
    const types = acceptTypes === 'all' ? 'all' : acceptTypes.join(', ');
    const undated = undatedSeen === 0 ? '' : `; ${undatedSeen} of these without a time`;
    return {
      what: `There is no usable backup: ${backupsSeen} listed, ${succeededSeen} of them succeeded and of an accepted type (\`accept-types\`: ${types})${undated}.`,
      remedy: `${takeOne(voice)}, and check that \`service\` and \`accept-types\` are what you mean.`,
    };
  },

  'recovery-point-too-old': ({ recoveryPointAt, ageMs, limit }, voice) => ({
    what: `The latest recovery point is ${formatMinute(recoveryPointAt)}, ${formatDuration(ageMs)} old; ${explainLimit(limit, voice)}.`,
    remedy: remedyOfAge(limit, voice),
  }),

  'recovery-point-in-future': ({ backupId, recoveryPointAt, aheadMs }, { quote }) => ({
    what: `Backup ${quote(backupId ?? '')} is dated ${formatMinute(recoveryPointAt)}, ${formatDuration(aheadMs)} ahead of now; 5 minutes are allowed.`,
    remedy: "Check the runner's clock; if it is right, ask the provider: no age can be trusted.",
  }),

  'backup-in-progress': (finding, voice) => {
    const { status, elapsedMs, severity } = finding;
    const since = elapsedMs === null ? '' : `, for ${formatDuration(elapsedMs)} so far`;
    return {
      what: `The newest backup (${describe(finding, voice)}) is ${status}${since}.`,
      remedy:
        severity === 'block'
          ? 'Wait for it with `in-progress: wait`, or go by the previous one with `previous`.'
          : 'Until it ends, the previous finished one is judged.',
    };
  },

  'backup-stuck': (finding, voice) => {
    const { elapsedMs, limitMs, medianMs } = finding;
    const usual =
      medianMs === null
        ? 'past durations are not known'
        : `the median is ${formatDuration(medianMs)}`;
    return {
      what: `A backup (${describe(finding, voice)}) has been unfinished for ${formatDuration(elapsedMs)}; ${usual}, so more than ${formatDuration(limitMs)} is stuck.`,
      remedy: `${takeOne(voice)}; if that hangs too, ask the provider.`,
    };
  },

  'too-small': ({ backupId, sizeBytes, minSizeBytes }, { quote }) => {
    const size = sizeBytes === null ? 'has no known size' : `holds ${formatSize(sizeBytes)}`;
    const limit =
      minSizeBytes === null
        ? 'an empty one is never accepted'
        : `\`min-size\` asks for ${formatSize(minSizeBytes)}`;
    const lower = sizeBytes && minSizeBytes ? '; if it is right, lower `min-size`' : '';
    return {
      what: `The latest usable backup ${quote(backupId ?? '')} ${size}; ${limit}.`,
      remedy: `Look at what it contains before you rely on it${lower}.`,
    };
  },

  'size-dropped': (finding, { quote }) => {
    const { backupId, type, sizeBytes, medianBytes, compared, maxDropPercent } = finding;
    return {
      what: `The latest usable ${quote(type)} backup ${quote(backupId ?? '')} holds ${formatSize(sizeBytes)}; the median of the ${compared} ${quote(type)} backups before it is ${formatSize(medianBytes)}, of which \`max-size-drop\` (${maxDropPercent}%) asks for at least ${formatSize(finding.limitBytes)}.`,
      remedy:
        'Look at what is missing from it before you rely on it; if so much was deleted on purpose, raise `max-size-drop` or switch it `off` until the median has followed.',
    };
  },

  'slower-than-usual': (finding, { quote }) => {
    const { backupId, type, durationMs, medianMs, compared, limitMs } = finding;
    return {
      what: `The latest usable backup ${quote(backupId ?? '')} took ${formatDuration(durationMs)}; the median of the ${compared} ${quote(type)} backups before it is ${formatDuration(medianMs)}, so more than ${formatDuration(limitMs)} is unusual.`,
      remedy: 'Find out what slowed it down before one does not end in time.',
    };
  },

  'restore-chain-broken': ({ backupId, type, fullBackupId, fault }, voice) => {
    const { quote, can } = voice;
    const base = fullBackupId === null ? '' : ` (${quote(fullBackupId)})`;
    const ofType = can.requestBackup ? ' and `backup-type: full`' : ', a full one';
    return {
      what: `The newest ${type ?? ''} backup ${quote(backupId ?? '')} cannot be restored: ${CHAIN_FAULTS[fault]}${base}.`,
      remedy: `${takeOne(voice)}${ofType}.`,
    };
  },

  'rows-failed': ({ backupId, failedRows }, { quote }) => ({
    what: `The latest usable backup ${quote(backupId ?? '')} succeeded, but ${failedRows} rows of it failed.`,
    remedy: 'Look at its log before you rely on all of it.',
  }),

  'status-unrecognised': ({ backupId, statusText }, { quote }) => ({
    what: `The newest backup ${quote(backupId ?? '')} has the status ${quote(statusText)}, which is not known to mean success.`,
    remedy: 'Look at it with the provider; `on-unknown: warn` lets the step go on meanwhile.',
  }),
};

const NO_SERVICES: Explanation = {
  what: 'There is no usable backup: no service is named in the lists of the organisation.',
  remedy:
    'Check that `api-key` belongs to the organisation that you mean. A service that has neither a backup nor a schedule is in no list: name it in `service`.',
};

const CHAIN_FAULTS: Readonly<Record<ChainFault, string>> = {
  'names-no-full-backup': 'it does not say which full backup it stands on',
  'full-backup-missing': 'the full backup it stands on is not listed',
  'full-backup-not-good': 'what it stands on is not a full backup that succeeded',
};

function explainLimit(limit: AgeLimit, voice: Voice): string {
  if (limit.kind === 'max-age') return `\`max-age\` allows ${formatDuration(limit.limitMs)}`;
  if (limit.kind === 'fallback') {
    return `no known schedule has had a run due, so ${formatDuration(limit.limitMs)} is the limit`;
  }
  const schedule = nameSchedules([limit.scheduleId], voice);
  if (limit.kind === 'changed') {
    return `${schedule} was changed at ${formatMinute(limit.changedAt)} and has had no run due since, and until then ${formatDuration(limit.limitMs)} is the limit`;
  }
  const { dueAt, cron, graceMs } = limit;
  return `a backup was due at ${formatMinute(dueAt)} (${schedule}, \`${cron}\`) and is not there, with ${formatDuration(graceMs)} of grace`;
}

function remedyOfAge({ kind }: AgeLimit, voice: Voice): string {
  if (kind === 'fallback') {
    const schedule = voice.can.ensureCron ? '`schedule`, or ' : '';
    return `Set ${schedule}\`max-age\` to a duration, to have this judged strictly.`;
  }
  const why = kind === 'due' ? 'the schedule did not run' : 'none was taken since';
  return `${takeOne(voice)}, and find out why ${why}.`;
}
