import * as v from 'valibot';
import type { Backup, BackupType } from '../../domain/backup.ts';
import { parseInstant } from '../../domain/instant.ts';
import type { Schedule } from '../../domain/schedule.ts';
import { parseJson } from '../../http/json.ts';
import { removeUrls } from '../../http/redact.ts';
import type { ErrorDetails } from '../errors.ts';
import { createStatusReader } from '../status-words.ts';
import { unreadableTime } from '../unreadable-time.ts';
import {
  WireError,
  WireResult,
  type WireRun,
  type WireSnapshot,
  type WireSnapshotDetails,
} from './wire.ts';

/** All Skyvia backups are snapshots of the selected data. */
export const SNAPSHOT = 'snapshot' satisfies BackupType;

/** The states of the Swagger document's closed enum. */
export const mapState = createStatusReader({
  queued: ['new', 'queued'],
  running: ['running', 'canceling'],
  succeeded: ['succeeded'],
  failed: ['failed'],
  canceled: ['canceled'],
});

/** `null` for a row without an id: it could not be distinguished from later snapshots. */
export function mapSnapshot(wire: WireSnapshot): Backup | null {
  if (wire.snapshotId === null) return null;
  const recoveryPoint = parseInstant(wire.startTime);
  return {
    ...blank(wire.state),
    id: wire.snapshotId,
    status: mapState(wire.state),
    // A run that was canceled in the queue never started, but still has a place in the order.
    startedAt: recoveryPoint ?? parseInstant(wire.queueTime),
    endedAt: parseInstant(wire.endTime),
    recoveryPoint,
    ...unreadableTime(wire.startTime, wire.queueTime, wire.endTime),
  };
}

/**
 * The active run as an unfinished backup. Whatever its state says, it has ended only when it is
 * listed as a snapshot. Whether both share an id is not documented, so a run's id gets a prefix.
 */
export function mapRun(wire: WireRun): Backup | null {
  if (wire.runId === null) return null;
  const status = mapState(wire.state) === 'queued' ? 'queued' : 'running';
  return {
    ...blank(wire.state),
    id: `run ${wire.runId}`,
    status,
    startedAt: parseInstant(wire.date),
    ...unreadableTime(wire.date),
  };
}

function blank(state: string | null): Omit<Backup, 'id' | 'status'> {
  return {
    type: SNAPSHOT,
    statusText: removeUrls(state ?? ''),
    startedAt: null,
    endedAt: null,
    recoveryPoint: null,
    sizeBytes: null,
    sizeText: null,
    fullBackupId: null,
    detail: null,
    failedRows: null,
    succeededRows: null,
  };
}

type SnapshotDetails = Pick<Backup, 'detail' | 'failedRows' | 'succeededRows'>;

/** How a snapshot went, from `result` or else `log`: JSON, or plain text if it is none. */
export function mapDetails(wire: WireSnapshotDetails): SnapshotDetails {
  const text = wire.result ?? wire.log;
  const result = v.safeParse(WireResult, parseJson(text ?? ''));
  const detail = result.success ? result.output.ErrorMessage : text;
  return {
    detail: detail === null ? null : removeUrls(detail),
    failedRows: result.success ? result.output.ErrorRows : null,
    succeededRows: result.success ? result.output.SuccessRows : null,
  };
}

/** A backup has at most one schedule. It has no id, and its times are not shown. */
export function toSchedule(active: boolean): Schedule {
  return {
    id: '',
    type: SNAPSHOT,
    kind: 'recurring',
    cron: null,
    suspended: !active,
    trouble: null,
    createdAt: null,
    updatedAt: null,
  };
}

export function parseErrorDetails(body: unknown): ErrorDetails {
  const parsed = v.safeParse(WireError, body);
  return { message: parsed.success ? parsed.output.message : null, traceId: null };
}
