import * as v from 'valibot';
import type { Backup } from '../../domain/backup.ts';
import { readShownCron } from '../../domain/cron.ts';
import {
  CLOCK_TOLERANCE,
  findUnreadableTime,
  type Instant,
  parseInstant,
} from '../../domain/instant.ts';
import type { Schedule } from '../../domain/schedule.ts';
import { removeUrls } from '../../http/redact.ts';
import type { ErrorDetails } from '../errors.ts';
import { exactId } from '../rounded-id.ts';
import { createStatusReader } from '../status-words.ts';
import { unreadableTime } from '../unreadable-time.ts';
import { WireError, type WireBackup, type WireSchedule } from './wire.ts';

/**
 * The document leaves the status open. These words are documented, appear in samples, or clearly
 * mean the same.
 */
export const mapStatus = createStatusReader({
  succeeded: ['succeeded', 'success', 'completed', 'complete', 'finished', 'done'],
  failed: [
    'failed',
    'failure',
    'failedvalidation',
    'error',
    'aborted',
    'deadlineexceeded',
    'timeout',
    'timedout',
  ],
  canceled: ['canceled', 'cancelled'],
  queued: ['scheduled', 'pending', 'queued', 'created'],
  running: ['running', 'started', 'initializing', 'inprogress', 'active'],
});

export function mapBackup(wire: WireBackup): Backup {
  const startedAt = parseInstant(wire.start_time);
  const endedAt = parseInstant(wire.end_time);
  return {
    id: exactId(wire.id),
    type: wire.type?.toLowerCase() ?? null,
    status: mapStatus(wire.status),
    statusText: removeUrls(wire.status ?? ''),
    startedAt,
    endedAt,
    recoveryPoint: recoveryPointOf(wire.point_in_time, startedAt, endedAt),
    ...unreadableTime(wire.start_time, wire.point_in_time, wire.end_time),
    sizeBytes: wire.storage_bytes ?? wire.backup_size,
    sizeText: null,
    fullBackupId: wire.reference_full_backup,
    detail: null,
    failedRows: null,
    succeededRows: null,
  };
}

/**
 * `point_in_time` if given, else the start. A backup cannot hold data from after its end, so a
 * later point is ignored; an unreadable one leaves the recovery point unknown.
 */
function recoveryPointOf(
  text: string | null,
  startedAt: Instant | null,
  endedAt: Instant | null,
): Instant | null {
  const pointInTime = parseInstant(text);
  if (pointInTime === null) return findUnreadableTime(text) === null ? startedAt : null;
  const latest = Math.max(startedAt ?? 0, endedAt ?? 0) || pointInTime;
  return pointInTime > latest + CLOCK_TOLERANCE ? startedAt : pointInTime;
}

/** A row of the list, or why it is left out. */
export function mapScheduleRow(wire: WireSchedule): Schedule | string | null {
  return wire.suspended === 'unreadable' ? 'had no readable suspended flag' : mapSchedule(wire);
}

/**
 * `null` without an id, because such a schedule cannot be named, or if it is unknown whether it is
 * suspended.
 */
export function mapSchedule(wire: WireSchedule): Schedule | null {
  if (wire.id === null || wire.suspended === 'unreadable') return null;
  const cron = readShownCron(wire.schedule ?? '');
  const kind = kindOf(wire.schedule);
  return {
    id: wire.id,
    type: typeOf(wire),
    kind,
    cron,
    ...(kind === 'recurring' && cron === null && !isHidden(wire.schedule)
      ? { cronText: removeUrls(wire.schedule ?? '') }
      : {}),
    suspended: wire.suspended,
    trouble: troubleOf(wire),
    createdAt: parseInstant(wire.created_at),
    updatedAt: parseInstant(wire.updated_at),
  };
}

/** Parts of words that say a schedule cannot run, or did not. */
const UNHEALTHY =
  /fail|invalid|disabled|suspend|paused|inactive|stopp|expired|unhealthy|error|cancel|denied|refused/;

function troubleOf({ status, message }: WireSchedule): string | null {
  const word = (status ?? '').toLowerCase().replace(/[^a-z]/g, '');
  if (!UNHEALTHY.test(word) && mapStatus(status) !== 'failed') return null;
  return removeUrls([status, message].filter(Boolean).join(': '));
}

/** A vendor's sample shows a one-time snapshot as `"schedule": "snapshot", "type": "full"`. */
function typeOf({ schedule, type }: WireSchedule): string | null {
  return schedule?.toLowerCase() === 'snapshot' ? 'snapshot' : (type?.toLowerCase() ?? null);
}

/**
 * The document's enum is `once` or the literal word `cron`; the prose sends real cron text, and a
 * sample of a one-time snapshot shows the word `snapshot`. A cron that cannot be read recurs too.
 */
function kindOf(schedule: string | null): Schedule['kind'] {
  if (schedule === null) return 'unrecognised';
  if (['once', 'snapshot'].includes(schedule.toLowerCase())) return 'one-time';
  return isHidden(schedule) || /\s|^@/.test(schedule) ? 'recurring' : 'unrecognised';
}

/** The bare word `cron` reveals no times. */
function isHidden(schedule: string | null): boolean {
  return schedule?.toLowerCase() === 'cron';
}

/** `web.ErrorResponse`: the first non-empty message, and the trace id. */
export function parseErrorDetails(body: unknown): ErrorDetails {
  const parsed = v.safeParse(WireError, body);
  if (!parsed.success) return { message: null, traceId: null };
  const { errors, trace_id: traceId } = parsed.output;
  const message = errors.map((each) => each.message ?? each.error).find(Boolean) ?? null;
  return { message, traceId };
}
