import * as v from 'valibot';
import { BACKUP_STATUSES } from '../../../shared/domain/backup.ts';
import {
  cronText,
  instant,
  instantOrNull,
  numberOrNull,
  plainWord,
  text,
  textOrNull,
} from '../wire.ts';
import { define, NOT_KEPT } from './define.ts';

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
    outcome: v.picklist(['kept', ...NOT_KEPT]),
  }),
  v.object({ kind: v.literal('suspended'), periodMs: v.number(), limitMs: v.number() }),
]);

/** What is found about the backups themselves. */
export const ABOUT_BACKUPS = {
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
  'status-unrecognised': define('status-unrecognised', { backupId: textOrNull, statusText: text }),
};
