import * as v from 'valibot';
import type { Backup } from '../../domain/backup.ts';
import { parseInstant } from '../../domain/instant.ts';
import { removeUrls } from '../../http/redact.ts';
import type { ErrorDetails } from '../errors.ts';
import { exactId } from '../rounded-id.ts';
import { createStatusReader } from '../status-words.ts';
import { unreadableTime } from '../unreadable-time.ts';
import { WireError, type WireBackup } from './wire.ts';

/**
 * Only `COMPLETED` is documented. The others are OpenStack Trove's, whose fields this API shares.
 */
export const mapStatus = createStatusReader({
  queued: ['new'],
  running: ['building', 'saving'],
  succeeded: ['completed'],
  failed: ['failed', 'delete_failed'],
});

/** A record imported from elsewhere: neither a run of this service nor a fresh success. */
const IMPORTED = 'restored';

export function isImported(wire: WireBackup): boolean {
  return wire.status?.toLowerCase() === IMPORTED;
}

/** There is no end time, so durations are unknown. A parent makes a backup incremental. */
export function mapBackup(wire: WireBackup): Backup {
  const createdAt = parseInstant(wire.created_at);
  return {
    id: exactId(wire.id),
    type: wire.parent_id === null ? 'full' : 'incremental',
    status: mapStatus(wire.status),
    statusText: removeUrls(wire.status ?? ''),
    startedAt: createdAt,
    endedAt: null,
    recoveryPoint: createdAt,
    ...unreadableTime(wire.created_at),
    sizeBytes: null,
    sizeText: wire.size,
    fullBackupId: wire.parent_id,
    detail: null,
    failedRows: null,
    succeededRows: null,
  };
}

export function parseErrorDetails(body: unknown): ErrorDetails {
  const parsed = v.safeParse(WireError, body);
  if (!parsed.success) return { message: null, traceId: null };
  const { message, details, request_id: traceId } = parsed.output.error;
  return { message: [message, details].filter(Boolean).join(': ') || null, traceId };
}
