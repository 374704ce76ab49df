import type { Backup } from '../../domain/backup.ts';
import {
  type BackupRequest,
  type BackupRequestStatus,
  findCandidates,
  isSinceRequest,
  judgeCandidates,
} from '../../domain/backup-request.ts';
import { type Instant, SECOND } from '../../domain/instant.ts';
import type { FoundRequest } from '../provider.ts';
import { readableItemsOrReject } from '../read-list.ts';
import { latestStart, toProviderMoment } from '../request-moment.ts';
import type { SkyviaApi } from './api.ts';
import { createSnapshot } from './client.ts';
import { mapRun, SNAPSHOT } from './map.ts';
import { type QueuedSnapshot, readActiveRun, readQueuedSnapshots, withDetails } from './read.ts';

/**
 * How far the clocks of Skyvia's own servers may differ: one writes `Date`, another dates the run.
 */
const MAX_SKEW = 10 * SECOND;

/** Starts a snapshot. While another run is active, Skyvia refuses and takes nothing. */
export async function sendRequest(api: SkyviaApi, request: BackupRequest): Promise<BackupRequest> {
  const sentAt = api.clock.now();
  const wire = await api.call((http) => createSnapshot(http, request.service), {
    404: 'unknown-service',
  });
  const run = mapRun(wire);
  return {
    ...request,
    type: SNAPSHOT,
    handle: run?.id ?? null,
    requestedAt: momentOfSending(api, sentAt, run),
  };
}

function momentOfSending(
  api: SkyviaApi,
  sentAt: Instant,
  run: Backup | null,
): BackupRequest['requestedAt'] {
  const offset = api.clockOffsetMs();
  const startedAt = run?.startedAt ?? null;
  if (offset === null) {
    return startedAt === null
      ? { at: sentAt, clock: 'ours' }
      : { at: startedAt, clock: 'provider' };
  }
  const at = sentAt + offset;
  const isSkewed = startedAt !== null && startedAt < at && startedAt >= at - MAX_SKEW;
  return { at: isSkewed ? startedAt : at, clock: 'provider' };
}

/**
 * One look: the active run first, then the list, so that a run that ends in between is in the list.
 * Skyvia does not say which snapshot a run became.
 */
export async function findRequest(api: SkyviaApi, given: BackupRequest): Promise<FoundRequest> {
  const active = await readActiveRun(api, given.service);
  const requestedAt = toProviderMoment(given.requestedAt, api.clockOffsetMs());
  const request = { ...given, requestedAt, type: SNAPSHOT };
  if (active && active.id === request.handle) {
    return { status: { state: 'running', backup: active }, request };
  }
  const reading = await readQueuedSnapshots(api, request.service);
  const listed = 'items' in reading ? queuedSince(request, reading.items) : [];
  const clocks = { now: api.clock.now(), clockOffsetMs: api.clockOffsetMs() };
  const latest = latestStart(requestedAt, clocks);
  const status = judgeCandidates(findCandidates(listed, request, latest));
  // A success counts even in a list that was cut short, and whatever else is running.
  if (status.state === 'succeeded') return { status, request };
  if (active) return judgeActiveRun(active, request);
  readableItemsOrReject(reading, 'snapshots');
  return { status: await explainEnd(api, request, status), request };
}

/** A run that was queued before the request is another one, even if it starts later. */
function queuedSince(
  { requestedAt }: BackupRequest,
  snapshots: readonly QueuedSnapshot[],
): readonly Backup[] {
  return snapshots
    .filter(({ queuedAt }) => queuedAt === null || isSinceRequest(queuedAt, requestedAt))
    .map(({ queuedAt: _queuedAt, ...snapshot }) => snapshot);
}

function judgeActiveRun(active: Backup, request: BackupRequest): FoundRequest {
  if (!canBeRequested(active, request)) {
    return { status: { state: 'occupied', by: active }, request };
  }
  const handle = request.handle ?? active.id;
  return { status: { state: 'running', backup: active }, request: { ...request, handle } };
}

function canBeRequested({ id, startedAt }: Backup, request: BackupRequest): boolean {
  const { handle, before, requestedAt } = request;
  if (id === null || before.backupIds.includes(id)) return false;
  return startedAt === null ? handle === null : isSinceRequest(startedAt, requestedAt);
}

/** What the list says when no run is active. */
async function explainEnd(
  api: SkyviaApi,
  { service, handle }: BackupRequest,
  status: BackupRequestStatus,
): Promise<BackupRequestStatus> {
  if (status.state === 'not-found' && handle !== null) {
    // A finished run can take hours to appear in the list.
    return { state: 'waiting', lastSeen: 'not listed yet' };
  }
  if (status.state !== 'failed' || status.backup === null) return status;
  const backup = await withDetails(api, service, status.backup);
  return { state: 'failed', backup, reason: backup.detail ?? status.reason };
}
