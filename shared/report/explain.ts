import { formatDuration } from '../domain/duration.ts';
import type { Problem } from '../domain/evidence.ts';
import type { AgeLimit, Finding, FindingCode, FindingOf } from '../domain/finding.ts';
import { formatMinute, type Instant } from '../domain/instant.ts';
import type { ChainFault } from '../domain/restore-chain.ts';
import { formatSize } from '../domain/size.ts';
import { type Quote, quotePlain } from './text.ts';

/** A finding in words: what was seen and held against what, and what to do about it. */
export interface Explanation {
  readonly what: string;
  readonly remedy: string;
}

type Explain<Code extends FindingCode> = (finding: FindingOf<Code>, quote: Quote) => Explanation;

const TAKE_ONE = 'Take a new backup with `backup: if-needed`';

const EXPLAIN: { readonly [Code in FindingCode]: Explain<Code> } = {
  'latest-backup-failed': ({ type, startedAt, status, statusText, backupId }, quote) => ({
    what: `The newest finished backup (${describe({ type, startedAt, backupId }, quote)}) ${status === 'failed' ? 'failed' : 'was canceled'}: its status is ${quote(statusText)}.`,
    remedy: `${TAKE_ONE}, and find out why this one did not succeed.`,
  }),
  'no-usable-backup': ({ backupsSeen, succeededSeen, acceptTypes }) => ({
    what: `There is no usable backup: ${backupsSeen} listed, ${succeededSeen} of them succeeded and of an accepted type (\`accept-types\`: ${acceptTypes === 'all' ? 'all' : acceptTypes.join(', ')}).`,
    remedy: `${TAKE_ONE}, and check that \`service\` and \`accept-types\` are what you mean.`,
  }),
  'recovery-point-too-old': ({ recoveryPointAt, ageMs, limit }, quote) => ({
    what: `The latest recovery point is ${formatMinute(recoveryPointAt)}, ${formatDuration(ageMs)} old; ${explainLimit(limit, quote)}.`,
    remedy: AGE_REMEDY[limit.kind],
  }),
  'recovery-point-in-future': ({ backupId, recoveryPointAt, aheadMs }, quote) => ({
    what: `Backup ${quote(backupId ?? '')} is dated ${formatMinute(recoveryPointAt)}, ${formatDuration(aheadMs)} ahead of now; 5 minutes are allowed.`,
    remedy: "Check the runner's clock; if it is right, ask the provider: no age can be trusted.",
  }),
  'backup-in-progress': ({ type, startedAt, backupId, status, elapsedMs }, quote) => ({
    what: `The newest backup (${describe({ type, startedAt, backupId }, quote)}) is ${status}${elapsedMs === null ? '' : `, for ${formatDuration(elapsedMs)} so far`}.`,
    remedy: 'Wait for it with `in-progress: wait`, or go by the previous one with `previous`.',
  }),
  'backup-stuck': ({ type, startedAt, backupId, elapsedMs, limitMs, medianMs }, quote) => ({
    what: `A backup (${describe({ type, startedAt, backupId }, quote)}) has been unfinished for ${formatDuration(elapsedMs)}; ${medianMs === null ? 'past durations are not known' : `the median is ${formatDuration(medianMs)}`}, so more than ${formatDuration(limitMs)} is stuck.`,
    remedy: `${TAKE_ONE}; if that hangs too, ask the provider.`,
  }),
  'too-small': ({ backupId, sizeBytes, minSizeBytes }, quote) => ({
    what: `The latest usable backup ${quote(backupId ?? '')} ${sizeBytes === null ? 'has no known size' : `holds ${formatSize(sizeBytes)}`}; ${minSizeBytes === null ? 'an empty one is never accepted' : `\`min-size\` asks for ${formatSize(minSizeBytes)}`}.`,
    remedy: 'Look at what it contains before you rely on it; if it is right, lower `min-size`.',
  }),
  'restore-chain-broken': ({ backupId, type, fullBackupId, fault }, quote) => ({
    what: `The newest ${type ?? ''} backup ${quote(backupId ?? '')} cannot be restored: ${CHAIN_FAULT[fault]}${fullBackupId === null ? '' : ` (${quote(fullBackupId)})`}.`,
    remedy: 'Take a new full backup with `backup: if-needed` and `backup-type: full`.',
  }),
  'no-schedule': () => ({
    what: 'No recurring backup schedule exists, so the next backup is left to chance.',
    remedy: 'Let this step make sure of one: `schedule: "0 2 * * *"`.',
  }),
  'schedule-suspended': ({ scheduleIds }, quote) => ({
    what: `No recurring schedule runs: ${list(scheduleIds, quote)} ${scheduleIds.length === 1 ? 'is' : 'are all'} suspended.`,
    remedy: 'Resume one with `schedule: enabled`, or with the provider.',
  }),
  'schedule-missing': ({ scheduleId, type, scheduleIds }, quote) => ({
    what: `${scheduleId === null ? 'There is no recurring schedule to enable' : `There is no recurring ${type} schedule ${quote(scheduleId)}`}; ${scheduleIds.length === 0 ? 'none is listed' : `listed are ${list(scheduleIds, quote)}`}.`,
    remedy:
      scheduleId === null
        ? 'Have one created by giving its cron: `schedule: "0 2 * * *"`.'
        : 'Correct `schedule-id` or `backup-type`, or leave `schedule-id` empty.',
  }),
  'schedule-ambiguous': ({ type, scheduleIds }, quote) => ({
    what: `Several schedules could be the ${type} one that is meant: ${list(scheduleIds, quote)}. None was changed.`,
    remedy: 'Say which with `schedule-id`.',
  }),
  'schedule-unverifiable': ({ scheduleIds }, quote) => ({
    what: `The provider does not reveal when ${scheduleIds.length === 1 ? 'schedule' : 'schedules'} ${list(scheduleIds, quote)} ${scheduleIds.length === 1 ? 'runs' : 'run'}.`,
    remedy: 'Set `max-age` to a duration, so that age is judged without it.',
  }),
  'schedule-change-failed': ({ problem }, quote) => ({
    what: `The schedule could not be brought in line. ${explainProblem(problem, quote)}`,
    remedy: 'Check that the key may change schedules, then run the step again.',
  }),
  'status-unrecognised': ({ backupId, statusText }, quote) => ({
    what: `The newest backup ${quote(backupId ?? '')} has the status ${quote(statusText)}, which is not known to mean success.`,
    remedy: 'Look at it with the provider; `on-unknown: warn` lets the step go on meanwhile.',
  }),
  'evidence-unavailable': ({ what, problem }, quote) => ({
    what: `${UNREAD[what]} could not be read. ${explainProblem(problem, quote)}`,
    remedy: PROBLEM_REMEDY[problem.kind],
  }),
  'evidence-incomplete': ({ what, itemsRead, reason }, quote) => ({
    what: `The list of ${what} could not be read to its end: ${itemsRead} read, then ${quote(reason)}.`,
    remedy: 'Run the step again; `on-unknown: warn` judges by what could be read.',
  }),
  'backup-request-failed': ({ type, problem }, quote) => ({
    what: `The requested ${type} backup did not succeed. ${explainProblem(problem, quote)}`,
    remedy: 'Look at what the provider says, then run the step again.',
  }),
  'wait-timed-out': ({ awaited, waitedMs, lastSeen }, quote) => ({
    what: `${awaited === 'requested' ? 'The requested backup' : 'The running backup'} had not ended after ${formatDuration(waitedMs)} of waiting (\`timeout\`); last seen: ${quote(lastSeen)}.`,
    remedy: 'It may still succeed: run the step again later, or raise `timeout`.',
  }),
  unsupported: ({ message, remedy }) => ({ what: message, remedy }),
  'invalid-input': ({ input, value, message }, quote) => ({
    what: `\`${input}\`: ${value === null ? '' : `${quote(value)} is not allowed; `}${message}`,
    remedy: '',
  }),
};

const UNREAD = {
  backups: 'The backups',
  schedules: 'The schedules',
  everything: 'Backups and schedules',
} as const;

const AGE_REMEDY: Readonly<Record<AgeLimit['kind'], string>> = {
  'max-age': `${TAKE_ONE}, and find out why none was taken since.`,
  due: `${TAKE_ONE}, and find out why the schedule did not run.`,
  fallback: 'Set `schedule`, or `max-age` to a duration, to have this judged strictly.',
};

const CHAIN_FAULT: Readonly<Record<ChainFault, string>> = {
  'names-no-full-backup': 'it does not say which full backup it stands on',
  'full-backup-missing': 'the full backup it stands on is not listed',
  'full-backup-not-good': 'the full backup it stands on did not succeed',
};

const PROBLEM_REMEDY: Readonly<Record<Problem['kind'], string>> = {
  'credential-refused': 'Check that `api-key` is current and may read this service.',
  'unknown-service': 'Check the id in `service`, and that the key belongs to its organisation.',
  refused: 'Check the inputs against what the provider says.',
  unavailable: 'Run the step again; `on-unknown: warn` lets it go on meanwhile.',
};

function explainLimit(limit: AgeLimit, quote: Quote): string {
  if (limit.kind === 'max-age') return `\`max-age\` allows ${formatDuration(limit.limitMs)}`;
  if (limit.kind === 'fallback') {
    return `no schedule tells what is due, so ${formatDuration(limit.limitMs)} is taken as the limit`;
  }
  return `a backup was due at ${formatMinute(limit.dueAt)} (schedule ${quote(limit.scheduleId)}, \`${limit.cron}\`) and is not there, with ${formatDuration(limit.graceMs)} of grace`;
}

/** `full, started 2026-11-20 02:00 UTC, id "…"`, as far as it is known. */
function describe(
  backup: { type: string | null; startedAt: Instant | null; backupId: string | null },
  quote: Quote,
): string {
  const { type, startedAt, backupId } = backup;
  return [
    type === null ? 'type unknown' : quote(type),
    startedAt === null ? 'start unknown' : `started ${formatMinute(startedAt)}`,
    ...(backupId === null ? [] : [`id ${quote(backupId)}`]),
  ].join(', ');
}

function list(ids: readonly string[], quote: Quote): string {
  const shown = ids.slice(0, 10).map(quote).join(', ');
  return ids.length > 10 ? `${shown} and ${ids.length - 10} more` : shown;
}

function explainProblem({ message, traceId }: Problem, quote: Quote): string {
  return `${quote(message)}${traceId === null ? '' : ` (trace id ${quote(traceId)})`}.`;
}

export function explain(finding: Finding, quote: Quote = quotePlain): Explanation {
  // The table has one entry for each code, typed by it; indexing by the union loses that pairing.
  const explainOne = EXPLAIN[finding.code] as (finding: Finding, quote: Quote) => Explanation;
  return explainOne(finding, quote);
}

/** What was seen and what to do, as one text. */
export function toSentence(finding: Finding, quote: Quote = quotePlain): string {
  const { what, remedy } = explain(finding, quote);
  return [what, remedy].filter(Boolean).join(' ');
}
