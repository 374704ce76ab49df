import * as v from 'valibot';
import { BACKUP_STATUSES } from '../../shared/domain/backup.ts';
import type { FindingCode, FindingOf } from '../../shared/domain/finding.ts';
import {
  cronText,
  instant,
  instantOrNull,
  numberOrNull,
  ownWords,
  plainWord,
  text,
  textOrNull,
  texts,
  title,
} from './wire.ts';

export const severity = v.picklist(['block', 'warn', 'info']);

const OUTCOMES = ['kept', 'unusable', 'running', 'failed', 'unrecognised', 'missing'] as const;
const [, ...NOT_KEPT] = OUTCOMES;

const outcome = v.picklist(OUTCOMES);

const problem = v.object({
  kind: v.picklist([
    'credential-refused',
    'unknown-service',
    'not-found',
    'refused',
    'unavailable',
  ]),
  message: text,
  inShort: v.exactOptional(ownWords),
  traceId: textOrNull,
});

const ageLimit = v.variant('kind', [
  v.object({ kind: v.literal('max-age'), limitMs: v.number() }),
  v.object({ kind: v.literal('fallback'), limitMs: v.number() }),
  v.object({
    kind: v.literal('changed'),
    scheduleId: text,
    changedAt: instant,
    limitMs: v.number(),
  }),
  v.object({
    kind: v.literal('due'),
    scheduleId: text,
    cron: cronText,
    dueAt: instant,
    graceMs: v.number(),
    outcome,
  }),
  v.object({ kind: v.literal('suspended'), periodMs: v.number(), limitMs: v.number() }),
]);

/** The fields of each finding, besides the code. One that is missing here does not compile. */
export const FINDINGS = {
  'latest-backup-failed': define('latest-backup-failed', {
    backupId: textOrNull,
    status: v.picklist(['failed', 'canceled']),
    statusText: text,
    type: textOrNull,
    startedAt: instantOrNull,
    timeText: v.exactOptional(text),
    detail: textOrNull,
  }),
  'no-usable-backup': define('no-usable-backup', {
    backupsSeen: v.number(),
    succeededSeen: v.number(),
    undatedSeen: v.number(),
    timeText: v.exactOptional(text),
    acceptTypes: v.union([v.array(plainWord), v.literal('all')]),
    wholeOrganisation: v.exactOptional(v.literal(true)),
    nothingListed: v.exactOptional(v.literal(true)),
  }),
  'recovery-point-too-old': define('recovery-point-too-old', {
    backupId: textOrNull,
    recoveryPointAt: instant,
    ageMs: v.number(),
    limit: ageLimit,
  }),
  'recovery-point-in-future': define('recovery-point-in-future', {
    backupId: textOrNull,
    recoveryPointAt: instant,
    aheadMs: v.number(),
  }),
  'backup-in-progress': define('backup-in-progress', {
    backupId: textOrNull,
    status: v.picklist(BACKUP_STATUSES),
    type: textOrNull,
    startedAt: instantOrNull,
    timeText: v.exactOptional(text),
    elapsedMs: numberOrNull,
  }),
  'backup-stuck': define('backup-stuck', {
    backupId: textOrNull,
    type: textOrNull,
    startedAt: instant,
    elapsedMs: v.number(),
    limitMs: v.number(),
    medianMs: numberOrNull,
  }),
  'too-small': define('too-small', {
    backupId: textOrNull,
    dependentBackupId: textOrNull,
    sizeBytes: numberOrNull,
    minSizeBytes: numberOrNull,
  }),
  'size-dropped': define('size-dropped', {
    backupId: textOrNull,
    type: text,
    sizeBytes: v.number(),
    medianBytes: v.number(),
    compared: v.number(),
    maxDropPercent: v.number(),
    limitBytes: v.number(),
  }),
  'slower-than-usual': define('slower-than-usual', {
    backupId: textOrNull,
    type: text,
    durationMs: v.number(),
    medianMs: v.number(),
    compared: v.number(),
    limitMs: v.number(),
  }),
  'restore-chain-broken': define('restore-chain-broken', {
    backupId: textOrNull,
    type: textOrNull,
    fullBackupId: textOrNull,
    fault: v.picklist(['names-no-full-backup', 'full-backup-missing', 'full-backup-not-good']),
  }),
  'rows-failed': define('rows-failed', {
    backupId: textOrNull,
    failedRows: v.number(),
    succeededRows: numberOrNull,
  }),
  'no-schedule': define('no-schedule', {}),
  'schedule-not-kept': define('schedule-not-kept', {
    scheduleId: text,
    type: textOrNull,
    cron: cronText,
    dueAt: instant,
    graceMs: v.number(),
    outcome: v.picklist(NOT_KEPT),
  }),
  'schedule-unhealthy': define('schedule-unhealthy', { scheduleId: text, trouble: text }),
  'schedule-suspended': define('schedule-suspended', { scheduleIds: texts }),
  'schedule-missing': define('schedule-missing', {
    scheduleId: textOrNull,
    type: plainWord,
    scheduleIds: texts,
  }),
  'schedule-ambiguous': define('schedule-ambiguous', {
    type: plainWord,
    scheduleIds: texts,
    cronText: v.exactOptional(text),
  }),
  'schedule-unverifiable': define('schedule-unverifiable', {
    scheduleIds: texts,
    cronTexts: v.exactOptional(texts),
  }),
  'schedule-kept': define('schedule-kept', {
    scheduleId: text,
    cron: cronText,
    runsPerYear: v.number(),
    longestPauseMs: v.number(),
    askedCron: cronText,
    askedRunsPerYear: v.number(),
    askedLongestPauseMs: v.number(),
  }),
  'schedule-change-failed': define('schedule-change-failed', {
    scheduleId: textOrNull,
    unconfirmed: v.boolean(),
    problem,
  }),
  'status-unrecognised': define('status-unrecognised', { backupId: textOrNull, statusText: text }),
  'evidence-unavailable': define('evidence-unavailable', {
    what: v.picklist(['backups', 'schedules', 'everything']),
    problem,
  }),
  'evidence-incomplete': define('evidence-incomplete', {
    what: v.picklist(['backups', 'schedules']),
    itemsRead: v.number(),
    reason: text,
  }),
  'backup-request-failed': define('backup-request-failed', {
    backupId: v.exactOptional(text),
    requested: v.boolean(),
    type: plainWord,
    problem,
  }),
  'wait-timed-out': define('wait-timed-out', {
    awaited: v.picklist(['requested', 'in-progress']),
    waitedMs: v.number(),
    lastSeen: text,
  }),
  unsupported: define('unsupported', {
    provider: title,
    option: v.picklist([
      'all-services',
      'schedule-times',
      'active-schedule',
      'no-active-schedule',
      'no-schedule',
      'backup',
      'min-size',
      'max-size-drop',
      'wait-for-running',
    ]),
    needs: v.picklist([
      'dueTimes',
      'sizes',
      'ensureCron',
      'enableSchedule',
      'suspendSchedule',
      'deleteSchedule',
      'requestBackup',
      'wait',
      'wholeOrganisation',
      'wholeWorkspace',
    ]),
  }),
  'invalid-input': define('invalid-input', {
    input: plainWord,
    value: textOrNull,
    message: ownWords,
  }),
} satisfies { readonly [Code in FindingCode]: v.GenericSchema<unknown, FindingOf<Code>> };

function define<const Code extends FindingCode, Fields extends v.ObjectEntries>(
  code: Code,
  fields: Fields,
) {
  return v.object({ code: v.literal(code), severity, ...fields });
}
